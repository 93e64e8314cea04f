/** Refusals of specifications whose fields do not fit together (together.ts, plan-builder.ts, plan-networks.ts). */
import { messages } from '../words/words.ts';

const shaped = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

export const TOGETHER = messages('spec.together', {
  'one-sample':
    'is 1, but batch normalization needs at least 2 samples in training: with one, every standardized value is 0 ' +
    'and no gradient reaches the layers below. Use 2 or more, or set model.normalization.type to none or layer',
  'ghost-larger-than-batch': ({ size, batch }: { size: number; batch: number }) =>
    `is ${size}, but a batch has ${batch} samples; use ${batch} or fewer`,
  'residual-only': ({ type }: { type: string }) =>
    `is ${type}, which is a way to do without normalization in residual networks; set model.kind to resnet, or choose none`,
  'fixup-standardized':
    'is weight-standardization, which takes away the scaled initial weights that Fixup consists of; ' +
    'choose none, or another model.normalization.type',
  'groups-of-units': ({ groups, units }: { groups: number; units: number }) =>
    `is ${groups}, which does not divide the ${units} units of a hidden layer; choose a divisor of every layer's units`,
  'instance-of-units':
    'is instance, but a unit of a dense layer has one value a sample, which would always be standardized to 0; ' +
    'choose layer or batch, or set model.kind to cnn or resnet',
  'two-nonlinearities': ({ activation, loss }: { activation: string; loss: string }) =>
    `is ${activation}, but ${loss} has a nonlinearity of its own; set it to identity, or loss.type to mean-squared-error`,
  'nesterov-without-momentum': 'is true, but momentum is 0; set optimizer.momentum, for example to 0.9',
  'probe-too-late': ({ step, steps }: { step: number; steps: number }) =>
    `is ${step}, but training.steps is ${steps}; use ${steps} or less, or "end"`,
  'probe-twice': ({ moment }: { moment: string }) =>
    `is ${moment}, where this probe is taken already; remove one of the two`,
  'probe-as-another': ({ moment, other }: { moment: string; other: number }) =>
    `is ${moment}, where probes.${other} measures the same; change a step or an option, or remove one of the two`,
});

export const PLANS = messages('spec.plan', {
  'kernel-too-large': ({ kernel, height, width }: { kernel: number; height: number; width: number }) =>
    `asks for a kernel of ${kernel} x ${kernel}, but only ${height} x ${width} positions are left there; ` +
    'use a smaller kernel, more padding, or fewer layers that shrink the image',
  'groups-of-channels': ({ groups, channels }: { groups: number; channels: number }) =>
    `is ${groups}, which does not divide the ${channels} channels of a layer; choose a divisor of every layer's channels`,
  'instance-of-one-position':
    'is instance, but a layer has one value for each channel of a sample, which would always be standardized to 0; ' +
    'choose group, layer or batch',
  'window-too-large': ({ size, height, width }: { size: number; height: number; width: number }) =>
    `asks for windows of ${size} x ${size}, but only ${height} x ${width} positions are left there; use smaller windows or fewer`,
  'needs-images': ({ who, shape }: { who: keyof typeof NEEDS_IMAGES; shape: readonly number[] }) =>
    `does not fit the data: ${NEEDS_IMAGES[who]} needs images, but a sample has the shape ${shaped(shape)} there; ` +
    'choose a dataset of images, or model.kind mlp',
  'one-weight':
    'is weight-standardization, but the units of a layer have one weight each, which would always be standardized to 0; ' +
    'choose none or weight-norm',
  'biases-and-layers': ({ numbers, layers }: { numbers: number; layers: number }) =>
    `has ${numbers} numbers, but there are ${layers} hidden layers; give one number for all, or one for each`,
  'even-kernel': ({ kernel }: { kernel: number }) =>
    `is ${kernel}; images keep their size only under kernels of odd size, such as 3`,
  'shortcut-of-other-shape': ({
    shortcut,
    branch,
    other,
  }: {
    shortcut: string;
    branch: readonly number[];
    other: readonly number[];
  }) =>
    `is ${shortcut}, but the branch gives ${shaped(branch)} and the shortcut ${shaped(other)}; ` +
    (shortcut === 'identity'
      ? 'set it to projection, or keep the shape inside the branch'
      : 'change the strides inside the branch'),
});

/** What needs images, in the middle of a sentence. */
const NEEDS_IMAGES = {
  convolution: 'a convolution',
  pooling: 'pooling',
  'global-average-pooling': 'global average pooling',
};

export type NeedsImages = keyof typeof NEEDS_IMAGES;
