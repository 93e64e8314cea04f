/** Lines of equal height on a regular grid, by marching squares. Pure. */

/** A straight piece from (x1, y1) to (x2, y2), in steps of the grid. */
export type Piece = readonly [number, number, number, number];

/** Pieces of the line where `values[i * columns + j]`, at (i, j), is `level`; cells with a number that is not finite are left out. */
export function contour(values: ArrayLike<number>, columns: number, level: number): Piece[] {
  const rows = values.length / columns;
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < rows; i++)
    for (let j = 0; j + 1 < columns; j++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const;
      const heights = corners.map(([a, b]) => values[a * columns + b]!);
      if (!heights.every(Number.isFinite)) continue;
      const crossings = corners.flatMap(([a, b], k): [number, number][] => {
        const [from, to] = [heights[k]!, heights[(k + 1) % 4]!];
        if (from < level === to < level) return [];
        const t = (level - from) / (to - from);
        const [c, d] = corners[(k + 1) % 4]!;
        return [[a + t * (c - a), b + t * (d - b)]];
      });
      if (crossings.length === 2) pieces.push([...crossings[0]!, ...crossings[1]!] as Piece);
      else if (crossings.length === 4) {
        // A saddle: its mean decides which corners belong together.
        const high = heights.reduce((a, b) => a + b, 0) / 4 >= level;
        const pairs = high === heights[0]! >= level ? [0, 1, 2, 3] : [3, 0, 1, 2];
        for (const k of [0, 2]) pieces.push([...crossings[pairs[k]!]!, ...crossings[pairs[k + 1]!]!] as Piece);
      }
    }
  return pieces;
}

/** `count` levels between the ends, evenly or in equal ratios. */
export const levelsBetween = (low: number, high: number, log: boolean, count = 9): number[] =>
  Array.from({ length: count }, (_, i) => {
    const share = (i + 1) / (count + 1);
    return log ? low * (high / low) ** share : low + (high - low) * share;
  });
