/** The criterion of a study: what must hold for its claim, as plain data. How it is judged: engine/statistics/judge.ts. */
import { z } from 'zod';
import { count, field, positive, variant } from './field.ts';

/** What a claim is held against. */
export const STATISTICS = ['every-seed', 'mean', 'median'] as const;
/** On which side of its threshold a claim must be. */
export const RELATIONS = ['at-least', 'at-most'] as const;

const arm = field(z.string().min(1), 'Arm', 'The arm that the claim is about.');
const baseline = field(z.string().min(1), 'Baseline', 'The arm that it is compared with.');
const relation = field(z.enum(RELATIONS), 'Relation', 'On which side of the threshold it must be.');
const threshold = (description: string) => field(z.number(), 'Threshold', description);

const shared = {
  statistic: field(
    z.enum(STATISTICS).default('every-seed'),
    'Held against',
    'Every seed for itself; or the mean or the median of the seeds, with the whole of its interval.',
  ),
  confidence: field(
    z.number().min(0.8).max(0.9999).default(0.95),
    'Confidence',
    'Level of the interval of a mean or a median. Not used for every seed.',
  ),
  minimumSeeds: field(
    count.default(3),
    'Least number of seeds',
    'With fewer seeds in an arm there is no verdict, whatever they say.',
  ),
};

const Value = variant(
  z.strictObject({
    type: z.literal('value'),
    arm,
    relation,
    threshold: threshold('A value of the metric.'),
    ...shared,
  }),
  'Value',
  'An arm itself is at least, or at most, a value.',
);
const Difference = variant(
  z.strictObject({
    ...{ type: z.literal('difference'), arm, baseline, relation },
    threshold: threshold('A value of arm minus baseline.'),
    ...shared,
  }),
  'Difference',
  'The arm minus its baseline: seed by seed where both have the same seeds.',
);
const Ratio = variant(
  z.strictObject({
    ...{ type: z.literal('ratio'), arm, baseline, relation },
    threshold: field(positive, 'Threshold', 'A value of arm divided by baseline.'),
    ...shared,
  }),
  'Ratio',
  'The arm divided by its baseline, for metrics that are never negative: seed by seed where both have the same seeds.',
);
const Equivalence = variant(
  z.strictObject({
    ...{ type: z.literal('equivalence'), arm, baseline },
    margin: field(positive, 'Margin', 'The difference must be smaller, in either direction.'),
    ...shared,
  }),
  'Equivalence',
  'Arm and baseline differ by less than a margin. Not the same as finding no difference.',
);

/** A claim about one or two arms, defaults filled in. */
export type Claim = z.infer<typeof Value | typeof Difference | typeof Ratio | typeof Equivalence>;
/** A criterion, defaults filled in. */
export type StudyCriterion = Claim | { type: 'all' | 'any'; of: StudyCriterion[] };

type ClaimInput = z.input<typeof Value | typeof Difference | typeof Ratio | typeof Equivalence>;
/** A criterion as a person may write it. */
export type StudyCriterionInput = ClaimInput | { type: 'all' | 'any'; of: StudyCriterionInput[] };

const parts = z.array(z.lazy((): z.ZodType<StudyCriterion, StudyCriterionInput> => StudyCriterion)).min(1);

export const StudyCriterion = z.discriminatedUnion('type', [
  Value,
  Difference,
  Ratio,
  Equivalence,
  variant(
    z.strictObject({ type: z.literal('all'), of: field(parts, 'Parts', 'What must hold.') }),
    'All of',
    'Holds when every part does.',
  ),
  variant(
    z.strictObject({ type: z.literal('any'), of: field(parts, 'Parts', 'What may hold.') }),
    'Any of',
    'Holds when at least one part does. Their confidence is raised, because several chances make a false finding likelier.',
  ),
]) as z.ZodType<StudyCriterion, StudyCriterionInput>;

/** The arms that a criterion names, each once. */
export function armsOf(criterion: StudyCriterion): string[] {
  switch (criterion.type) {
    case 'all':
    case 'any':
      return [...new Set(criterion.of.flatMap(armsOf))];
    case 'value':
      return [criterion.arm];
    case 'difference':
    case 'ratio':
    case 'equivalence':
      return [...new Set([criterion.arm, criterion.baseline])];
    default:
      return criterion satisfies never;
  }
}

/** JSON Schema (draft 2020-12) of what a person may write, with titles, descriptions and defaults. */
export const studyCriterionJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(StudyCriterion, { io: 'input', target: 'draft-2020-12' }) as Record<string, unknown>;
