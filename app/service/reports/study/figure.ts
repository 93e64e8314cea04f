/** The figure of one measure of a study: a row an arm, a dot a seed, the mean with its 95 % interval. */
import { formatNumber } from '../../../view/numbers.ts';
import { svg, type Markup } from '../markup.ts';
import { FIGURE_WIDTH } from '../svg/figure.ts';
import { styleAt } from '../../../view/styles.ts';
import { strokeOf } from '../svg/ink.ts';
import { marker } from '../svg/panel.ts';
import { scaleFor, type Scale } from '../svg/scale.ts';
import type { StudyArmResult, StudyMeasureResult } from '../../../contract/study-results.ts';

const LABELS = 230;
/** Room at the right for what has no place on the axis. */
const NOTES = 90;
const ROW = 26;
const TOP = 8;
const LONGEST = 34;

/** Null where no arm has a finite number. */
export function armsFigure({ name, unit, arms }: StudyMeasureResult, id: string): Markup | null {
  const numbers = arms.map(({ outcomes }) => outcomes.map(({ value }) => value).filter(Number.isFinite));
  const ends = arms.map(({ summary: { meanInterval } }) =>
    meanInterval.t === null ? [] : [meanInterval.t.low, meanInterval.t.high],
  );
  // The ends of an interval may be negative where no value is; they do not decide about the kind of axis.
  const own = scaleFor(numbers);
  const scale = own === null || own.log ? own : scaleFor([...numbers, ...ends]);
  if (scale === null) return null;
  const bottom = TOP + arms.length * ROW;
  const height = bottom + 40;
  const width = FIGURE_WIDTH - LABELS - NOTES;
  const across = (value: number): number =>
    round(LABELS + scale.at(Math.min(Math.max(value, scale.low), scale.high)) * width);
  return svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FIGURE_WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<title id="${id}-t">${name}</title><desc id="${id}-d">${name} of every arm: one dot a seed, the mean and its 95 % interval.</desc>
${axis(scale, across, bottom)}
<text x="${LABELS + width / 2}" y="${height - 4}" text-anchor="middle">${unit === '' ? name : `${name} (${unit})`}</text>
${arms.map((arm, i) => armRow(arm, TOP + (i + 0.5) * ROW, across))}
</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const axis = (scale: Scale, across: (value: number) => number, bottom: number): Markup[] =>
  scale.ticks.map(
    (tick) =>
      svg`<path d="M${across(tick)},${TOP}V${bottom}" class="grid" stroke="#eee"/><text x="${across(tick)}" y="${bottom + 15}" class="tick" text-anchor="middle">${scale.label(tick)}</text>`,
  );

function armRow(
  { arm, outcomes, summary, versus }: StudyArmResult,
  y: number,
  across: (value: number) => number,
): Markup {
  // What is compared, and what it is compared with.
  const style = styleAt(versus === null ? 7 : 0);
  const letters = [...arm];
  const label = letters.length <= LONGEST ? arm : `${letters.slice(0, LONGEST - 1).join('')}…`;
  const dots = outcomes.filter(({ value }) => Number.isFinite(value)).map(({ value }) => `M${across(value)},${y}h0`);
  const { mean, nonFinite, meanInterval } = summary;
  const interval = meanInterval.t;
  return svg`<text x="${LABELS - 12}" y="${y + 4}" text-anchor="end">${label}<title>${arm}</title></text>
<path d="${dots.join('')}" ${strokeOf(style.ink)} stroke-width="5" stroke-linecap="round" stroke-opacity="0.45"/>
${interval !== null && svg`<path d="M${across(interval.low)},${y}H${across(interval.high)}" ${strokeOf(style.ink)} stroke-width="2"/>`}
${mean !== null && svg`${marker(across(mean), y, style)}<title>${formatNumber(mean)}</title>`}
${nonFinite > 0 && svg`<text x="${FIGURE_WIDTH}" y="${y + 4}" class="faint" text-anchor="end">${nonFinite} without value</text>`}`;
}
