/** Where the window was: kept in a small file, given back only where a screen still shows it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

export interface Bounds extends Rectangle {
  maximized: boolean;
}

export const SMALLEST = { width: 900, height: 600 };
const USUAL = { width: 1360, height: 900 };

const isBounds = (value: unknown): value is Bounds => {
  const { x, y, width, height, maximized } = (value ?? {}) as Record<string, unknown>;
  return [x, y, width, height].every(Number.isInteger) && typeof maximized === 'boolean';
};

/** Shows at least a hand's breadth of the title bar. */
const isOn = (screen: Rectangle, { x, y, width }: Rectangle): boolean =>
  Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= 100 &&
  y >= screen.y &&
  y <= screen.y + screen.height - 50;

/** The bounds to open with; without a position where the last one is on no screen, or none is known. */
export function readBounds(
  file: string,
  screens: Rectangle[],
): { width: number; height: number; x?: number; y?: number; maximized: boolean } {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // First start, or a damaged file: nothing that a person would miss.
  }
  if (!isBounds(value)) return { ...USUAL, maximized: false };
  const { maximized } = value;
  const width = Math.max(value.width, SMALLEST.width);
  const height = Math.max(value.height, SMALLEST.height);
  const known = value;
  return screens.some((screen) => isOn(screen, known))
    ? { x: value.x, y: value.y, width, height, maximized }
    : { width, height, maximized };
}

/** Keeps the bounds; a folder that cannot be written is no reason to disturb anybody. */
export function writeBounds(file: string, bounds: Bounds): void {
  try {
    writeFileSync(file, JSON.stringify(bounds));
  } catch {
    // The window opens at its usual place next time.
  }
}
