/** Shows how runs get on: bars on a terminal, a line now and then elsewhere, JSON objects where asked for. */
import { MultiBar } from 'cli-progress';
import { texts } from '../../../engine/words/words.ts';
import { formatMetric, headlineOf, metricHead, metricTitle } from '../../view/metrics.ts';
import { formatProgress } from '../../view/numbers.ts';
import type { RunRow } from '../../contract/runs.ts';
import { hasEnded } from '../../service/workbench.ts';
import { brief, plain } from './output.ts';
import type { Output } from './output.ts';

const t = texts('cli.progress', {
  measuring: ({ what, fraction }: { what: string; fraction: number }) =>
    `measuring ${what} ${formatProgress(fraction)}`,
  running: ({ name, seed }: { name: string; seed: number }) => `Running ${name}, seed ${seed}`,
  at: ({ name, seed, step, steps }: { name: string; seed: number; step: number; steps: number }) =>
    `${name}, seed ${seed}: step ${step} of ${steps}`,
  ended: ({ ended, runs }: { ended: number; runs: number }) => `${ended} of ${runs} runs have ended.`,
  runs: ({ runs }: { runs: number }) => `${runs} runs`,
  label: ({ seed, name }: { seed: number; name: string }) => `seed ${seed}, ${name}`,
  left: ({ seconds }: { seconds: number }) => `${seconds} s`,
});

/** Hears of every change of the runs that were started. */
export interface Progress {
  update(run: RunRow): void;
  end(): void;
}

/** The metric that says most about how a run stands, under its name or a short one. */
const headline = ({ summary }: RunRow, title: (metric: string) => string = metricTitle): string => {
  const metric = headlineOf(summary);
  return metric === null ? '' : plain(`${title(metric).toLowerCase()} ${formatMetric(metric, summary[metric])}`);
};

/** What it is busy with beside training; empty where that is nothing. */
const measuring = ({ activity }: RunRow): string => (activity === null ? '' : plain(t.measuring(activity)));

/** What stands behind a bar. */
export const barWords = (run: RunRow): { headline: string; left: string } =>
  run.activity === null
    ? { headline: headline(run, metricHead), left: remaining(run) }
    : { headline: measuring(run), left: '' };

/** What identifies a run in JSON events. */
const identity = ({ id, name, spec }: RunRow): object => ({ id, name, seed: spec.seed });

/**
 * `{"event":"started"}` once, `{"event":"progress"}` at most once a second, `{"event":"finished"}` at the end, for each
 * run, each with its id.
 */
export function jsonProgress({ json }: Output, now: () => number = Date.now): Progress {
  const told = new Map<string, { at: number; step: number; done: boolean }>();
  return {
    update(run) {
      if (run.status === 'queued') return;
      let state = told.get(run.id);
      if (state === undefined) {
        json({ event: 'started', run: { ...identity(run), steps: run.spec.training.steps, specHash: run.specHash } });
        told.set(run.id, (state = { at: now(), step: 0, done: false }));
      }
      if (state.done) return;
      const { status, reason, step, trainingMs, summary } = run;
      if (hasEnded(status)) {
        json({ event: 'finished', run: { ...identity(run), status, reason, step, trainingMs, summary } });
        state.done = true;
      } else if (step > state.step && now() - state.at >= 1000) {
        json({ event: 'progress', run: { ...identity(run), status, step, steps: run.spec.training.steps, summary } });
        Object.assign(state, { at: now(), step });
      }
    },
    end: () => undefined,
  };
}

/** A line for each run every ten seconds, for logs. */
export function lineProgress({ say }: Output, now: () => number = Date.now): Progress {
  const told = new Map<string, number>();
  return {
    update(run) {
      const last = told.get(run.id);
      if (hasEnded(run.status) || run.status === 'queued' || (last !== undefined && now() - last < 10_000)) return;
      told.set(run.id, now());
      const { step, spec } = run;
      say(
        last === undefined
          ? t.running({ name: brief(run.name, 60), seed: spec.seed })
          : [
              t.at({ name: brief(run.name, 60), seed: spec.seed, step, steps: spec.training.steps }),
              headline(run),
              measuring(run),
            ]
              .filter((words) => words !== '')
              .join(', '),
      );
    },
    end: () => undefined,
  };
}

/** How many runs have ended, every ten seconds, for logs of many runs. */
export function countProgress({ say }: Output, runs: number, now: () => number = Date.now): Progress {
  const ended = new Set<string>();
  let last = now();
  return {
    update({ id, status }) {
      if (hasEnded(status)) ended.add(id);
      if (now() - last < 10_000) return;
      last = now();
      say(t.ended({ ended: ended.size, runs }));
    },
    end: () => undefined,
  };
}

const LONGEST_LABEL = 24;

/** More bars than this would not fit on a screen; then one stands for all runs. */
const MOST_BARS = 8;

/** Bars on standard error: one a run, or one for all. */
export function barProgress(runs: readonly RunRow[]): Progress {
  const bars = new MultiBar({
    // 80 columns hold all of it.
    format: '{name} [{bar}] {value}/{total}  {headline}{left}',
    barsize: 16,
    hideCursor: true,
    clearOnComplete: false,
    stopOnComplete: false,
    fps: 5,
    emptyOnZero: true,
    // The name says which bar it is, even when lines are cut at the edge of the terminal.
    linewrap: false,
  });
  const total = runs.reduce((sum, run) => sum + run.spec.training.steps, 0);
  const all =
    runs.length > MOST_BARS
      ? bars.create(total, 0, { name: t.runs({ runs: runs.length }), headline: '', left: '' })
      : null;
  const latest = new Map(runs.map((run) => [run.id, run]));
  const longest = Math.min(LONGEST_LABEL, Math.max(...runs.map((run) => label(run, runs.length).length)));
  const own = new Map(
    all === null
      ? runs.map((run) => {
          const name = label(run, runs.length).padEnd(longest);
          return [run.id, bars.create(run.spec.training.steps, 0, { name, headline: '', left: '' })] as const;
        })
      : [],
  );
  return {
    update(run) {
      latest.set(run.id, run);
      own.get(run.id)?.update(run.step, barWords(run));
      all?.update([...latest.values()].reduce((sum, { step }) => sum + step, 0));
    },
    end: () => bars.stop(),
  };
}

const label = (run: RunRow, count: number): string =>
  brief(count === 1 ? run.name : t.label({ seed: run.spec.seed, name: run.name }), LONGEST_LABEL);

/** How long it will take at the speed so far. */
function remaining({ step, trainingMs, spec, status }: RunRow): string {
  if (step === 0 || status !== 'running') return hasEnded(status) || status === 'paused' ? `, ${status}` : '';
  const seconds = ((spec.training.steps - step) * trainingMs) / step / 1000;
  return seconds < 1 ? '' : `, ${t.left({ seconds: Math.ceil(seconds) })}`;
}
