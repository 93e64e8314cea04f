/**
 * What a probe will cost, before it is taken: passes through the network and other work, counted from its options, then
 * milliseconds from measured speeds. Pure. What it does instead of what it costs: run-probe.ts and the files beside it.
 */
import { isNormalizer, largestPass, productsOf } from '../spec/arithmetic.ts';
import { channelsOf, flatten, sizeOf, type LayerPlan } from '../spec/plan.ts';
import type { ProbeOf, ProbeSpec } from '../spec/schema.ts';

/** What the probe looks at. */
export interface ProbedRun {
  /** As planModel gives them. */
  plans: readonly LayerPlan[];
  /** Samples of the dataset, of two of its splits, and of one update. */
  samples: number;
  train: number;
  validation: number;
  batch: number;
  /** Numbers in one sample. */
  columns: number;
}

/** Kernel sets by what they cost: float32 with SIMD, float64 loops, float64 with derivatives along. */
type Speed = 'fast' | 'exact' | 'dual';

/** What taking a probe once amounts to. */
export interface ProbeWork {
  speed: Speed;
  /** Samples that go through the network forward only. */
  forward: number;
  /** Samples that go forward and backward. */
  backward: number;
  /** Copies of the run that are built; each splits and scales the dataset. */
  copies: number;
  /** Numbers that are sorted. */
  sorted: number;
  /** Numbers that are read or written one by one outside the kernels. */
  touched: number;
  /** Numbers of long vectors that are gone through to make one orthogonal to others. */
  orthogonal: number;
  /** Multiplications for matrices of inner products. */
  inner: number;
  /** Sum of n^3 over the n x n matrices whose eigenvalues are computed, by whether vectors are too. */
  eigenvalues: number;
  eigenvectors: number;
}

export interface ProbeCost {
  milliseconds: number;
  /** In the database. */
  bytes: number;
}

/**
 * Milliseconds for a million of each; least squares over probes of networks of several sizes on the 2-core machine that
 * this was written on. A product is a multiplication and an addition; values are those that layers put out.
 */
const COST: Record<Speed, { product: number; value: number }> &
  Record<'copied' | 'sorted' | 'touched' | 'orthogonal' | 'inner' | 'eigenvalues' | 'eigenvectors', number> = {
  fast: { product: 0.027, value: 1.5 },
  exact: { product: 2.1, value: 88 },
  dual: { product: 1.2, value: 37 },
  ...{ copied: 23, sorted: 60, touched: 12, orthogonal: 4, inner: 1.5, eigenvalues: 1, eigenvectors: 13 },
};
const OTHER = ['sorted', 'touched', 'orthogonal', 'inner', 'eigenvalues', 'eigenvectors'] as const;
/** Milliseconds of every probe, whatever its size. */
const BEGIN = 3;

/** Most samples whose outputs the probe of activations compares. */
const RANKED = 256;
/** Most batches that population statistics are averaged over (evaluate.ts). */
const PRECISE_BATCHES = 200;
/** Samples of the validation split that the probe of identity looks at. */
const UNSEEN = 1000;
/** Numbers in the histogram of one activation, and in the spectral density. */
const HISTOGRAM = 121;
const DENSITY = 2000;

/** What taking `probe` at one moment takes. */
export function probeCost(probe: ProbeSpec, run: ProbedRun): ProbeCost {
  const layers = flatten(run.plans);
  const work = probeWork(probe, run);
  const { speed, forward, backward } = work;
  // A backward pass has two products for each of the forward pass.
  const products = (forward + 3 * backward) * sum(layers.map(productsOf));
  const values = (forward + 2 * backward) * sum(layers.map(({ shape }) => sizeOf(shape)));
  const { product, value } = COST[speed];
  const millions =
    products * product +
    values * value +
    work.copies * run.samples * run.columns * COST.copied +
    sum(OTHER.map((kind) => work[kind] * COST[kind]));
  return { milliseconds: BEGIN + millions / 1e6, bytes: probeBytes(probe, run, layers) };
}

