/** Where the window was: kept in a small file, given back only where a screen still shows it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

export interface Bounds extends Rectangle {
  maximized: boolean;
}

export const SMALLEST = { width: 900, height: 600 };
const USUAL = { width: 1360, height: 900 };

const whole = (value: unknown): number | null => (Number.isInteger(value) ? (value as number) : null);

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
  // Another version may keep less or more: what is missing is as usual, what is unknown stays unread.
  const kept = (value ?? {}) as Record<string, unknown>;
  const width = Math.max(whole(kept['width']) ?? USUAL.width, SMALLEST.width);
  const height = Math.max(whole(kept['height']) ?? USUAL.height, SMALLEST.height);
  const size = { width, height, maximized: kept['maximized'] === true };
  const [x, y] = [whole(kept['x']), whole(kept['y'])];
  if (x === null || y === null) return size;
  return screens.some((screen) => isOn(screen, { x, y, width, height })) ? { x, y, ...size } : size;
}

/** Keeps the bounds; a folder that cannot be written is no reason to disturb anybody. */
export function writeBounds(file: string, bounds: Bounds): void {
  try {
    writeFileSync(file, JSON.stringify(bounds));
  } catch {
    // The window opens at its usual place next time.
  }
}
