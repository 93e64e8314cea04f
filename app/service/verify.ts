/** Runs a stored run once more and compares every number: same specification, same seed, same kernels, same bits. */
import { metricOf } from '../../engine/metrics.ts';
import { NORM_FIELDS, type NormEvent, type Summary, type TrainEvent } from '../../engine/events.ts';
import { AppError } from '../errors.ts';
import type { Trainer } from '../executor/trainer.ts';
import type { Store } from '../store/store.ts';
import type { RunDetail, Verification } from '../contract/runs.ts';

type Difference = NonNullable<Verification['difference']>;

/** What the second run said, by name and step. */
interface Again {
  kernels: string;
  step: number;
  series: Map<string, Map<number, number>>;
  norms: Map<string, Map<number, NormEvent>>;
  summary: Summary | null;
}

/**
 * Trains beside whatever else is trained; stores nothing. `progress` hears of the steps done. Throws AppError `conflict`
 * where the run has not ended, its data are gone, or this machine has other kernels than those that it was trained with.
 */
export async function verifyRun(
  store: Store,
  run: RunDetail,
  trainer: Pick<Trainer, 'train'>,
  kernels: string,
  progress: (step: number) => void = () => undefined,
): Promise<Verification> {
  const conflict = (message: string): AppError => new AppError('conflict', `${JSON.stringify(run.name)} ${message}`);
  if (run.status === 'queued' || run.status === 'running' || run.status === 'paused')
    throw conflict(`is ${run.status}; a run is verified once it has ended.`);
  if (run.status === 'failed') throw conflict(`failed, so it has no result to verify: ${run.reason}`);
  if (run.kernels === null) throw conflict('never started, so there is nothing to verify.');
  if (run.kernels !== kernels)
    throw conflict(
      `was trained with the kernels ${run.kernels}; this machine has ${kernels}, whose last bits differ. Verify it where it was trained.`,
    );
  const origin = store.checkpoints.get(run.id, 'origin');
  if (run.parent !== null && origin === undefined) throw conflict('lacks the checkpoint that it began at.');

  const again = await trainAgain(run, trainer, origin?.bytes, progress);
  return compare(store, run, again);
}

async function trainAgain(
  run: RunDetail,
  trainer: Pick<Trainer, 'train'>,
  bytes: Uint8Array | undefined,
  progress: (step: number) => void,
): Promise<Again> {
  const again: Again = { kernels: '', step: 0, series: new Map(), norms: new Map(), summary: null };
  const { spec, dataset } = run;
  const from = bytes === undefined ? {} : { from: { bytes, fork: true, trainingMs: 0 } };
  const handle = trainer.train({ spec: { ...spec, probes: [] }, dataset, ...from }, (events) => {
    for (const event of events) note(again, event);
    progress(again.step);
    // A run that was stopped did not train on.
    if (run.status !== 'completed' && again.step > run.step) handle.stop();
  });
  await handle.ended;
  return again;
}

function note(again: Again, event: TrainEvent): void {
  const at = <T>(map: Map<string, Map<number, T>>, name: string): Map<number, T> => {
    const found = map.get(name) ?? new Map<number, T>();
    map.set(name, found);
    return found;
  };
  switch (event.type) {
    case 'series': {
      const points = at(again.series, event.name);
      event.values.forEach((value, i) => points.set(event.firstStep + i * event.stride, value));
      return;
    }
    case 'norm':
      at(again.norms, event.layer).set(event.step, event);
      return;
    case 'started':
      again.kernels = event.kernels;
      return;
    case 'progress':
      again.step = event.step;
      return;
    case 'finished':
      again.step = event.step;
      again.summary = event.summary;
      return;
    case 'checkpoint':
    case 'probe':
    case 'activity':
      return;
    default:
      event satisfies never;
  }
}

function compare(store: Store, run: RunDetail, again: Again): Verification {
  // A run that ended before its time was evaluated where it ended; a run that goes on is not.
  const whole = run.status === 'completed' || run.status === 'diverged';
  let numbers = 0;
  let difference: Difference | null = null;
  const same = (what: string, step: number | null, stored: number, now: number | undefined): void => {
    numbers++;
    if (difference === null && !Object.is(stored, now)) difference = { what, step, stored, again: now ?? null };
  };
  for (const { name } of run.series) {
    const { steps, values } = store.series.read(run.id, name);
    const points = again.series.get(name);
    const metric = metricOf(name);
    // However a run ended, these are there for each of its updates.
    const everyStep = metric.recorded === 'step' && metric.percentile === null;
    values.forEach((value, i) => {
      const step = steps[i]!;
      if (whole || (step <= run.step && points?.has(step) === true) || everyStep)
        same(name, step, value, points?.get(step));
    });
  }
  for (const { layer } of run.norms)
    for (const field of NORM_FIELDS) {
      const { channels, steps, values } = store.norms.read(run.id, layer, field)!;
      steps.forEach((step, row) => {
        const record = again.norms.get(layer)?.get(step)?.[field];
        for (let c = 0; c < channels; c++)
          same(`${layer} ${field}, channel ${c}`, step, values[row * channels + c]!, record?.[c]);
      });
    }
  if (whole)
    for (const [name, value] of Object.entries(run.summary))
      same(`summary ${name}`, null, value, again.summary?.[name]);
  return { identical: difference === null, numbers, kernels: again.kernels, difference };
}
