/**
 * A study: a question asked of several runs. What is varied, over which seeds, how a run becomes one number, and what must
 * hold for the answer. How it is expanded, measured and judged: engine/study and engine/statistics.
 */
import { z } from 'zod';
import { messages, type Message } from '../../words/words.ts';
import { count, field, refuseField, variant } from './field.ts';
import { StudyCriterion } from './study-criterion.ts';

const REFUSALS = messages('spec.study', {
  'same-name': ({ name }: { name: string }) => `is ${name}, like another factor; give each its own name`,
  'same-seed': 'have a number twice; the same seed gives the same run',
  'empty-range': ({ from, to }: { from: number; to: number }) => `is ${to}, but must be more than from (${from})`,
  'not-positive': ({ from }: { from: number }) => `is ${from}; a log-uniform value is more than 0. Use uniform`,
  'no-such-factor': ({ factor, names }: { factor: string; names: readonly string[] }) =>
    `is ${factor}; the factors are ${names.join(', ') || 'none'}`,
  'other-factors': 'reduces other factors than the first measure; all measures share the arms',
});

const label = z.string().trim().min(1).max(80);

const Level = z.strictObject({
  label: field(label, 'Label', 'How the level is called in tables, figures and the criterion.'),
  set: field(
    z.record(z.string().min(1), z.unknown()),
    'Settings',
    'Fields of the specification by dotted path, with the values that they take at this level; none changes nothing.',
  ),
});

const name = field(label, 'Name', 'What is varied, in words: learning rate, normalization, ...');

export const Factor = z.discriminatedUnion('type', [
  variant(
    z.strictObject({
      type: z.literal('values'),
      name,
      path: field(z.string().min(1), 'Field', 'Dotted path in the specification.'),
      values: field(z.array(z.unknown()).min(1).max(200), 'Values', 'One level for each.'),
    }),
    'Values',
    'One field, and the values that it takes.',
  ),
  variant(
    z.strictObject({
      type: z.literal('levels'),
      name,
      levels: field(z.array(Level).min(1).max(200), 'Levels', 'Each sets one field or several.'),
    }),
    'Levels',
    'Named levels that may set several fields together.',
  ),
  variant(
    z.strictObject({
      type: z.literal('random'),
      name,
      path: field(z.string().min(1), 'Field', 'Dotted path in the specification.'),
      distribution: field(
        z.enum(['uniform', 'log-uniform']).default('log-uniform'),
        'Distribution',
        'How values are drawn.',
      ),
      from: field(z.number(), 'From', 'Smallest value.'),
      to: field(z.number(), 'To', 'Largest value.'),
      draws: field(count.max(200).default(10), 'Draws', 'How many values are drawn.'),
      seed: field(z.int().min(0).default(1), 'Seed', 'Decides what is drawn.'),
    }),
    'Random',
    'One field, and random values of it.',
  ),
]);

/** Where one number, or one number a step, comes from. */
const source = field(
  z.string().min(1),
  'Source',
  'A series such as validation.accuracy, a summary metric such as test.accuracy.precise, or probe.<type>.<number> with @<step> or @end.',
);

const Summary = z.discriminatedUnion('type', [
  variant(
    z.strictObject({ type: z.literal('last') }),
    'Last',
    'The last value; of a probe, the one at its last moment.',
  ),
  variant(z.strictObject({ type: z.literal('best') }), 'Best', 'The best value over the run.'),
  variant(
    z.strictObject({ type: z.literal('at'), step: field(z.int().min(0), 'Step', 'Which step.', 'steps') }),
    'At a step',
    'The value at that step, or the latest before it.',
  ),
  variant(
    z.strictObject({ type: z.literal('at-best-validation') }),
    'At the best validation loss',
    'The value at the step where the validation loss was smallest.',
  ),
  variant(
    z.strictObject({
      type: z.literal('mean-of-last'),
      count: field(count.default(5), 'Values', 'How many are averaged.'),
    }),
    'Mean of the last',
    'The mean of the last few values.',
  ),
  variant(
    z.strictObject({ type: z.literal('steps-to'), level: field(z.number(), 'Level', 'Value to reach.') }),
    'Steps to a level',
    'The first step at which the level is reached; infinite where it never is. Fewer are better.',
  ),
  variant(
    z.strictObject({ type: z.literal('area') }),
    'Area under the curve',
    'The mean over the steps, by trapezoids.',
  ),
  variant(z.strictObject({ type: z.literal('median') }), 'Median', 'The median over the run.'),
]);

const Value = z.strictObject({
  of: source,
  summary: field(Summary.prefault({ type: 'last' }), 'Summary', 'How it becomes one number.'),
});

/** How the levels of one factor become one number for each arm and seed. */
const Reduction = z.discriminatedUnion('type', [
  variant(
    z.strictObject({ type: z.literal('best'), factor: label }),
    'Best level',
    'Each arm at its own best level: the one with the best median over the seeds. Tuning, such as a learning rate.',
  ),
  variant(
    z.strictObject({ type: z.literal('worst'), factor: label }),
    'Worst level',
    'For each seed the worst value over the levels: what holds at every level.',
  ),
  variant(
    z.strictObject({ type: z.literal('spread'), factor: label }),
    'Spread',
    'For each seed the largest value divided by the smallest; infinite where a run diverged.',
  ),
  variant(
    z.strictObject({
      type: z.literal('largest-reaching'),
      factor: label,
      level: field(z.number(), 'Level', 'What the value must reach.'),
    }),
    'Largest level that reaches',
    'For each seed the largest numeric level whose value is at least (or, where lower is better, at most) this; 0 where none is.',
  ),
  variant(
    z.strictObject({
      type: z.literal('decades-reaching'),
      factor: label,
      level: field(z.number(), 'Level', 'What the value must reach.'),
    }),
    'Decades that reach',
    'For each seed log10 of the largest over the smallest numeric level of the longest stretch of neighbours that reach it; 0 for one or none.',
  ),
]);

