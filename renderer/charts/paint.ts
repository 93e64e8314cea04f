/** The colours of shapes as values of CSS: what app/view names is a token of the page. */
import type { Paint } from '../../app/view/draw/shape.ts';
import type { CHART_COLORS } from '../../app/view/styles.ts';
import { inkColor } from '../state/colors.ts';

/** The token of each colour of a chart that is not one of a run. */
export const CHART_TOKENS: Record<keyof typeof CHART_COLORS, `--${string}`> = {
  ink: '--ink',
  soft: '--ink-2',
  faint: '--ink-3',
  grid: '--grid',
  axis: '--line-strong',
  paper: '--paper',
  warn: '--warn',
  bad: '--bad',
};

/** A colour for a `fill` or a `stroke`; nothing where there is none. */
export function paintOf(paint: Paint | undefined): string {
  if (paint === undefined) return 'none';
  if (typeof paint === 'number') return inkColor(paint);
  return paint in CHART_TOKENS ? `var(${CHART_TOKENS[paint as keyof typeof CHART_TOKENS]})` : paint;
}
