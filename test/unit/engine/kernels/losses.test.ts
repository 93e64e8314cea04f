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

    it('softmaxCrossEntropy with label smoothing, in place too', () => {
      const { k, of, out } = bench;
      const smoothing = 0.125;
      const probabilities = out(rows * classes);
      const loss = k.softmaxCrossEntropy(of(logits), labels, probabilities, rows, classes, smoothing);
      const wanted: number[] = [];
      let wantedLoss = 0;
      for (let r = 0; r < rows; r++) {
        const row = [...logits.subarray(r * classes, (r + 1) * classes)];
        const sum = row.reduce((a, v) => a + Math.exp(v), 0);
        row.forEach((v, c) => {
          const target = (c === labels[r] ? 1 - smoothing : 0) + smoothing / classes;
          const p = Math.exp(v) / sum;
          wantedLoss -= (target * Math.log(p)) / rows;
          wanted.push((p - target) / rows);
        });
      }
      expect(Math.abs(loss - wantedLoss)).toBeLessThan(32 * epsilon(k));
      const gradient = out(rows * classes);
      k.softmaxCrossEntropyGradient(probabilities, labels, gradient, rows, classes, smoothing);
      expect(worstError(gradient.data, wanted, 1 / rows)).toBeLessThan(12 * epsilon(k));
      const same = of(logits);
      expect(k.softmaxCrossEntropy(same, labels, same, rows, classes, smoothing)).toBe(loss);
      expect([...same.data]).toEqual([...probabilities.data]);
    });

    it('binaryCrossEntropy and its gradient', () => {
      const { k, of, out } = bench;
      const size = rows * classes;
      const target = numbers(size, 3).map((v) => (v < -0.3 ? 0 : v > 0.3 ? 1 : 0.25));
      const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
      const wanted = Array.from(
        logits,
        (v, i) => -target[i]! * Math.log(sigmoid(v)) - (1 - target[i]!) * Math.log(sigmoid(-v)),
      ).reduce((a, b) => a + b / size, 0);
      expect(Math.abs(k.binaryCrossEntropy(of(logits), of(target), size) - wanted)).toBeLessThan(32 * epsilon(k));
      const gradient = out(size);
      k.binaryCrossEntropyGradient(of(logits), of(target), gradient, size);
      const slope = Array.from(logits, (v, i) => (sigmoid(v) - target[i]!) / size);
      expect(worstError(gradient.data, slope, 1 / size)).toBeLessThan(8 * epsilon(k));
      const same = of(logits);
      k.binaryCrossEntropyGradient(same, of(target), same, size);
      expect([...same.data]).toEqual([...gradient.data]);
    });

    it('huber and its gradient', () => {
      const { k, of, out } = bench;
      const size = rows * classes;
      const target = numbers(size, 3, 6);
      const difference = Array.from(logits, (v, i) => v - target[i]!);
      const wanted = difference
        .map((d) => (Math.abs(d) < 2.5 ? d ** 2 / 2 : 2.5 * (Math.abs(d) - 1.25)))
        .reduce((a, b) => a + b / size, 0);
      expect(Math.abs(k.huber(of(logits), of(target), 2.5, size) - wanted)).toBeLessThan(1e-12);
      const dy = out(size);
      k.huberGradient(of(logits), of(target), 2.5, dy, size);
      const slope = difference.map((d) => (Math.sign(d) * Math.min(2.5, Math.abs(d))) / size);
      expect(worstError(dy.data, slope)).toBeLessThan(4 * epsilon(k));
      const same = of(logits);
      k.huberGradient(same, of(target), 2.5, same, size);
      expect([...same.data]).toEqual([...dy.data]);
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

  it('keeps a binary loss close to zero and one that is huge', () => {
    const { k, of } = bench;
    expect(k.binaryCrossEntropy(of([20]), of([1]), 1) / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5);
    expect(k.binaryCrossEntropy(of([-20]), of([0]), 1) / Math.log1p(Math.exp(-20))).toBeCloseTo(1, 5);
    expect(k.binaryCrossEntropy(of([-(2 ** 99)]), of([1]), 1)).toBe(2 ** 99);
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
    for (let position = 0; position < 5; position++) {
      const [y, target, dy] = [numbers(5, 1), of(numbers(5, 2)), out(5)];
      y[position] = NaN;
      expect(k.binaryCrossEntropy(of(y), target, 5)).toBeNaN();
      expect(k.huber(of(y), target, 1, 5)).toBeNaN();
      for (const gradient of [
        () => {
          k.binaryCrossEntropyGradient(of(y), target, dy, 5);
        },
        () => {
          k.huberGradient(of(y), target, 1, dy, 5);
        },
      ]) {
        gradient();
        expect([...dy.data].map(Number.isNaN)).toEqual([0, 1, 2, 3, 4].map((i) => i === position));
      }
    }
    // What lies behind the numbers does not count.
    expect(k.binaryCrossEntropy(of([1, NaN]), of([1, NaN]), 1)).toBeCloseTo(Math.log1p(Math.exp(-1)), 6);
    expect(k.huber(of([1, NaN]), of([0.5, NaN]), 1, 1)).toBeCloseTo(0.125, 12);
  });

  it('counts the first of equal scores, and no row that holds NaN', () => {
    const { k, of } = bench;
    const scores = [2, 2, 1, /**/ 1, 2, 2, /**/ NaN, 0, 1, /**/ 0, 1, NaN, /**/ -Infinity, -Infinity, -Infinity];
    expect(k.countCorrect(of(scores), Int32Array.of(0, 1, 2, 1, 0), 5, 3)).toBe(3);
    expect(k.countCorrect(of(scores), Int32Array.of(1, 2, 0, 2, 1), 5, 3)).toBe(0);
  });
});
