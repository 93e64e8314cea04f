/** Figures of the probe of the landscape: along the gradient, and the slice in two random directions. */
import { formatNumber } from '../../../view/numbers.ts';
import { runLegend } from '../figures/curves.ts';
import type { ReportFigure } from '../figures/subject.ts';
import { drawFigure } from '../svg/figure.ts';
import { LEVELS, opacityOf, strengthOf } from '../svg/cells.ts';
import { styleAt } from '../../../view/styles.ts';
import type { Mark } from '../svg/panel.ts';
import { extent, linearScale, scaleFor } from '../svg/scale.ts';
import { row, runLabel, table } from '../table.ts';
import { panelTitle } from './activations.ts';
import type { Measured } from './groups.ts';

export const landscapeFigures = (measured: readonly Measured[], id: string): (ReportFigure | null)[] => [
  walkFigure(measured, `${id}-walk`),
  sliceFigure(measured, `${id}-slice`),
];

const WALKS = [
  { name: 'losses', title: 'Loss' },
  { name: 'gradient changes', title: 'Change of the gradient' },
] as const;

function walkFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const found = measured.flatMap((one) => {
    const multiples = one.array('multiples');
    return multiples === undefined
      ? []
      : [{ one, x: multiples.data, y: WALKS.map(({ name }) => one.array(name)!.data) }];
  });
  if (found.length === 0) return null;
  const range = extent(found.map(({ x }) => x))!;
  const x = { scale: linearScale(range, 5, true), title: 'Multiple of the gradient' };
  const drawn = drawFigure({
    ...{ id, title: 'Along the gradient', columns: 2, plotHeight: 180 },
    description: 'Loss and change of the gradient after a step along the gradient, over the length of the step.',
    legend: runLegend(found.map(({ one }) => one.subject)),
    panels: WALKS.map(({ title }, i) => ({
      ...{ title, x },
      y: { scale: scaleFor(found.map(({ y }) => y[i]!)) },
      marks: found.map(({ one, ...points }): Mark => ({
        ...{ kind: 'line', x: points.x, y: points.y[i]!, style: one.subject.style, look: 'main' },
      })),
    })),
  });
  const steps = [...new Set(found.flatMap((points) => [...points.x]))].sort((a, b) => a - b);
  const rows = WALKS.flatMap(({ title }, i) =>
    steps.map((a) =>
      row(
        `${title} at ${formatNumber(a)}`,
        found.map((points) => {
          const at = points.x.indexOf(a);
          return at < 0 ? '–' : formatNumber(points.y[i]![at]!);
        }),
      ),
    ),
  );
  return {
    ...{ svg: drawn.svg, drawn: drawn.drawn, total: drawn.total },
    caption:
      'Loss on the mini-batch after a step against its gradient, and how far the gradient there is from that at the start.',
    table: {
      rows: 'channel',
      markup: table(
        'Along the gradient',
        'Quantity and multiple',
        found.map(({ one }) => runLabel(one.subject)),
        rows,
      ),
    },
  };
}

/** A panel a run, all with the same strengths. */
function sliceFigure(measured: readonly Measured[], id: string): ReportFigure | null {
  const found = measured.flatMap((one) => {
    const [plane, offsets] = [one.array('plane'), one.array('offsets')];
    return plane === undefined || offsets === undefined ? [] : [{ one, plane, offsets: offsets.data }];
  });
  const strength = strengthOf(found.map(({ plane }) => plane.data));
  if (strength === null) return null;
  const style = styleAt(0);
  const level = (i: number): string => Number(strength.edges[i]!.toPrecision(2)).toString();
  const drawn = drawFigure({
    ...{ id, title: 'A slice in two random directions', columns: 3, plotHeight: 171 },
    description: 'Loss around each network, in two random directions; the network is in the middle.',
    legend: Array.from({ length: LEVELS }, (_, i) => ({
      ...{ label: `${level(i)} to ${level(i + 1)}`, style, look: 'band', opacity: opacityOf(i) },
    })),
    panels: found.map(({ one: { subject, record }, plane, offsets }, index) => {
      const scale = linearScale({ low: offsets[0]!, high: offsets.at(-1)! }, 4, true);
      return {
        title: panelTitle(subject.label, found.length === 1 ? record.step : null),
        x: { scale, title: 'Second direction' },
        y: { scale, ...(index % 3 === 0 ? { title: 'First direction' } : {}) },
        marks: [
          { kind: 'cells', shape: [plane.shape[0]!, plane.shape[1]!], values: plane.data, strength, style },
          { kind: 'dots', x: [0], y: [0], style: styleAt(1) },
        ],
      };
    }),
  });
  const spread = (data: Float64Array): { low: number; high: number } => extent([data]) ?? { low: NaN, high: NaN };
  const middle = ({ plane }: (typeof found)[number]): number => plane.data[(plane.data.length - 1) / 2]!;
  const rows = [
    row(
      'Loss of the network itself',
      found.map((one) => formatNumber(middle(one))),
    ),
    row(
      'Smallest loss',
      found.map(({ plane }) => formatNumber(spread(plane.data).low)),
    ),
    row(
      'Largest finite loss',
      found.map(({ plane }) => formatNumber(spread(plane.data).high)),
    ),
  ];
  return {
    ...{ svg: drawn.svg, drawn: 0, total: 0 },
    caption:
      `Loss on the probe set around ${found.length === 1 ? 'the network (the dot in the middle)' : 'each network (the dot in the middle), all in the same levels'}. ` +
      'Offsets are multiples of the weights: at 1 the ' +
      'change of a unit is as long as its weights.',
    table: {
      rows: 'channel',
      markup: table(
        'The slice',
        'Quantity',
        found.map(({ one }) => runLabel(one.subject)),
        rows,
      ),
    },
  };
}
