/**
 * Orthogonal initial weights (Saxe, McClelland and Ganguli 2014): a matrix whose rows are orthonormal, or its columns
 * where it has more rows than columns, drawn uniformly among all of them.
 */
import type { Random } from '../random.ts';

/**
 * rows x columns numbers, row-major. Modified Gram-Schmidt on vectors of normal draws, done twice: the second pass takes
 * away what rounding left in the first (Giraud, Langou and Rozloznik 2005).
 */
export function orthogonal(rows: number, columns: number, random: Random): Float64Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const vectors = Array.from({ length: count }, () => Float64Array.from({ length }, () => random.normal()));
  vectors.forEach((vector, index) => {
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < index; before++) subtractPart(vector, vectors[before]!);
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i]! /= norm;
  });
  const wide = rows <= columns;
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns);
    const column = at % columns;
    return wide ? vectors[row]![column]! : vectors[column]![row]!;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtractPart(vector: Float64Array, unit: Float64Array): void {
  const share = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= share * unit[i]!;
}
