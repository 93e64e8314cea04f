/**
 * Batches of one and two values a channel, and channels that do not vary: what the headers of the normalizers over the
 * batch promise of them. Normalizers of samples: few-values.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { stream } from '../../../engine/random.ts';
import { sizeOf } from '../../../engine/spec/plan.ts';
import { KERNEL_SETS, load, tensor } from '../../support/kernel-sets.ts';
import { normalizer } from '../../support/specs.ts';

type Normalization = Parameters<typeof normalizer>[1];
const [GAMMA, BETA] = [2, 0.75];
const CORRECTED = { warmup: 0, ramp: 0 };

describe.each(KERNEL_SETS)('$name kernels', ({ name }) => {
  const float32 = name === 'wasm';
  /** A training pass with gamma 2 and beta 0.75. */
  const run = async (normalization: Normalization, shape: number[], rows: number, values?: number[]) => {
    const kernels = await load(name);
    const layer = normalizer(kernels, normalization, shape, rows);
    for (const { name: parameter, value } of layer.parameters) {
      if (parameter.endsWith('.gamma')) kernels.fill(value, GAMMA);
      if (parameter.endsWith('.beta')) kernels.fill(value, BETA);
    }
    const random = stream(1, 'values');
    const draw = (): number[] => Array.from({ length: rows * sizeOf(shape) }, () => random.normal());
    const [x, dy] = [values ?? draw(), draw()];
    const y = Array.from(layer.forward(tensor(kernels, x), rows, 'train').data);
    const dx = Array.from(layer.backward(tensor(kernels, dy), rows)!.data);
    const running = layer.state.map(({ value }) => Array.from(value.data));
    const gradients = layer.parameters.map(({ gradient }) => Array.from(gradient.data));
    return { x, dy, y, dx, running, gradients };
  };
  /** What is left in float32 is rounding of terms that cancel. */
  const expectNone = (dx: readonly number[], size = 1): void => {
    for (const value of dx) expect(Math.abs(value)).toBeLessThan((float32 ? 1e-5 : 1e-12) * size);
  };

  describe('one value a channel', () => {
    it.each<[string, Normalization]>([
      ['batch normalization', { type: 'batch' }],
      ['ghost batches', { type: 'ghost-batch', size: 2 }],
      ['renormalization that warms up', { type: 'batch-renorm' }],
      ['decorrelation', { type: 'decorrelated-batch', groupSize: 2 }],
    ])(
      'gives beta and passes no gradient, and the running statistics stay finite: %s',
      async (_title, normalization) => {
        const { y, dx, dy, running, gradients, x } = await run(normalization, [3], 1);
        expect(y).toEqual([BETA, BETA, BETA]);
        expectNone(dx);
        expect(gradients[0]).toEqual([0, 0, 0]);
        expect(gradients[1]!.map(Math.fround)).toEqual(dy.map(Math.fround));
        expect(running.flat().every(Number.isFinite)).toBe(true);
        // The mean of one value is the value, and it has entered.
        for (const [c, mean] of running[0]!.entries()) expect(mean * x[c]!).toBeGreaterThan(0);
        expect(running.at(-1)).toEqual([1, 0]);
      },
    );

    it('is told apart by renormalization, which passes no gradient either', async () => {
      const { x, y, dx } = await run({ type: 'batch-renorm', ...CORRECTED, dMax: 1 }, [3], 1);
      // The running mean is 0 and the running deviation 1: d is the value, within its bounds.
      y.forEach((value, c) => {
        expect(value).toBeCloseTo(GAMMA * Math.min(Math.max(x[c]!, -1), 1) + BETA, 5);
      });
      expectNone(dx);
    });

    it('leaves switchable normalization the statistics of the sample', async () => {
      const { y, dx } = await run({ type: 'switchable' }, [3], 1);
      expect(new Set(y).size).toBe(3);
      expect(dx.some((value) => Math.abs(value) > 0.01)).toBe(true);
    });
  });

  describe('two values a channel', () => {
    it.each<[string, Normalization, number]>([
      ['batch normalization', { type: 'batch', eps: 0 }, 2],
      ['ghost batches', { type: 'ghost-batch', size: 2, eps: 0 }, 4],
      ['renormalization that warms up', { type: 'batch-renorm', eps: 0 }, 2],
      ['decorrelation of one channel', { type: 'decorrelated-batch', groupSize: 1, eps: 0 }, 2],
    ])('are 1 and -1 whatever they were, and no gradient passes: %s', async (_title, normalization, rows) => {
      const { x, y, dx } = await run(normalization, [2], rows);
      y.forEach((value, i) => {
        const other = x[i % 4 < 2 ? i + 2 : i - 2]!;
        expect(value).toBeCloseTo(GAMMA * Math.sign(x[i]! - other) + BETA, 5);
      });
      expectNone(dx, 10);
    });

    it('pass what epsilon lets through', async () => {
      const eps = 0.5;
      const { x, dy, dx } = await run({ type: 'batch', eps }, [1], 2);
      const variance = ((x[0]! - x[1]!) / 2) ** 2;
      const expected = (GAMMA * ((dy[0]! - dy[1]!) / 2) * eps) / (variance + eps) ** 1.5;
      expect(dx[0]).toBeCloseTo(expected, 6);
      expect(dx[1]).toBeCloseTo(-expected, 6);
    });

    it('have an unbiased variance of twice the biased one', async () => {
      const biased = await run({ type: 'batch', momentum: 1, runningVariance: 'biased' }, [1], 2);
      const unbiased = await run({ type: 'batch', momentum: 1 }, [1], 2);
      expect(unbiased.running[1]![0]! / biased.running[1]![0]!).toBeCloseTo(2, 6);
    });
  });

  it('a rest of one value a channel joins the ghost batch before it', async () => {
    const { y, dx, running } = await run({ type: 'ghost-batch', size: 2 }, [1], 5);
    const whole = await run({ type: 'batch' }, [1], 3, (await run({ type: 'batch' }, [1], 5)).x.slice(2));
    for (let i = 0; i < 3; i++) expect(y[i + 2]).toBeCloseTo(whole.y[i]!, 5);
    expect(dx.every(Number.isFinite)).toBe(true);
    expect(running.at(-1)).toEqual([2, 0]);
  });

  describe('a channel that does not vary', () => {
    const still = [3, 3, 3, 3];
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

    it.each<[string, Normalization]>([
      ['batch normalization', { type: 'batch', eps: 1e-4 }],
      ['ghost batches', { type: 'ghost-batch', size: 4, eps: 1e-4 }],
      ['renormalization that warms up', { type: 'batch-renorm', eps: 1e-4 }],
    ])('gives beta, and the gain of its gradient is 1 / sqrt(eps): %s', async (_title, normalization) => {
      const { y, dx, dy } = await run(normalization, [1], 4, still);
      expect(new Set(y)).toEqual(new Set([BETA]));
      dx.forEach((value, i) => {
        expect(Math.abs(value - 100 * GAMMA * (dy[i]! - mean(dy)))).toBeLessThan(1e-3);
      });
    });

    it('has the gain r / sqrt(eps) where it is corrected', async () => {
      const { y, dx, dy } = await run(
        { type: 'batch-renorm', eps: 1e-4, ...CORRECTED, rMax: 4, dMax: 1 },
        [1],
        4,
        still,
      );
      // r = 0.01 / 1 is kept at 1 / 4, d = 3 / 1 at 1.
      for (const value of y) expect(value).toBeCloseTo(GAMMA + BETA, 5);
      dx.forEach((value, i) => {
        expect(Math.abs(value - 25 * GAMMA * (dy[i]! - mean(dy)))).toBeLessThan(1e-3);
      });
    });

    it('has the gain 1.5^T / sqrt(trace) in decorrelation, where it is not part of the trace', async () => {
      const values = [3, 1, 3, -1, 3, 1, 3, -1];
      const { y, dx, dy } = await run({ type: 'decorrelated-batch', groupSize: 2, eps: 0 }, [2], 4, values);
      for (const row of [0, 1, 2, 3]) expect(y[2 * row]).toBe(BETA);
      // Rows 0 and 2 are alike in the other channel, so that what comes from the covariance cancels.
      const gain = (dx[0]! - dx[4]!) / (dy[0]! - dy[4]!);
      expect(gain).toBeCloseTo(GAMMA * 1.5 ** 5, float32 ? 4 : 9);
    });

    it('gives no numbers without epsilon, and finite running statistics all the same', async () => {
      const { y, running } = await run({ type: 'batch', eps: 0 }, [1], 4, still);
      expect(y.some(Number.isFinite)).toBe(false);
      expect(running.flat().every(Number.isFinite)).toBe(true);
    });
  });
});