/** What taking `probe` at one moment amounts to. */
export function probeWork(probe: ProbeSpec, run: ProbedRun): ProbeWork {
  const layers = flatten(run.plans);
  const { train, validation, batch } = run;
  const parameters = sum(layers.map((layer) => layer.parameters));
  const weighted = layers.filter((layer) => productsOf(layer) > 0).length;
  const activations = layers.filter(({ kind }) => kind === 'activation');
  const normalizers = layers.filter(isNormalizer).length;
  const activated = sum(activations.map(({ shape }) => sizeOf(shape)));
  const set = probeSet(probe, run, layers);
  const population = Math.min(train, PRECISE_BATCHES * batch);
  const work: ProbeWork = {
    speed: 'fast',
    forward: 0,
    backward: 0,
    copies: 1,
    sorted: 0,
    touched: 0,
    orthogonal: 0,
    inner: 0,
    eigenvalues: 0,
    eigenvectors: 0,
  };
  switch (probe.type) {
    case 'activations': {
      const ranked = activations.map(({ shape }) => [Math.min(set, RANKED), sizeOf(shape)].sort((a, b) => a - b));
      return {
        ...{ ...work, forward: set, sorted: set * activated },
        inner: sum(ranked.map(([n = 0, along = 0]) => (n * n * along) / 2)),
        eigenvectors: sum(ranked.map(([n = 0]) => n ** 3)),
      };
    }
    case 'gradients':
      return { ...work, backward: batch, touched: 10 * parameters };
    case 'landscape': {
      const places = probe.grid ** 2;
      const written = (places + 2 * probe.points) * parameters;
      return { ...work, forward: places * set, backward: (probe.points + 1) * batch, touched: written };
    }
    case 'covariate-shift':
      return {
        ...{ ...work, forward: 2 * set, backward: (1 + weighted) * batch },
        ...{ sorted: 2 * set * activated, touched: 8 * parameters },
      };
    case 'normalization':
      return { ...work, forward: population + 3 * validation };
    case 'identity': {
      const unseen = Math.min(UNSEEN, validation);
      return { ...work, speed: 'exact', forward: (normalizers + 4) * set + 2 * unseen };
    }
    case 'scale-invariance': {
      const scaled = Math.max(1, weighted - 1);
      const passes = 2 * (1 + scaled * probe.factors.length);
      return { ...work, speed: 'exact', copies: 2, backward: passes * set, touched: passes * 4 * parameters };
    }
    case 'recalibration': {
      const shifted = probe.factor === 1 && probe.offset === 0 ? 0 : (train + validation) * run.columns;
      return { ...work, forward: population * probe.share + 4 * validation, touched: shifted };
    }
    case 'hessian':
      return { ...work, speed: 'dual', ...hessianWork(probe, parameters, set, normalizers > 0) };
    default:
      return probe satisfies never;
  }
}

function hessianWork(
  { statistics, full, iterations, vectors }: ProbeOf<'hessian'>,
  parameters: number,
  set: number,
  normalized: boolean,
): Pick<ProbeWork, 'backward' | 'touched' | 'orthogonal' | 'eigenvalues'> {
  const modes = normalized ? statistics.length : 1;
  const whole = parameters <= full;
  const steps = Math.min(iterations, parameters);
  const products = whole ? parameters : steps + vectors * (1 + steps);
  // Each new vector of a Krylov space is made orthogonal to those before, twice.
  const orthogonal = whole ? 0 : (1 + vectors) * 2 * steps ** 2 * parameters;
  return {
    // Loss and gradient, then the products.
    backward: modes * (2 + products) * set,
    touched: modes * 4 * products * parameters,
    orthogonal: modes * orthogonal,
    eigenvalues: modes * (whole ? parameters ** 3 : 0),
  };
}

/** Arrays are float64, samples int32, and numbers with their names some 250 bytes a layer. */
function probeBytes(probe: ProbeSpec, run: ProbedRun, layers: readonly LayerPlan[]): number {
  const { validation, batch } = run;
  const parameters = sum(layers.map((layer) => layer.parameters));
  const channels = (chosen: readonly LayerPlan[]): number => sum(chosen.map(({ shape }) => channelsOf(shape)));
  const activations = layers.filter(({ kind }) => kind === 'activation');
  const normalizers = layers.filter(isNormalizer);
  const set = probeSet(probe, run, layers);
  const stored = (numbers: number, samples: number): number =>
    Math.round(numbers * 8 + samples * 4 + 250 * layers.length + 500);
  switch (probe.type) {
    case 'activations':
      return stored(HISTOGRAM * activations.length + 2 * channels(activations), set);
    case 'gradients':
      return stored(activations.length, batch);
    case 'landscape':
      return stored(probe.grid ** 2 + 2 * probe.grid + 4 * probe.points + set, batch);
    case 'covariate-shift':
      return stored(6 * channels(activations) + set, batch);
    case 'normalization':
      return stored(9 * channels(normalizers), validation);
    case 'identity':
      return stored(0, 2 * set);
    case 'scale-invariance':
      return stored(2 * channels(normalizers) + 6 * normalizers.length * probe.factors.length, set);
    case 'recalibration':
      return stored(2 * channels(normalizers), validation);
    case 'hessian': {
      const whole = parameters <= probe.full;
      const found = whole ? parameters : 2 * probe.eigenvalues + (probe.vectors > 0 ? DENSITY : 0);
      return stored(probe.statistics.length * found, set);
    }
    default:
      return probe satisfies never;
  }
}

/** Samples that the probe gets of those that it asks for; without any, those of an update. */
const probeSet = (probe: ProbeSpec, { train, batch, columns }: ProbedRun, layers: readonly LayerPlan[]): number =>
  'samples' in probe ? Math.min(probe.samples, train, largestPass([{ shape: [columns] }, ...layers])) : batch;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
