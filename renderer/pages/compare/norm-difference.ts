/** What two normalization layers have in difference at a step, as a sentence. Pure. */
import { channelsAt, type NormRecords } from '../../charts/records.ts';
import { outlineOf } from '../../../app/view/order.ts';
import { nearest } from '../../../app/view/points.ts';
import { m } from '../../messages/index.ts';
import { formatCount, formatNumber } from '../../../app/view/numbers.ts';

/** Medians that differ by less than this factor are not called a multiple of each other. */
const NOTABLE = 1.5;

export interface Side {
  name: string;
  records: NormRecords;
}

/** Medians and ranges of both sides at the records nearest to `step`; says where such a record is of another step. */
export function differenceSentence(sides: readonly Side[], field: string, layer: string, step: number): string {
  const [left, right] = sides.map(({ name, records }) => {
    const index = nearest(records.steps, step);
    return { name, at: records.steps[index] ?? NaN, ...outlineOf(channelsAt(records, index)) };
  });
  if (left === undefined || right === undefined) return '';
  const number = (value: number): string => formatNumber(value, 3);
  const range = (side: { min: number; max: number }): string => m.compare.range(number(side.min), number(side.max));
  const factor = right.median / left.median;
  return [
    m.compare.medians(
      field,
      layer,
      formatCount(step),
      left.name,
      number(left.median),
      right.name,
      number(right.median),
    ),
    ...(factor >= NOTABLE ? [m.compare.ratio(right.name, number(factor))] : []),
    ...(factor > 0 && factor <= 1 / NOTABLE ? [m.compare.ratio(left.name, number(1 / factor))] : []),
    m.compare.spreads(left.name, range(left), right.name, range(right)),
    ...[left, right]
      .filter((side) => side.at !== step)
      .map((side) => m.compare.otherStep(side.name, formatCount(side.at))),
  ].join(' ');
}
