/** The network of a run as it was at its latest checkpoint. */
import { decodeCheckpoint } from '../../engine/checkpoint.ts';
import type { DatasetInfo } from '../../engine/data/dataset.ts';
import { buildNetwork, type Network } from '../../engine/export/network.ts';
import { createReferenceKernels } from '../../engine/kernels/reference.ts';
import { planModel } from '../../engine/spec/plan-networks.ts';
import { AppError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { RunDetail } from '../contract/runs.ts';

/** The network, on reference kernels, and after how many updates it is so. Throws AppError where there is no checkpoint. */
export function trainedNetwork(store: Store, run: RunDetail, info: DatasetInfo): { network: Network; step: number } {
  const stored = store.checkpoints.get(run.id, 'latest');
  if (stored === undefined)
    throw new AppError(
      'conflict',
      `${JSON.stringify(run.name)} has no checkpoint, so there are no weights: it diverged, has not trained long enough yet, ` +
        'or was recorded by an earlier version. Run it again.',
    );
  const { numbers, step } = decodeCheckpoint(stored.bytes);
  const outputs = info.task === 'regression' ? 1 : info.classes.length;
  const plans = planModel(run.spec.model, info.shape, outputs);
  // Names in a checkpoint say first what it is that has the name.
  const own = [...numbers].flatMap(([name, list]) =>
    /^(parameter|state)\//.test(name) ? [[name.slice(name.indexOf('/') + 1), list] as const] : [],
  );
  return { network: buildNetwork(createReferenceKernels(), run.spec.model, plans, new Map(own)), step };
}
