/**
 * What normalization has become in the course of training.
 *
 * Of every layer with statistics over batches: the gap between its running statistics and those of the population (z and
 * log variance ratio: population-gap.ts), the statistics themselves, and a `warning`: 1 where the median z is above 0.1, 2
 * above 0.3. (Measured on networks of three layers on handwritten digits: accuracy 0.93 at z = 0.04, 0.91 at 0.16, 0.75 at
 * 0.40, 0.23 at 1.15.)
 *
 * Of every normalizer with gamma or beta: how these are spread; `gamma off`, the share of |gamma| below 0.01, whose
 * features are as good as switched off (compare Frankle, Schwab and Morcos 2021, arXiv 2003.00152); `active`, Phi(beta / |gamma|), and its mean
 * distance from 1/2 (promised-shares.ts).
 *
 * Of the whole network: loss and accuracy on the validation split with running, batch and population statistics.
 */
import { hasPopulation, type Layer } from '../../layers/layer.ts';
import { channelsOf, isNormalizer, type NormalizationPlan } from '../../spec/plan.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { gapBetween, populationMoments, runningMoments } from '../population-gap.ts';
import { learnedAffine, promisedShares } from '../promised-shares.ts';
import { ProbeError, vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import { scoreNumbers } from '../score-numbers.ts';
import { meanOf, PERCENTS, shareOf, spreadOf } from '../spread.ts';
import type { Subject } from '../subject.ts';
import { GAP_LEVELS } from './gap-levels.ts';

/** A gamma below this passes nothing. */
const OFF = 0.01;

interface Facts {
  numbers: Record<string, number>;
  arrays: ProbeArray[];
}

/** Looks at every normalizer of the network. */
export function probeNormalization(
  subject: Subject,
  _: ProbeOf<'normalization'>,
  { progress }: ProbeControl,
): Measurement {
  const { model, plans, data } = subject;
  const normalizers = model.layers.flatMap((layer, i) => {
    const plan = plans[i]!;
    return isNormalizer(plan) ? [{ layer, plan }] : [];
  });
  if (normalizers.length === 0)
    throw new ProbeError(
      'The network has no normalization layer to look at. Set model.normalization.type to batch or another normalizer.',
    );
  progress(0);
  subject.computePrecise();
  progress(0.5);
  const numbers: Record<string, number> = {};
  const arrays: ProbeArray[] = [];
  for (const { layer, plan } of normalizers)
    for (const facts of [gap(layer, plan), affine(layer, plan)]) {
      for (const [name, value] of Object.entries(facts.numbers)) numbers[`${plan.name}/${name}`] = value;
      arrays.push(...facts.arrays.map((array) => ({ ...array, name: `${plan.name}/${array.name}` })));
    }
  const statistics = ['running', 'batch', 'precise'] as const;
  statistics.forEach((mode, i) => {
    progress(0.6 + 0.1 * i);
    Object.assign(numbers, scoreNumbers(mode, subject.score(mode)));
  });
  return {
    statistics: [...statistics],
    samples: { part: 'validation', rows: data.parts.validation.rows },
    numbers,
    arrays,
  };
}

function gap(layer: Layer, plan: NormalizationPlan): Facts {
  if (!hasPopulation(layer)) return { numbers: {}, arrays: [] };
  const [running, population] = [runningMoments(layer), populationMoments(layer)];
  const { numbers, arrays } = gapBetween(running, population, plan);
  const median = numbers['median z']!;
  return {
    numbers: {
      ...numbers,
      // A gap that is no number is the worst of all.
      warning: GAP_LEVELS.filter((level) => !(median <= level)).length,
      'skipped batches': layer.skippedBatches,
    },
    arrays: [
      ...arrays,
      vector('running mean', 'channel', running.mean),
      vector('running variance', 'channel', running.variance),
      vector('population mean', 'channel', population.mean),
      vector('population variance', 'channel', population.variance),
    ],
  };
}

function affine(layer: Layer, plan: NormalizationPlan): Facts {
  const numbers: Record<string, number> = {};
  const arrays: ProbeArray[] = [];
  const learned = learnedAffine(layer);
  const axis = (values: Float64Array): string => (values.length === channelsOf(plan.shape) ? 'channel' : 'element');
  for (const name of ['gamma', 'beta'] as const) {
    const values = learned[name];
    if (values === null) continue;
    const spread = spreadOf(values);
    numbers[`${name} mean`] = spread.mean;
    numbers[`${name} deviation`] = spread.deviation;
    PERCENTS.forEach((percent, i) => (numbers[`${name} p${percent}`] = spread.percentiles[i]!));
    arrays.push(vector(name, axis(values), values));
  }
  if (learned.gamma !== null) numbers['gamma off'] = shareOf(learned.gamma, (gamma) => Math.abs(gamma) < OFF);
  const active = promisedShares(layer, plan);
  if (active !== null) {
    numbers['centring'] = meanOf(active.map((p) => Math.abs(p - 0.5)));
    arrays.push(vector('active', axis(active), active));
  }
  return { numbers, arrays };
}