const Measure = z.strictObject({
  name: field(label, 'Name', 'What is measured, in words.'),
  value: field(Value, 'Value', 'What a run gives.'),
  relative: field(
    z
      .strictObject({
        to: Value,
        how: field(z.enum(['minus', 'over']), 'How', 'The value minus, or over, the other one.'),
      })
      .nullable()
      .default(null),
    'Relative to',
    'A second value of the same run that the first is compared with.',
  ),
  better: field(z.enum(['higher', 'lower']), 'Better', 'Which values are better.'),
  unit: field(z.string().max(20).default(''), 'Unit', 'What the numbers count.'),
  reduce: field(
    z.array(Reduction).default([]),
    'Reduce',
    'Factors that do not make arms, in the order in which they are reduced.',
  ),
});

const Source = z.strictObject({ title: z.string().min(1), url: z.url().nullable().default(null) });

const Fields = z.strictObject({
  format: field(z.literal('normscope.study/1').default('normscope.study/1'), 'Format', 'Version of this format.'),
  version: field(
    z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, 'is no version such as 0.2.0')
      .exactOptional(),
    'Version',
    'Of the program whose names and defaults hold in the base and the levels; this one where nothing is said.',
  ),
  name: field(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*$/, 'has other characters than a to z, 0 to 9 and -')
      .max(80),
    'Name',
    'How the study is called on the command line: small letters, digits and -.',
  ),
  title: field(z.string().trim().min(1).max(200), 'Title', 'How the study is listed.'),
  question: field(z.string().max(2000).default(''), 'Question', 'What it asks.'),
  background: field(
    z.string().max(20_000).default(''),
    'Background',
    'What is claimed, by whom, and what is right and wrong about it.',
  ),
  sources: field(z.array(Source).max(20).default([]), 'Sources', 'Where the claim stands.'),
  next: field(z.string().max(4000).default(''), 'What to try next', 'Where one may go from its answer.'),
  base: field(
    z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
    'Base',
    'The specification that the factors change: a preset by name, or a specification.',
  ),
  factors: field(
    z.array(Factor).max(8).default([]),
    'Factors',
    'What is varied. Every level of one with every level of the others.',
  ),
  seeds: field(
    z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(1000).default([1, 2, 3]),
    'Seeds',
    'Each run is repeated with each of them.',
  ),
  measures: field(
    z.array(Measure).min(1).max(12),
    'Measures',
    'How runs become numbers; the first is the one that tables and figures show first.',
  ),
  baseline: field(label.nullable().default(null), 'Baseline', 'The arm that others are compared with.'),
  criterion: field(
    StudyCriterion.nullable().default(null),
    'Criterion',
    'What must hold for the claim. Arms are named by their levels, "a · b"; with several measures by "a · b | measure".',
  ),
});

/** Checks names that stand in several places. */
function checkNames(study: z.infer<typeof Fields>, context: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], said: Message): void => refuseField(context, path, said);
  const names = study.factors.map((factor) => factor.name);
  const twice = names.findIndex((one, i) => names.indexOf(one) < i);
  if (twice >= 0) refuse(['factors', twice, 'name'], REFUSALS['same-name']({ name: names[twice]! }));
  if (new Set(study.seeds).size < study.seeds.length) refuse(['seeds'], REFUSALS['same-seed']());
  study.factors.forEach((factor, i) => {
    if (factor.type === 'random' && factor.to <= factor.from)
      refuse(['factors', i, 'to'], REFUSALS['empty-range']({ from: factor.from, to: factor.to }));
    if (factor.type === 'random' && factor.distribution === 'log-uniform' && factor.from <= 0)
      refuse(['factors', i, 'from'], REFUSALS['not-positive']({ from: factor.from }));
  });
  study.measures.forEach(({ reduce }, m) => {
    reduce.forEach(({ factor }, r) => {
      if (!names.includes(factor))
        refuse(['measures', m, 'reduce', r, 'factor'], REFUSALS['no-such-factor']({ factor, names }));
    });
  });
  const sets = study.measures.map(({ reduce }) => [...new Set(reduce.map(({ factor }) => factor))].sort().join());
  const other = sets.findIndex((set) => set !== sets[0]);
  if (other >= 0) refuse(['measures', other, 'reduce'], REFUSALS['other-factors']());
}

/** Names of the fields at the top of a study. */
export const STUDY_FIELDS: readonly string[] = Object.keys(Fields.shape);

/** A study as a person writes it. */
export const StudySpec = Fields.superRefine(checkNames);
export type StudySpec = z.infer<typeof Fields>;
export type StudySpecInput = z.input<typeof Fields>;
export type FactorSpec = StudySpec['factors'][number];
export type MeasureSpec = StudySpec['measures'][number];
export type ReductionSpec = MeasureSpec['reduce'][number];
export type ValueSpec = MeasureSpec['value'];

/** JSON Schema (draft 2020-12) of a study, with titles, descriptions and defaults. */
export const studySpecJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(Fields, { io: 'input', target: 'draft-2020-12' }) as Record<string, unknown>;
