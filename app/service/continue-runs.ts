/**
 * Going on from checkpoints: a run that ended before its time, or a new run that begins where another one stood. What a
 * checkpoint holds: engine/checkpoint.ts.
 */
import { canonicalJson } from '../../engine/spec/hash.ts';
import { planIssue, planModel } from '../../engine/spec/plan-networks.ts';
import { flatten } from '../../engine/spec/plan.ts';
import type { RunSpec } from '../../engine/spec/schema.ts';
import { AppError } from '../errors.ts';
import type { FieldIssue } from '../contract/errors.ts';
import type { StoredCheckpoint } from '../store/checkpoints.ts';
import type { Store } from '../store/store.ts';
import { prepareRuns, refuse } from './create-runs.ts';
import type { DatasetQuestions } from './create-runs.ts';
import type { DatasetRow } from '../contract/datasets.ts';
import type { ForkInput, RunRow } from '../contract/runs.ts';

/** Puts a run that was interrupted, stopped or failed into the queue again. Throws AppError `conflict` for any other. */
export function requeue({ queue }: Store, run: RunRow, home: string | null): void {
  if (!queue.requeue(run.id, home))
    throw new AppError(
      'conflict',
      `${JSON.stringify(run.name)} is ${run.status}; only a run that was interrupted or stopped, or that failed, can go on. ` +
        'To train longer, fork it with more steps.',
    );
}

/** A new run that begins at the latest checkpoint of `parent`, with whatever `input` changes. Queues it. */
export async function forkRun(
  store: Store,
  parent: RunRow,
  { spec: input }: ForkInput,
  { datasets, home }: { datasets: DatasetQuestions; home: string | null },
): Promise<string> {
  const checkpoint = store.checkpoints.get(parent.id, 'latest');
  if (checkpoint === undefined)
    throw new AppError(
      'conflict',
      `${JSON.stringify(parent.name)} has no checkpoint to begin at: it diverged, has not trained long enough yet, or was ` +
        'recorded by an earlier version. Run it again, or pause it first.',
    );
  const [run] = await prepareRuns({ spec: input }, datasets, home);
  const issues = forkIssues(parent.spec, run!.spec, checkpoint, await datasets.get(run!.dataset.name));
  if (issues.length > 0) throw refuse(issues);
  store.transaction(() => {
    store.runs.add(run!);
    store.checkpoints.fork(run!.id, parent.id, checkpoint);
  });
  return run!.id;
}

/** What a fork may not change: weights go on, so they must fit, and there must be something left to train. */
function forkIssues(before: RunSpec, after: RunSpec, { step }: StoredCheckpoint, dataset: DatasetRow): FieldIssue[] {
  const issues: FieldIssue[] = [];
  // Another split would put samples that the weights were fitted on into the validation part.
  if (after.seed !== before.seed)
    issues.push({
      path: 'seed',
      message: `is ${after.seed}, but the parent has ${before.seed}, which decides the split; keep it, so that validation samples stay unseen`,
    });
  if (canonicalJson(after.data.split) !== canonicalJson(before.data.split))
    issues.push({
      path: 'data.split',
      message: 'is not that of the parent; keep it, so that validation samples stay unseen',
    });
  if (after.training.steps <= step)
    issues.push({
      path: 'training.steps',
      message: `is ${after.training.steps}, but the checkpoint stands at step ${step}; use more`,
    });
  const outputs = dataset.task === 'classification' ? dataset.classes.length : 1;
  // Weights by name, with their number: normalization and its parameters may come and go.
  const weights = ({ model }: RunSpec): Map<string, string> | null =>
    planIssue(model, dataset.shape, outputs) !== null
      ? null
      : new Map(
          flatten(planModel(model, dataset.shape, outputs))
            .filter(({ kind }) => kind === 'dense' || kind === 'conv2d')
            .map(({ name, inputShape, shape }) => [name, `${inputShape.join(' x ')} to ${shape.join(' x ')}`]),
        );
  const [old, now] = [weights(before), weights(after)];
  const other = now === null ? [] : [...now].filter(([name, size]) => old?.get(name) !== size);
  if (other.length > 0) {
    const [name, size] = other[0]!;
    const there = old?.get(name);
    issues.push({
      path: 'model',
      message: `is another network than the one that was trained: ${name} is ${size} here and ${there ?? 'absent'} there; keep the shape of the network`,
    });
  }
  return issues;
}
