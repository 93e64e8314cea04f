/**
 * What a probe will cost, before it is taken: milliseconds from measured speeds of what its kind says that it amounts to
 * (`work` in the folders beside), and bytes. Pure.
 */
import { PRECISE_BATCHES } from '../evaluate.ts';
import { largestPass, productsOf } from '../spec/arithmetic.ts';
import { flatten, isNormalizer, sizeOf, type LayerPlan } from '../spec/plan.ts';
import type { ProbeOf, ProbeSpec, ProbeType } from '../spec/schema.ts';
import type { ProbedNetwork, ProbeKernels, ProbeWork } from './probe.ts';
import { probeKind } from './registry.ts';
import { sum } from './sum.ts';

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

export interface ProbeCost {
  milliseconds: number;
  /** In the database. */
  bytes: number;
}

/**
 * Milliseconds for a million of each; least squares over probes of networks of several sizes on the 2-core machine that
 * this was written on. A product is a multiplication and an addition; values are those that layers put out.
 */
const COST: Record<ProbeKernels, { product: number; value: number }> &
  Record<'copied' | 'sorted' | 'touched' | 'orthogonal' | 'inner' | 'eigenvalues' | 'eigenvectors', number> = {
  fast: { product: 0.027, value: 1.5 },
  exact: { product: 2.1, value: 88 },
  dual: { product: 1.2, value: 37 },
  ...{ copied: 23, sorted: 60, touched: 12, orthogonal: 4, inner: 1.5, eigenvalues: 1, eigenvectors: 13 },
};
const OTHER = ['sorted', 'touched', 'orthogonal', 'inner', 'eigenvalues', 'eigenvectors'] as const;
/** Milliseconds of every probe, whatever its size. */
const BEGIN = 3;

const NONE: ProbeWork = {
  ...{ forward: 0, backward: 0, copies: 1, sorted: 0, touched: 0 },
  ...{ orthogonal: 0, inner: 0, eigenvalues: 0, eigenvectors: 0 },
};

/** What taking `probe` at one moment takes. */
export function probeCost<T extends ProbeType>(probe: ProbeOf<T> & ProbeSpec, run: ProbedRun): ProbeCost {
  const kind = probeKind<T>(probe.type as T);
  const work = probeWork<T>(probe, run);
  const network = lookedAt(probe, run);
  const { layers } = network;
  // A backward pass has two products for each of the forward pass.
  const products = (work.forward + 3 * work.backward) * sum(layers.map(productsOf));
  const values = (work.forward + 2 * work.backward) * sum(layers.map(({ shape }) => sizeOf(shape)));
  const { product, value } = COST[kind.kernels];
  const millions =
    products * product +
    values * value +
    work.copies * run.samples * run.columns * COST.copied +
    sum(OTHER.map((part) => work[part] * COST[part]));
  // Arrays are float64, samples int32, and numbers with their names some 250 bytes a layer.
  const { numbers, samples } = kind.stores(probe, network);
  const bytes = Math.round(numbers * 8 + samples * 4 + 250 * layers.length + 500);
  return { milliseconds: BEGIN + millions / 1e6, bytes };
}

/** What taking `probe` at one moment amounts to. */
export const probeWork = <T extends ProbeType>(probe: ProbeOf<T> & ProbeSpec, run: ProbedRun): ProbeWork => ({
  ...NONE,
  ...probeKind<T>(probe.type as T).work(probe, lookedAt(probe, run)),
});

function lookedAt(probe: ProbeSpec, { plans, train, validation, batch, columns }: ProbedRun): ProbedNetwork {
  const layers = flatten(plans);
  const most = largestPass([{ shape: [columns] }, ...layers]);
  return {
    ...{ layers, train, validation, batch, columns },
    activations: layers.filter(({ kind }) => kind === 'activation'),
    normalizers: layers.filter(isNormalizer),
    weighted: layers.filter((layer) => productsOf(layer) > 0).length,
    parameters: sum(layers.map((layer) => layer.parameters)),
    set: 'samples' in probe ? Math.min(probe.samples, train, most) : batch,
    population: Math.min(train, PRECISE_BATCHES * batch),
  };
}
