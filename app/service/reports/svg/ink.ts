/** Colours and dashes of runs as attributes of SVG: a class of the style sheet, and the light colour for figures taken out of it. */
import { RUN_COLORS, type RunInk } from '../../../view/styles.ts';
import { svg } from '../markup.ts';
import type { Markup } from '../markup.ts';

const light = (ink: RunInk): string => RUN_COLORS[ink - 1]!.light;

/** The attributes of a line in a run's colour; `more` classes begin with a space. */
export const strokeOf = (ink: RunInk, more = ''): Markup => svg`class="s${ink}${more}" stroke="${light(ink)}"`;

/** The attributes of an area in a run's colour. */
export const fillOf = (ink: RunInk): Markup => svg`class="f${ink}" fill="${light(ink)}"`;

/** The dash of a line as an attribute; nothing for a solid one. */
export const dashOf = (dash: readonly number[]): Markup =>
  dash.length === 0 ? svg`` : svg` stroke-dasharray="${dash.join(' ')}"`;
