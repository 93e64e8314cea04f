/**
 * The curvature of the loss on the probe set: exact products with the Hessian (hessian/hessian.ts), in float64, with the
 * statistics of the batch, with the running ones, or both. For each:
 *
 *   lambda1, lambda2, ...  the largest eigenvalues, by Lanczos iteration; `smallest` comes along
 *   ratio11                lambda_1 / lambda_11, how far the largest stand out (LeCun, Bottou, Orr and Mueller 1998, section 8)
 *   trace                  and its standard error, by Hutchinson's estimator (Hutchinson 1990)
 *   density                of all eigenvalues, by stochastic Lanczos quadrature (Ghorbani, Krishnan and Xiao 2019)
 *   concentration          share of the squared gradient that lies in the directions of the largest eigenvalues
 *
 * Small networks get their whole spectrum, and its trace, instead.
 */
import { hasPopulation } from '../../layers/layer.ts';
import { stream } from '../../random.ts';
import type { ProbeOf } from '../../spec/schema.ts';
import { ProbeError, vector, type Measurement, type ProbeArray, type ProbeControl } from '../record.ts';
import type { Subject } from '../subject.ts';
import { GRID_POINTS } from './bounds.ts';
import { fullSpectrum } from './full-spectrum.ts';
import { HessianError } from './hessian-error.ts';
import { openHessian, type Hessian } from './hessian.ts';
import { norm } from './operator.ts';
import { hessianRefusal } from './refusal.ts';
import { spectralDensity, spectralGrid, spectralNodes } from './spectral-density.ts';
import { eigenvalueRatio, gradientConcentration, topEigenvalues } from './top-eigenvalues.ts';
import { hutchinsonTrace } from './trace.ts';

type Probe = ProbeOf<'hessian'>;
/** What a part of the work found, without the statistics before the names. */
type Part = Pick<Measurement, 'numbers' | 'arrays'>;

/** Residual of an eigenvalue, as a share of the largest one, at which it counts as found. */
const TOLERANCE = 1e-6;

/** `subject` is on dual kernels. */
export function probeHessian(subject: Subject, probe: Probe, control: ProbeControl): Measurement {
  const { model, loss, spec } = subject;
  const batch = subject.probeSet(probe.samples);
  // Without population statistics there is only one Hessian.
  const statistics = model.layers.some(hasPopulation) ? probe.statistics : (['batch'] as const);
  const numbers: Record<string, number> = {};
  const arrays: ProbeArray[] = [];
  statistics.forEach((mode, turn) => {
    const refusal = hessianRefusal(spec.model, mode);
    if (refusal !== null) throw new ProbeError(`${refusal}.`);
    const tell: ProbeControl = { progress: (share) => control.progress((turn + share) / statistics.length) };
    const hessian = openHessian({ model, loss, batches: [batch], statistics: mode });
    const found = explained(() => measure(hessian, probe, spec.seed, tell));
    for (const [name, value] of Object.entries(found.numbers)) numbers[`${mode}/${name}`] = value;
    for (const array of found.arrays) {
      const axes = array.axes.map((axis) => (axis === 'grid' ? `${mode}/grid` : axis));
      arrays.push({ ...array, name: `${mode}/${array.name}`, axes });
    }
  });
  return { statistics: [...statistics], samples: batch.samples, numbers, arrays };
}

function measure(hessian: Hessian, probe: Probe, seed: number, control: ProbeControl): Part {
  const loss = hessian.loss();
  const gradient = hessian.gradient();
  const facts = { loss, 'gradient norm': norm(gradient), parameters: hessian.size };
  const { numbers, arrays } =
    hessian.size <= probe.full ? whole(hessian, control) : sampled(hessian, probe, { gradient, seed }, control);
  return { numbers: { ...facts, ...numbers, products: hessian.products }, arrays };
}

function whole(hessian: Hessian, { progress }: ProbeControl): Part {
  const values = follow(fullSpectrum(hessian), progress);
  const trace = values.reduce((a, b) => a + b, 0);
  return {
    numbers: { ...named(values), smallest: values.at(-1)!, trace },
    arrays: [vector('eigenvalues', 'rank', values)],
  };
}

function sampled(
  hessian: Hessian,
  { eigenvalues, iterations, vectors }: Probe,
  { gradient, seed }: { gradient: Float64Array; seed: number },
  { progress }: ProbeControl,
): Part {
  const steps = Math.min(iterations, hessian.size);
  const all = steps + vectors + vectors * steps;
  let before = 0;
  const part = <T>(work: Generator<number, T>, products: number): T => {
    const found = follow(work, (share) => {
      progress((before + share * products) / all);
    });
    before += products;
    return found;
  };
  const random = (name: string) => stream(seed, `probe/hessian/${name}`);
  const options = { count: eigenvalues, tolerance: TOLERANCE, most: steps };
  const top = part(topEigenvalues(hessian, options, random('eigenvalues')), steps);
  const largest = top.largest.map(({ value }) => value);
  const numbers: Record<string, number> = {
    ...named(largest),
    smallest: top.smallest.value,
    converged: top.converged ? 1 : 0,
    residual: Math.max(...top.largest.map(({ residual }) => residual)),
    concentration: gradientConcentration(gradient, top.vectors) ?? NaN,
  };
  const arrays = [
    vector('eigenvalues', 'rank', largest),
    vector(
      'residuals',
      'rank',
      top.largest.map(({ residual }) => residual),
    ),
  ];
  if (vectors > 0) {
    const { trace, standardError } = part(hutchinsonTrace(hessian, vectors, random('trace')), vectors);
    Object.assign(numbers, { trace, 'trace error': standardError });
    const nodes = part(spectralNodes(hessian, { vectors, steps }, random('density')), vectors * steps);
    const grid = spectralGrid(nodes, GRID_POINTS);
    arrays.push(vector('grid', 'point', grid), vector('density', 'grid', spectralDensity(nodes, grid)));
  }
  return { numbers, arrays };
}

/** lambda1 ... of descending eigenvalues, as many as LeCun's ratio needs, and that ratio where there is one. */
function named(values: ArrayLike<number>): Record<string, number> {
  const first = Array.from(values).slice(0, 11);
  const ratio = eigenvalueRatio(values, 11);
  return {
    ...Object.fromEntries(first.map((value, i) => [`lambda${i + 1}`, value])),
    ...(ratio === null ? {} : { ratio11: ratio }),
  };
}

/** Runs work to its end; hears of the share that is done after each piece. */
function follow<T>(work: Generator<number, T>, progress: (share: number) => void): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    progress(value);
  }
}

const explained = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof HessianError) throw new ProbeError(`${error.message}.`);
    throw error;
  }
};
