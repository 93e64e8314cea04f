/** The figure of the probe of covariate shift: both senses side by side. */
import type { ReportFigure } from '../figures/subject.ts';
import { layerFigure } from './by-layer.ts';
import type { Measured } from './groups.ts';

export const covariateShiftFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  layerFigure(measured, {
    ...{ id: `${id}-layers`, title: 'One update of the layers below' },
    caption:
      'Change of the gradient relative to its length, cosine between the gradient before and after, and drift of the ' +
      'percentiles of the inputs of each activation in units of their deviation.',
    panels: [
      { quantity: 'relative gradient shift', title: 'Relative gradient shift' },
      { quantity: 'gradient cosine', title: 'Gradient cosine' },
      { quantity: 'relative drift', title: 'Relative drift of distributions' },
    ],
  }),
];
