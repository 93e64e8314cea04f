/** The figure of the probe of gradients. */
import type { ReportFigure } from '../figures/subject.ts';
import { layerFigure } from './by-layer.ts';
import type { Measured } from './groups.ts';

/** Layers with weights and biases. */
const WEIGHTED = ['dense', 'conv2d'];

export const gradientFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  layerFigure(measured, {
    ...{ id: `${id}-layers`, title: 'Gradients and updates, layer by layer' },
    caption:
      'Norm of the gradient with respect to the weights and bias of each dense layer or convolution, and with respect to what ' +
      'enters each activation; update ratio; effective learning rate, where only the direction of the weights counts; ' +
      'input-independent share.',
    panels: [
      { quantity: 'gradient norm', title: 'Gradient norm: weights', kinds: WEIGHTED },
      { quantity: 'gradient norm', title: 'Gradient norm: pre-activations', kinds: ['activation'] },
      { quantity: 'update ratio', title: 'Update ratio: weights', kinds: WEIGHTED },
      { quantity: 'effective rate', title: 'Effective learning rate' },
      { quantity: 'input-independent share', title: 'Input-independent share', share: true },
    ],
  }),
];
