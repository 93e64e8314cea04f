/** Checks of a specification that concern several fields at once. What depends on the dataset: plan.ts and the service. */
import type { z } from 'zod';
import { normalizerOf } from './normalized-model.ts';
import { needsTwo } from './normalizers.ts';
import type { RunSpec } from './schema.ts';

/** Adds an issue for everything that does not fit together. */
export function checkTogether(spec: RunSpec, context: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string): void => {
    context.addIssue({ code: 'custom', path, message });
  };
  const { model, training } = spec;
  const norm = model.normalization;
  const normalizer = normalizerOf(model);
  const sized = training.batching.type !== 'full';

  if (sized && training.batchSize === 1 && model.kind === 'mlp' && normalizer !== null && needsTwo(normalizer))
    refuse(
      ['training', 'batchSize'],
      'is 1, but batch normalization needs at least 2 samples in training: with one, every standardized value is 0 ' +
        'and no gradient reaches the layers below. Use 2 or more, or set model.normalization.type to none or layer',
    );
  if (sized && norm.type === 'ghost-batch' && norm.size > training.batchSize)
    refuse(
      ['model', 'normalization', 'size'],
      `is ${norm.size}, but a batch has ${training.batchSize} samples; use ${training.batchSize} or fewer`,
    );
  if ((norm.type === 'fixup' || norm.type === 'skip-init') && model.kind !== 'resnet')
    refuse(
      ['model', 'normalization', 'type'],
      `is ${norm.type}, which is a way to do without normalization in residual networks; set model.kind to resnet, or choose none`,
    );
  if (norm.type === 'fixup' && model.reparameterization.type === 'weight-standardization')
    refuse(
      ['model', 'reparameterization', 'type'],
      'is weight-standardization, which takes away the scaled initial weights that Fixup consists of; ' +
        'choose none, or another model.normalization.type',
    );
  if (norm.type === 'group' && model.kind === 'mlp') {
    const odd = model.hidden.find((units) => units % norm.groups !== 0);
    if (odd !== undefined)
      refuse(
        ['model', 'normalization', 'groups'],
        `is ${norm.groups}, which does not divide the ${odd} units of a hidden layer; choose a divisor of every layer's units`,
      );
  }
  if (norm.type === 'instance' && model.kind === 'mlp')
    refuse(
      ['model', 'normalization', 'type'],
      'is instance, but a unit of a dense layer has one value a sample, which would always be standardized to 0; ' +
        'choose layer or batch, or set model.kind to cnn or resnet',
    );
  if (model.outputActivation !== 'identity' && spec.loss.type !== 'mean-squared-error' && spec.loss.type !== 'huber')
    refuse(
      ['model', 'outputActivation'],
      `is ${model.outputActivation}, but ${spec.loss.type} has a nonlinearity of its own; set it to identity, or loss.type to mean-squared-error`,
    );
  if (spec.optimizer.type === 'sgd' && spec.optimizer.nesterov && spec.optimizer.momentum === 0)
    refuse(['optimizer', 'nesterov'], 'is true, but momentum is 0; set optimizer.momentum, for example to 0.9');
  checkMoments(spec, refuse);
}

/** A probe is taken at steps that there are, and at none of them twice. */
function checkMoments(
  { probes, training }: RunSpec,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  const taken = new Map<string, number>();
  probes.forEach((probe, i) => {
    probe.at.forEach((moment, j) => {
      if (moment !== 'end' && moment > training.steps)
        refuse(
          ['probes', i, 'at', j],
          `is ${moment}, but training.steps is ${training.steps}; use ${training.steps} or less, or "end"`,
        );
      const same = JSON.stringify({ ...probe, at: moment });
      const before = taken.get(same);
      if (before !== undefined)
        refuse(
          ['probes', i, 'at', j],
          `is ${JSON.stringify(moment)}, where ${before === i ? 'this probe is taken already; remove one of the two' : `probes.${before} measures the same; change a step or an option, or remove one of the two`}`,
        );
      else taken.set(same, i);
    });
  });
}
