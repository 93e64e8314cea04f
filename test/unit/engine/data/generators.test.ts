/** Built-in datasets: the same contents everywhere and for ever, and as hard as they are meant to be. */
import { describe, expect, it } from 'vitest';
import { classCounts, featureCount, type Dataset } from '../../../../engine/data/dataset.ts';
import { generateDigits } from '../../../../engine/data/generators/digits.ts';
import { BUILT_IN, findBuiltIn } from '../../../../engine/data/generators/registry.ts';
import { contentHash } from '../../../../engine/data/hash.ts';

const generate = (name: string): Dataset => findBuiltIn(name)!.generate();

describe.each(BUILT_IN.map((set) => [set.name, set] as const))('%s', (_, set) => {
  it('has the contents that are announced', () => {
    const dataset = set.generate();
    expect(contentHash(dataset)).toBe(set.info.hash);
    expect(dataset.info).toEqual(set.info);
    expect(dataset.features.length).toBe(set.info.samples * featureCount(set.info));
    expect(dataset.features.every(Number.isFinite)).toBe(true);
    expect(classCounts(dataset)).toEqual(set.classCounts);
    expect(dataset.labels.length + dataset.targets.length).toBe(set.info.samples);
    const { features, labels, targets } = dataset;
    for (const array of [features, labels, targets])
      if (array.length > 0) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

/** Share of samples nearest to the mean of their own class, means and samples from the same set. */
function nearestMean({ info, features, labels }: Dataset): number {
  const columns = featureCount(info);
  const counts = classCounts({ info, labels });
  const means = counts.map(() => new Float64Array(columns));
  labels.forEach((label, i) => {
    for (let c = 0; c < columns; c++) means[label]![c]! += features[i * columns + c]! / counts[label]!;
  });
  let right = 0;
  labels.forEach((label, i) => {
    const distances = means.map((mean) => {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += (features[i * columns + c]! - mean[c]!) ** 2;
      return sum;
    });
    if (distances.indexOf(Math.min(...distances)) === label) right += 1;
  });
  return right / info.samples;
}

describe('difficulty', () => {
  it('digits: classes can be told apart by their means, but far from always', () => {
    const accuracy = nearestMean(generate('digits'));
    expect(accuracy).toBeGreaterThan(0.6);
    expect(accuracy).toBeLessThan(0.85);
  });

  it('points: means tell nothing where no line separates, much where one nearly does', () => {
    for (const name of ['circles', 'ring-and-disc', 'xor', 'spirals'])
      expect(nearestMean(generate(name)), name).toBeLessThan(0.75);
    expect(nearestMean(generate('gaussian-clusters'))).toBeGreaterThan(0.9);
    expect(nearestMean(generate('two-moons'))).toBeGreaterThan(0.75);
  });

  it('ring and disc keep a gap between them', () => {
    const { features, labels } = generate('ring-and-disc');
    labels.forEach((label, i) => {
      const radius = Math.hypot(features[2 * i]!, features[2 * i + 1]!);
      expect(label === 0 ? radius >= 0.7999 && radius <= 1.2001 : radius <= 0.5001).toBe(true);
    });
  });

  it('sine follows sin(3x) with little noise', () => {
    const { features, targets } = generate('sine');
    const error = targets.reduce((sum, y, i) => sum + (y - Math.sin(3 * features[i]!)) ** 2, 0) / targets.length;
    expect(error).toBeGreaterThan(0.002);
    expect(error).toBeLessThan(0.003);
  });
});

describe('digits', () => {
  it('differ from seed to seed and from sample to sample', () => {
    const a = generateDigits(20, 1);
    expect(generateDigits(20, 2).features).not.toEqual(a.features);
    expect(a.features.subarray(0, 784)).not.toEqual(a.features.subarray(7840, 8624));
  });

  it('have ink in the middle and paper at the rim', () => {
    const { features } = generateDigits(200, 3);
    let rim = 0;
    let middle = 0;
    features.forEach((value, i) => {
      const [x, y] = [i % 28, Math.floor(i / 28) % 28];
      if (x === 0 || y === 0 || x === 27 || y === 27) rim += value / (200 * 108);
      if (x > 8 && x < 19 && y > 5 && y < 22) middle += value / (200 * 160);
    });
    expect(rim).toBeLessThan(0.06);
    expect(middle).toBeGreaterThan(0.3);
  });
});

describe('pooled digits', () => {
  it('are the drawn ones, averaged over squares', () => {
    const { features } = generateDigits(20, 1);
    const small = findBuiltIn('digits-14')!.generate().features;
    const smaller = findBuiltIn('digits-7')!.generate().features;
    const meanOf = (i: number, y: number, x: number, side: number): number => {
      let sum = 0;
      for (let dy = 0; dy < side; dy++)
        for (let dx = 0; dx < side; dx++) sum += features[i * 784 + (y * side + dy) * 28 + x * side + dx]!;
      return sum / side ** 2;
    };
    for (const i of [0, 7, 19]) {
      expect(small[i * 196 + 9 * 14 + 5]).toBeCloseTo(meanOf(i, 9, 5, 2), 6);
      expect(smaller[i * 49 + 3 * 7 + 4]).toBeCloseTo(meanOf(i, 3, 4, 4), 6);
    }
  });
});
