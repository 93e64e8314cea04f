/** Random streams: stored values (a change would silently change every run), independence, and the distributions. */
import { describe, expect, it } from 'vitest';
import { naturalLogarithm, sineCosine } from '../../../engine/exact-math.ts';
import { stream } from '../../../engine/random.ts';

const take = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe('stream', () => {
  it('gives the stored values', () => {
    const random = stream(1, 'test');
    expect(take(4, random.uniform)).toEqual([
      0.0070131922714347095, 0.5811609866023563, 0.44402058993825366, 0.8133208027306317,
    ]);
    expect(take(3, random.normal)).toEqual([0.09681834036771597, -0.9044457790244051, -0.5319282921061939]);
    expect(take(5, () => random.int(10))).toEqual([1, 1, 4, 2, 8]);
    const order = Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
    random.shuffle(order);
    expect([...order]).toEqual([5, 3, 0, 1, 2, 4, 6, 7]);
  });

  it('repeats itself, and differs by seed and by name', () => {
    const first = take(20, stream(7, 'order').uniform);
    expect(take(20, stream(7, 'order').uniform)).toEqual(first);
    for (const other of [stream(8, 'order'), stream(7, 'split'), stream(71, 'order')])
      expect(take(20, other.uniform).filter((value, i) => value === first[i])).toEqual([]);
  });

  it('has the moments of the uniform and of the normal distribution', () => {
    const random = stream(3, 'moments');
    const n = 200_000;
    let mean = 0;
    let square = 0;
    let fourth = 0;
    let uniform = 0;
    for (let i = 0; i < n; i++) {
      const x = random.normal();
      mean += x / n;
      square += (x * x) / n;
      fourth += x ** 4 / n;
      uniform += random.uniform() / n;
    }
    // Five standard errors each.
    expect(Math.abs(mean)).toBeLessThan(0.0112);
    expect(Math.abs(square - 1)).toBeLessThan(0.0158);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.11);
    expect(Math.abs(uniform - 0.5)).toBeLessThan(0.0033);
  });

  it('draws integers without bias', () => {
    const random = stream(4, 'int');
    for (const n of [1, 2, 3, 7, 10, 64]) {
      const counts = new Array<number>(n).fill(0);
      const draws = 5_000 * n;
      for (let i = 0; i < draws; i++) counts[random.int(n)]! += 1;
      // Chi-square: mean n - 1, deviation sqrt(2 (n - 1)); five deviations.
      const chi = counts.reduce((sum, c) => sum + (c - 5_000) ** 2 / 5_000, 0);
      expect(chi).toBeLessThanOrEqual(n - 1 + 5 * Math.sqrt(2 * (n - 1)));
    }
    const large = take(2_000, () => random.int(0x1_0000_0000));
    expect(large.filter((value) => value >= 0x8000_0000).length).toBeGreaterThan(850);
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 33]) expect(() => random.int(n)).toThrow(RangeError);
  });

  it('shuffles to every order equally often', () => {
    const random = stream(5, 'shuffle');
    const seen = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const values = Int32Array.from([0, 1, 2, 3]);
      random.shuffle(values);
      seen.set(values.join(), (seen.get(values.join()) ?? 0) + 1);
    }
    expect(seen.size).toBe(24);
    for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(5 * Math.sqrt(1_000));
  });
});

describe('exact math', () => {
  it('agrees with Math to a few units in the last place', () => {
    const random = stream(6, 'math');
    for (let i = 0; i < 20_000; i++) {
      const x = random.uniform() * 10 ** (random.int(60) - 30) + Number.MIN_VALUE;
      if (x < 1e-300) continue;
      const error = Math.abs(naturalLogarithm(x) - Math.log(x));
      expect(error).toBeLessThan(1e-15 * Math.max(1, Math.abs(Math.log(x))));
      const angle = (random.uniform() - 0.5) * 200;
      const { sin, cos } = sineCosine(angle);
      expect(Math.abs(sin - Math.sin(angle)) + Math.abs(cos - Math.cos(angle))).toBeLessThan(1e-13);
    }
  });
});

describe('a saved stream', () => {
  it('goes on with the same numbers, also in the middle of a normal pair', () => {
    const random = stream(5, 'noise');
    random.normal();
    random.uniform();
    const state = structuredClone(random.save());
    expect(state.spare).not.toBeNull();
    const draw = (from: typeof random) => [from.normal(), from.int(1000), from.normal(), from.normal(), from.uniform()];
    const expected = draw(random);
    const other = stream(6, 'elsewhere');
    other.restore(state);
    expect(draw(other)).toEqual(expected);
  });
});
