/** A pen on a small grey picture: smooth curves through points, and strokes with soft edges. Same bits on every machine. */

/** A point in the picture, in pixels. */
export interface Point {
  x: number;
  y: number;
  corner: boolean;
}

const PIECES = 5;

/**
 * A polyline along the Catmull-Rom curve through the points (Catmull and Rom 1974); at corners the curve ends and a new
 * one begins. Flat list x, y, x, y, ...
 */
export function smoothCurve(points: readonly Point[]): number[] {
  const line: number[] = [points[0]!.x, points[0]!.y];
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i]!;
    const to = points[i + 1]!;
    const before = i === 0 || from.corner ? from : points[i - 1]!;
    const after = i + 2 === points.length || to.corner ? to : points[i + 2]!;
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      line.push(between(before.x, from.x, to.x, after.x, t), between(before.y, from.y, to.y, after.y, t));
    }
  }
  return line;
}

const between = (a: number, b: number, c: number, d: number, t: number): number =>
  0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));

/**
 * Draws a polyline into `picture` (side x side, 0 to 1): ink where the distance to the line is below `radius` pixels,
 * fading out over `softness` pixels. Ink never gets lighter.
 */
export function drawLine(
  picture: Float64Array,
  side: number,
  line: readonly number[],
  radius: number,
  softness: number,
) {
  const reach = radius + softness / 2;
  const clamp = (value: number): number => Math.max(0, Math.min(side - 1, value));
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const left = clamp(Math.floor(Math.min(ax, bx) - reach));
    const right = clamp(Math.ceil(Math.max(ax, bx) + reach));
    const top = clamp(Math.floor(Math.min(ay, by) - reach));
    const bottom = clamp(Math.ceil(Math.max(ay, by) + reach));
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const along = length > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
        const [px, py] = [x - ax - along * dx, y - ay - along * dy];
        const ink = (reach - Math.sqrt(px * px + py * py)) / softness;
        if (ink > picture[y * side + x]!) picture[y * side + x] = ink < 1 ? ink : 1;
      }
  }
}
