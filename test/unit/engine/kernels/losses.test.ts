/** Losses, their gradients and accuracy, in every kernel set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SETS, epsilon, labelsOf, numbers, openBench, worstError } from './sets.ts';

const SHAPES: [number, number][] = [
  [1, 1],
  [1, 2],
  [3, 3],
  [4, 4],
  [60, 10],
  [7, 17],
];

describe.each(SETS)('%s', (choice) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench(choice);
  });
  afterEach(() => {
    expect(bench.damage()).toEqual([]);
  });

  describe.each(SHAPES)('%i rows of %i classes', (rows, classes) => {
    const logits = numbers(rows * classes, 1, 6);
    const labels = labelsOf(rows, classes, 2);

    it('softmaxCrossEntropy and its gradient', () => {
      const { k, of, out } = bench;
      const probabilities = out(rows * classes);
      const loss = k.softmaxCrossEntropy(of(logits), labels, probabilities, rows, classes);
      let wantedLoss = 0;
      const wanted: number[] = [];
      for (let r = 0; r < rows; r++) {
        const e = Array.from(logits.subarray(r * classes, (r + 1) * classes), Math.exp);
        const sum = e.reduce((a, b) => a + b, 0);
        wanted.push(...e.map((v) => v / sum));
        wantedLoss -= Math.log(e[labels[r]!]! / sum) / rows;
      }
      expect(worstError(probabilities.data, wanted)).toBeLessThan(12 * epsilon(k));
      expect(Math.abs(loss - wantedLoss)).toBeLessThan(32 * epsilon(k));
      const gradient = out(rows * classes);
      k.softmaxCrossEntropyGradient(probabilities, labels, gradient, rows, classes);
      const slope = wanted.map((p, i) => (p - (labels[Math.floor(i / classes)] === i % classes ? 1 : 0)) / rows);
      expect(worstError(gradient.data, slope, 1 / rows)).toBeLessThan(12 * epsilon(k));
      k.softmaxCrossEntropyGradient(probabilities, labels, probabilities, rows, classes);
      expect([...probabilities.data]).toEqual([...gradient.data]);
    });

    it('meanSquaredError and its gradient', () => {
      const { k, of, out } = bench;
      const size = rows * classes;
      const target = numbers(size, 3, 6);
      const difference = Array.from(logits, (v, i) => v - target[i]!);
      const wanted = difference.reduce((a, v) => a + v * v, 0) / size;
      expect(Math.abs(k.meanSquaredError(of(logits), of(target), size) - wanted)).toBeLessThan(1e-12);
      const dy = out(size);
      k.meanSquaredErrorGradient(of(logits), of(target), dy, size);
      const slope = difference.map((v) => (2 * v) / size);
      expect(worstError(dy.data, slope)).toBeLessThan(4 * epsilon(k));
    });

    it('countCorrect', () => {
      const rowsRight = Array.from(labels, (label, r) => {
        const row = [...logits.subarray(r * classes, (r + 1) * classes)];
        return row.indexOf(Math.max(...row)) === label;
      });
      const wanted = rowsRight.filter(Boolean).length;
      expect(bench.k.countCorrect(bench.of(logits), labels, rows, classes)).toBe(wanted);
    });
  });

  it('keeps a loss close to zero and one that is huge', () => {
    const { k, of, out } = bench;
    const p = out(2);
    expect(k.softmaxCrossEntropy(of([20, 0]), Int32Array.of(0), p, 1, 2) / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5);
    expect(k.softmaxCrossEntropy(of([-(2 ** 99), 2 ** 99]), Int32Array.of(0), p, 1, 2)).toBe(2 ** 100);
    expect(k.softmaxCrossEntropy(of([-Infinity, 0]), Int32Array.of(0), p, 1, 2)).toBe(Infinity);
    expect([...p.data]).toEqual([0, 1]);
  });

  it('shows NaN in the loss and in the probabilities of its row', () => {
    const { k, of, out } = bench;
    for (let position = 0; position < 5; position++) {
      const logits = numbers(10, 1);
      logits[position] = NaN;
      const p = out(10);
      expect(k.softmaxCrossEntropy(of(logits), Int32Array.of(0, 0), p, 2, 5)).toBeNaN();
      expect([...p.data].map(Number.isNaN)).toEqual(Array.from({ length: 10 }, (_, i) => i < 5));
    }
    expect(k.meanSquaredError(of([1, NaN]), of([1, 1]), 2)).toBeNaN();
  });

  it('counts the first of equal scores, and no row that holds NaN', () => {
    const { k, of } = bench;
    const scores = [2, 2, 1, /**/ 1, 2, 2, /**/ NaN, 0, 1, /**/ 0, 1, NaN, /**/ -Infinity, -Infinity, -Infinity];
    expect(k.countCorrect(of(scores), Int32Array.of(0, 1, 2, 1, 0), 5, 3)).toBe(3);
    expect(k.countCorrect(of(scores), Int32Array.of(1, 2, 0, 2, 1), 5, 3)).toBe(0);
  });
});
