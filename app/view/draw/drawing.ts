/** What marks are drawn into, and what comes of it. */
import type { Extent } from '../axes.ts';
import type { ColorScale } from '../color/scale.ts';
import type { Panel } from '../figure.ts';
import type { Shape } from './shape.ts';

/** The plot area, in px of the frame. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What marks are drawn into. */
export interface Drawing {
  panel: Panel;
  box: Box;
  atX: (value: number) => number;
  atY: (value: number) => number;
  x: Extent;
  y: Extent;
  colors: ColorScale | null;
}

/** Shapes, and how many of the recorded points they show. */
export interface Drawn {
  shapes: Shape[];
  drawn: number;
  total: number;
}
