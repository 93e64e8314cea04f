/** Markers, and how a legend explains a line: the same signs as in the figure. */
import type { LegendEntry, LineMark } from '../figure.ts';
import { isStroked, markerPath, type RunStyle } from '../styles.ts';
import type { PathShape, Shape } from './shape.ts';

const WIDTHS: Record<LineMark['look'], number> = { main: 1.8, plain: 1.8, hollow: 1.6, edge: 1.1, raw: 0.8 };
/** The dash of a second line of the same run. */
const HOLLOW_DASH = [4, 3] as const;

/** How a line of this look is drawn. */
export function strokeOf({ style, look }: Pick<LineMark, 'style' | 'look'>): Omit<PathShape, 'd'> {
  const dash = look === 'raw' || look === 'edge' ? [] : look === 'hollow' ? HOLLOW_DASH : style.dash;
  return { kind: 'path', stroke: style.ink, width: WIDTHS[look], dash, ...(look === 'raw' ? { opacity: 0.32 } : {}) };
}

/** A marker at a place, filled or outlined. */
export function markerShape({ ink, marker }: RunStyle, x: number, y: number, hollow = false): PathShape {
  const common = { kind: 'path', d: markerPath(marker, 3.3), at: [x, y] } as const;
  return hollow || isStroked(marker)
    ? { ...common, stroke: ink, fill: 'paper', width: isStroked(marker) ? 1.8 : 1.4 }
    : { ...common, fill: ink, stroke: 'paper', width: 0.8 };
}

/** Size of the sign that stands before a name in a legend. */
export const SIGN = { width: 28, height: 12 } as const;

/** The sign of a legend entry, in a box of {@link SIGN}. */
export function signOf({ style, look }: LegendEntry): Shape[] {
  const y = SIGN.height / 2;
  const ink = style?.ink ?? 'soft';
  const line = `M0,${y}H${SIGN.width}`;
  switch (look) {
    case 'band':
      return [{ kind: 'path', d: `M0,1H${SIGN.width}V${SIGN.height - 1}H0Z`, fill: ink, fillOpacity: 0.22 }];
    case 'dots':
      return style === null
        ? [{ kind: 'path', d: `M6,${y + 2}h0M14,${y - 3}h0M22,${y + 1}h0`, stroke: ink, width: 3.2 }]
        : [markerShape(style, SIGN.width / 2, y)];
    case 'main':
    case 'plain':
    case 'raw':
    case 'edge':
    case 'hollow': {
      if (style === null) {
        const dash = look === 'hollow' ? HOLLOW_DASH : [];
        return [{ ...strokeOf({ style: NEUTRAL, look }), d: line, stroke: ink, dash }];
      }
      const marked = look === 'main' || look === 'hollow';
      const stroke: Shape = { ...strokeOf({ style, look }), d: line };
      return marked ? [stroke, markerShape(style, SIGN.width / 2, y, look === 'hollow')] : [stroke];
    }
    default:
      return look satisfies never;
  }
}

const NEUTRAL: RunStyle = { ink: 8, dash: [], marker: 'circle' };
