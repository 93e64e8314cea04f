/** What drawers know how to draw: paths and short texts, in px of a frame, painted in words of both style sheets. */
import type { CHART_COLORS, RunInk } from '../styles.ts';

/** A colour of runs, a word for a part of a chart, or a colour of a colour map. */
export type Paint = RunInk | keyof typeof CHART_COLORS | 'white' | 'black' | `#${string}`;

/** A line or an area; a marker is one that is moved to its place. */
export interface PathShape {
  kind: 'path';
  d: string;
  at?: readonly [x: number, y: number];
  stroke?: Paint;
  /** Of the line. */
  width?: number;
  dash?: readonly number[];
  fill?: Paint;
  /** Of line and area, 0 to 1. */
  opacity?: number;
  fillOpacity?: number;
  /** Cells that touch each other: no soft edges between them. */
  crisp?: boolean;
  /** What the pointer reads. */
  title?: string;
}

/** A text in one line. */
export interface TextShape {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
  /** `tick`: a number at an axis; `axis`: what the axis shows; `label`: beside a mark, legible on lines; `title`: of a panel. */
  role: 'tick' | 'axis' | 'label' | 'title';
  tone?: Paint;
  /** Reads upwards. */
  turned?: boolean;
  /** The whole text, where it is shortened. */
  title?: string;
}

/** Something to draw. */
export type Shape = PathShape | TextShape;

/** A colour of a map as text. */
export const hex = (rgb: readonly number[]): `#${string}` =>
  `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** A tenth of a px is as exact as a drawing needs. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** About how wide a text of 11 px is; characters beyond Latin script count double. */
export const textWidth = (text: string): number =>
  [...text].reduce((width, letter) => width + (letter.codePointAt(0)! > 0x2fff ? 2 : 1) * 6.2, 0);

/** A text that fits, with a sign that something was left out. */
export function shortened(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(letters.join('')) + 6.2 > width) letters.pop();
  return `${letters.join('')}…`;
}
