/** Checks of a specification that concern several fields at once. What depends on the dataset: plan.ts and the service. */
import type { z } from 'zod';
import type { Message } from '../words/words.ts';
import { normalizerOf } from './normalized-model.ts';
import { needsTwo } from './normalizers.ts';
import { refuseField } from './schema/field.ts';
import type { RunFields } from './schema/run.ts';
import { TOGETHER } from './together-words.ts';

type Refuse = (path: (string | number)[], said: Message) => void;

/** Adds an issue for everything that does not fit together. */
export function checkTogether(spec: RunFields, context: z.core.$RefinementCtx): void {
  const refuse: Refuse = (path, said) => refuseField(context, path, said);
  const { model, training } = spec;
  const norm = model.normalization;
  const normalizer = normalizerOf(model);
  const sized = training.batching.type !== 'full';

  if (sized && training.batchSize === 1 && model.kind === 'mlp' && normalizer !== null && needsTwo(normalizer))
    refuse(['training', 'batchSize'], TOGETHER['one-sample']());
  if (sized && norm.type === 'ghost-batch' && norm.size > training.batchSize)
    refuse(
      ['model', 'normalization', 'size'],
      TOGETHER['ghost-larger-than-batch']({ size: norm.size, batch: training.batchSize }),
    );
  if ((norm.type === 'fixup' || norm.type === 'skip-init') && model.kind !== 'resnet')
    refuse(['model', 'normalization', 'type'], TOGETHER['residual-only']({ type: norm.type }));
  if (norm.type === 'fixup' && model.reparameterization.type === 'weight-standardization')
    refuse(['model', 'reparameterization', 'type'], TOGETHER['fixup-standardized']());
  if (norm.type === 'group' && model.kind === 'mlp') {
    const odd = model.hidden.find((units) => units % norm.groups !== 0);
    if (odd !== undefined)
      refuse(['model', 'normalization', 'groups'], TOGETHER['groups-of-units']({ groups: norm.groups, units: odd }));
  }
  if (norm.type === 'instance' && model.kind === 'mlp')
    refuse(['model', 'normalization', 'type'], TOGETHER['instance-of-units']());
  if (model.outputActivation !== 'identity' && spec.loss.type !== 'mean-squared-error' && spec.loss.type !== 'huber')
    refuse(
      ['model', 'outputActivation'],
      TOGETHER['two-nonlinearities']({ activation: model.outputActivation, loss: spec.loss.type }),
    );
  if (spec.optimizer.type === 'sgd' && spec.optimizer.nesterov && spec.optimizer.momentum === 0)
    refuse(['optimizer', 'nesterov'], TOGETHER['nesterov-without-momentum']());
  checkMoments(spec, refuse);
}

/** A probe is taken at steps that there are, and at none of them twice. */
function checkMoments({ probes, training }: RunFields, refuse: Refuse): void {
  const taken = new Map<string, number>();
  probes.forEach((probe, i) => {
    probe.at.forEach((moment, j) => {
      if (moment !== 'end' && moment > training.steps)
        refuse(['probes', i, 'at', j], TOGETHER['probe-too-late']({ step: moment, steps: training.steps }));
      const same = JSON.stringify({ ...probe, at: moment });
      const before = taken.get(same);
      if (before !== undefined)
        refuse(
          ['probes', i, 'at', j],
          before === i
            ? TOGETHER['probe-twice']({ moment: JSON.stringify(moment) })
            : TOGETHER['probe-as-another']({ moment: JSON.stringify(moment), other: before }),
        );
      else taken.set(same, i);
    });
  });
}
