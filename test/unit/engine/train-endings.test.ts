/** How a run ends before its last step: early stop, target, divergence. What it records and its bits: train.test.ts. */
import { describe, expect, it } from 'vitest';
import { createEarlyStop } from '../../../engine/early-stop.ts';
import type { SeriesEvent } from '../../../engine/events.ts';
import { RunSpec, type RunSpecInput } from '../../../engine/spec/schema.ts';
import { createTraining, type Ending } from '../../../engine/train.ts';
import { formatPercent, formatShare } from '../../../engine/words/numbers.ts';
import { KERNEL_SETS, load } from '../../support/kernel-sets.ts';
import { clusters } from '../../support/small-dataset.ts';

async function train(change: RunSpecInput, name: 'reference' | 'wasm' = 'wasm') {
  const spec = RunSpec.parse({
    model: { hidden: [8, 6] },
    training: { steps: 100, batchSize: 20 },
    evaluation: { every: 10 },
    ...change,
  });
  const training = createTraining({ spec, dataset: clusters(), kernels: await load(name) });
  let ending: Ending | null = null;
  while (ending === null) ending = training.advance();
  const events = training.take();
  const series = (wanted: string): [step: number, value: number][] =>
    events
      .filter((event): event is SeriesEvent => event.type === 'series' && event.name === wanted)
      .flatMap(({ firstStep, stride, values }) =>
        Array.from(values, (v, i): [number, number] => [firstStep + i * stride, v]),
      );
  return { ending, series, training };
}

describe('early stop', () => {
  const observe = (change: object, losses: readonly number[]): (string | null)[] => {
    const { training } = RunSpec.parse({ training: { earlyStop: { type: 'patience', ...change } } });
    const earlyStop = createEarlyStop(training.earlyStop);
    return losses.map((loss, i) => earlyStop.observe(10 * i, loss, null)?.text ?? null);
  };

  it('waits for so many evaluations in a row without a better loss', () => {
    const said = observe({ patience: 3 }, [1, 0.9, 0.95, 0.9, 0.85, 0.86, 0.87, 0.88]);
    expect(said.slice(0, -1).every((reason) => reason === null)).toBe(true);
    expect(said.at(-1)).toBe(
      'Stopped early at step 70: the validation loss has not fallen below 0.85, of step 40, for 3 evaluations.',
    );
  });

  it('does not take a small gain, or no number, for a better loss', () => {
    const losses = [1, 0.96, 0.93, 0.94];
    expect(observe({ patience: 2, minimumDelta: 0.05 }, losses)[3]).toBeNull();
    expect(observe({ patience: 2, minimumDelta: 0.1 }, losses)[2]).toContain('below 1, of step 0, for 2 evaluations');
    expect(observe({ patience: 1 }, [1, NaN])[1]).toContain('below 1, of step 0, for 1 evaluation.');
    expect(observe({ patience: 2 }, [NaN, NaN, Infinity])).toEqual([
      null,
      null,
      'Stopped early at step 20: the validation loss was not finite in 2 evaluations.',
    ]);
  });

  it('ends the run as completed, with the metrics of its end', async () => {
    const { ending, series } = await train({
      training: { steps: 100, batchSize: 20, earlyStop: { type: 'patience', patience: 3, minimumDelta: 50 } },
    });
    expect(ending).toMatchObject({ status: 'completed', step: 30 });
    const [first] = series('validation.loss');
    expect(ending.reason?.text).toBe(
      `Stopped early at step 30: the validation loss has not fallen below ${Number(first![1].toPrecision(6))}, of step 0, for 3 evaluations.`,
    );
    expect(series('validation.loss').map(([step]) => step)).toEqual([0, 10, 20, 30]);
    expect(series('train.loss')).toHaveLength(30);
    expect(ending.summary['validation.loss']).toBe(series('validation.loss').at(-1)![1]);
    expect(ending.summary).toHaveProperty(['test.accuracy.precise']);
  });

  it('leaves a run alone that still gets better', async () => {
    const earlyStop = { type: 'patience', patience: 5 } as const;
    const { ending } = await train({ training: { steps: 40, batchSize: 20, earlyStop } });
    expect(ending).toMatchObject({ status: 'completed', step: 40, reason: null });
  });
});

