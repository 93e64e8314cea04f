/** How runs and studies stand, in words. What follows from it, and its signs and colours, is for whoever shows it. */
import type { RunStatus } from '../contract/run-status.ts';
import type { StudyRow } from '../contract/studies.ts';
import { texts } from '../../engine/words/words.ts';

/** How a run stands. */
export const statusWords: Readonly<Record<RunStatus, string>> = texts('status', {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  stopped: 'Stopped',
  diverged: 'Diverged',
  failed: 'Failed',
  interrupted: 'Interrupted',
});

export const STANDINGS = ['new', 'running', 'paused', 'stopped', 'partial', 'done'] as const;
/** `partial`: some runs are there, and nothing is under way. */
export type Standing = (typeof STANDINGS)[number];

/** Where a study stands; runs that are there without it having been started count as begun. */
export function standingOf({ state, progress }: Pick<StudyRow, 'state' | 'progress'>): Standing {
  if (progress.runs > 0 && progress.ended === progress.runs) return 'done';
  if (state === 'paused' || state === 'stopped') return state;
  if (state === 'running' && progress.underWay + progress.queued > 0) return 'running';
  return progress.ended + progress.broken > 0 ? 'partial' : 'new';
}

/** Where a study stands. */
export const standingWords: Readonly<Record<Standing, string>> = texts('standing', {
  new: 'Not started',
  running: 'Running',
  paused: 'Paused',
  stopped: 'Stopped',
  partial: 'Begun',
  done: 'Done',
});
