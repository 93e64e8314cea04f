/**
 * The train/eval gap of batch normalization: the same weights evaluated with the running statistics that a deployed
 * network uses, and with the statistics of the evaluated batch. Where the two part, the running statistics are off.
 */
import { formatNumber, formatShare } from '../../../view/numbers.ts';
import { drawFigure } from '../svg/figure.ts';
import type { LegendEntry } from '../svg/figure.ts';
import { styleAt } from '../../../view/styles.ts';
import type { Mark } from '../svg/panel.ts';
import { linearScale, extent } from '../svg/scale.ts';
import type { SeriesPoints } from '../../../contract/series.ts';
import { inAxisUnit, metricScale, runLegend, stepScale } from './curves.ts';
import type { NumberColumn, ReportFigure, Subject } from './subject.ts';

/** running minus batch at the steps that both have. */
export function difference(running: SeriesPoints, batch: SeriesPoints): SeriesPoints {
  const steps: number[] = [];
  const values: number[] = [];
  let other = 0;
  running.steps.forEach((step, index) => {
    while (other < batch.steps.length && batch.steps[other]! < step) other++;
    if (batch.steps[other] !== step) return;
    steps.push(step);
    values.push(running.values[index]! - batch.values[other]!);
  });
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}

/** The figure for the runs with batch normalization that were evaluated both ways; null where there is none. */
export function gapFigure(all: readonly Subject[]): ReportFigure | null {
  const subjects = all.filter(
    ({ run, series }) => 'momentum' in run.spec.model.normalization && series('validation.loss.batch').steps.length > 0,
  );
  if (subjects.length === 0) return null;
  const accurate = subjects.every(({ series }) => series('validation.accuracy.batch').steps.length > 0);
  const metric = accurate ? 'validation.accuracy' : 'validation.loss';
  const points = subjects.map(({ series, label, style }) => {
    const [running, batch] = [series(metric), series(`${metric}.batch`)];
    return { label, style, running, batch, gap: difference(running, batch) };
  });
  const unit = accurate ? ' (%)' : '';
  const word = accurate ? 'accuracy' : 'loss';
  const lines = points.flatMap<Mark>(({ running, batch, style }) => [
    { kind: 'line', x: running.steps, y: inAxisUnit(metric, running.values), style, look: 'main' },
    { kind: 'line', x: batch.steps, y: inAxisUnit(metric, batch.values), style, look: 'hollow' },
  ]);
  const gaps = points.map<Mark>(({ gap, style }) => ({
    ...{ kind: 'line', x: gap.steps, y: inAxisUnit(metric, gap.values), style, look: 'main' },
  }));
  const gapRange = extent([...points.map(({ gap }) => inAxisUnit(metric, gap.values)), [0]]);
  const steps = stepScale(subjects);
  const neutral: LegendEntry[] = [
    { label: 'running statistics', style: styleAt(0), look: 'main', neutral: true },
    { label: 'batch statistics', style: styleAt(0), look: 'hollow', neutral: true },
  ];
  const drawn = drawFigure({
    ...{ id: 'figure-gap', title: 'Running against batch statistics', columns: 2, plotHeight: 190 },
    description: `Validation ${word} with running and with batch statistics, and their difference, over steps.`,
    legend: [...runLegend(subjects), ...neutral],
    panels: [
      {
        title: `Validation ${word}`,
        x: { scale: steps, title: 'Step' },
        y: {
          scale: metricScale(
            metric,
            points.flatMap(({ running, batch }) => [running, batch].map((one) => inAxisUnit(metric, one.values))),
          ),
          title: `${accurate ? 'Accuracy' : 'Loss'}${unit}`,
        },
        marks: lines,
      },
      {
        title: 'Difference, running minus batch',
        x: { scale: steps, title: 'Step' },
        y: {
          scale: gapRange === null ? null : linearScale(gapRange),
          title: accurate ? 'Difference (points)' : 'Difference',
        },
        marks: [{ kind: 'rule', y: 0, label: '' }, ...gaps],
      },
    ],
  });
  const format = accurate ? formatShare : formatNumber;
  const columns = points.flatMap<NumberColumn>(({ label, running, batch }) => [
    { title: `${label}: running`, points: running, format },
    { title: `${label}: batch`, points: batch, format },
  ]);
  const caption =
    'The train/eval gap of batch normalization: the same weights on the validation split, normalized with the running ' +
    'statistics (what a deployed network does) and with the statistics of the evaluated batch. Where the two part, the ' +
    'running statistics are not those of the current weights.';
  return { svg: drawn.svg, drawn: drawn.drawn, total: drawn.total, caption, table: { rows: 'step', columns } };
}