describe('a target', () => {
  const towards = (accuracy: number): RunSpecInput => ({
    training: { steps: 100, batchSize: 20, earlyStop: { type: 'target', accuracy } },
  });

  it('ends the run at the first evaluation that reaches it', async () => {
    const { ending, series } = await train(towards(0.7));
    const reached = series('validation.accuracy').findIndex(([, value]) => value >= 0.7);
    const [step, accuracy] = series('validation.accuracy')[reached]!;
    expect(step).toBeGreaterThan(0);
    expect(ending).toMatchObject({ status: 'completed', step });
    expect(ending.reason?.text).toBe(
      `Reached the target at step ${step}: validation accuracy ${formatShare(accuracy)}, wanted ${formatPercent(0.7)}.`,
    );
    expect(series('validation.accuracy')).toHaveLength(reached + 1);
    expect(series('train.loss')).toHaveLength(step);
  });

  it('that the untrained network reaches is reached without an update', async () => {
    const { ending, series, training } = await train(towards(0.01));
    expect(ending).toMatchObject({ status: 'completed', step: 0 });
    expect(ending.reason?.text).toContain('Reached the target at step 0');
    expect(series('train.loss')).toEqual([]);
    expect(ending.summary).toHaveProperty(['test.accuracy']);
    expect(ending.summary).not.toHaveProperty(['train.loss']);
    expect(training.checkpoint()!.step).toBe(0);
  });

  it('is looked for with batch statistics where running ones are not followed', async () => {
    const { ending, series } = await train({ ...towards(0.7), evaluation: { every: 10, statistics: ['batch'] } });
    expect(ending.reason?.text).toContain(
      `validation accuracy ${formatShare(series('validation.accuracy.batch').at(-1)![1])}`,
    );
  });

  it('is looked for with population statistics where no others are followed', async () => {
    const { ending, series } = await train({ ...towards(0.7), evaluation: { every: 10, statistics: ['precise'] } });
    const [step, accuracy] = series('validation.accuracy.precise').at(-1)!;
    expect(step).toBeLessThan(100);
    expect(ending.reason?.text).toBe(
      `Reached the target at step ${step}: validation accuracy ${formatShare(accuracy)}, wanted ${formatPercent(0.7)}.`,
    );
    expect(ending.summary).toHaveProperty(['best.validation.accuracy.precise']);
  });

  it('that is never reached leaves all steps', async () => {
    const { ending } = await train(towards(1));
    expect(ending).toMatchObject({ status: 'completed', step: 100, reason: null });
  });
});

describe.each(KERNEL_SETS)('divergence on $name kernels', ({ name }) => {
  // Steps of Adam are as long as the learning rate, whatever the gradient.
  const beyond = name === 'wasm' ? 1e38 : 1e308;
  it.each(['adam', 'adamw', 'lamb', 'rmsprop', 'adagrad'] as const)(
    'of %s is noticed, and the layer named where it began',
    async (type) => {
      const { ending, series } = await train(
        {
          model: { hidden: [8, 6], activation: 'relu', normalization: { type: 'none' } },
          optimizer: { type, learningRate: beyond },
        },
        name,
      );
      expect(ending.status).toBe('diverged');
      expect(ending.layer).toMatch(/^dense[123]$/);
      expect(ending.reason).toMatchObject({ code: 'run.diverged', values: { step: ending.step, layer: ending.layer } });
      expect(ending.reason!.text).toMatch(
        /^Diverged at step .* is not finite any more; the first layer with such a value/,
      );
      expect(ending.step).toBeLessThan(5);
      expect(series('train.loss').at(-1)![0]).toBe(ending.step);
    },
  );

  it('under Adam through weight decay alone names the parameter', async () => {
    const { ending } = await train(
      {
        model: { hidden: [4], activation: 'tanh', normalization: { type: 'none' } },
        // Saturated units pass no gradient: only the decay moves the weights, in longer and longer steps.
        optimizer: { type: 'adamw', learningRate: 1e20, weightDecay: 10 },
      },
      name,
    );
    expect(ending.status).toBe('diverged');
    expect(ending.layer).toMatch(/^dense/);
  });
});
