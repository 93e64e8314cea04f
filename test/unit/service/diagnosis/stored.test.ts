/** What is said of made-up numbers: the edges of each finding. What is said of trained runs: trained.test.ts. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding, FindingKind } from '../../../../app/contract/diagnosis.ts';
import type { NormEvent, TrainEvent } from '../../../../engine/events.ts';
import type { RunSpecInput } from '../../../../engine/spec/schema.ts';
import { finished, norm, series, storedRuns } from '../../../support/stored-runs.ts';

const stored = storedRuns();
afterAll(() => stored.close());

const CHANCE = Math.log(10);
const PLAIN: RunSpecInput = { model: { hidden: [4], activation: 'relu', normalization: { type: 'none' } } };
const BATCH: RunSpecInput = { model: { hidden: [4], normalization: { type: 'batch' } } };

const diagnose = (spec: RunSpecInput, events: TrainEvent[], end: Parameters<typeof finished>[0] = {}): Finding[] => {
  const step = Math.max(0, ...events.flatMap((event) => (event.type === 'series' ? [lastOf(event)] : [])));
  return stored.runs.diagnose(stored.add(spec, [...events, finished({ step, ...end })])).findings;
};
const lastOf = ({ firstStep, stride, values }: Extract<TrainEvent, { type: 'series' }>): number =>
  firstStep + (values.length - 1) * stride;
const kinds = (findings: Finding[]): FindingKind[] => findings.map(({ kind }) => kind);

/** Training with this loss at each step; a classification, as the accuracy shows. */
const training = (count: number, loss: (step: number) => number, gradient: (step: number) => number = () => 1) => [
  series('train.loss', count, loss),
  series('train.accuracy', count, () => 0.1),
  series('gradient.norm', count, gradient),
];
/** Percentiles of what enters the one activation. */
const entering = (count: number, at: (step: number) => [p15: number, p50: number, p85: number]): TrainEvent[] =>
  ['p15', 'p50', 'p85'].map((p, i) => series(`preactivation/activation1/${p}`, count, (step) => at(step)[i]!, 10));

describe('the training loss', () => {
  it('at the constant prediction is stuck, a little below it is not', () => {
    const [found] = diagnose(
      PLAIN,
      training(
        400,
        () => 0.96 * CHANCE,
        () => 1e-5,
      ),
    );
    expect(found).toMatchObject({ kind: 'stuck', severity: 'bad' });
    expect(found!.numbers['constantLoss']).toBeCloseTo(CHANCE, 12);
    expect(found!.numbers['gradientNorm']).toBe(1e-5);
    expect(found!.remedy).toContain('Gradients vanish');
    expect(
      kinds(
        diagnose(
          PLAIN,
          training(400, (step) => (step > 200 ? 0.9 : 1) * CHANCE),
        ),
      ),
    ).toEqual(['plateau']);
  });

  it('of few steps, or still falling, is nothing', () => {
    expect(
      diagnose(
        PLAIN,
        training(299, () => CHANCE),
      ),
    ).toEqual([]);
    expect(
      diagnose(
        PLAIN,
        training(1000, (step) => CHANCE * Math.exp(-step / 500)),
      ),
    ).toEqual([]);
    expect(diagnose(PLAIN, [])).toEqual([]);
  });

  it.each([
    ['binary-cross-entropy', -(0.1 * Math.log(0.1) + 0.9 * Math.log(0.9))],
    ['mean-squared-error', 0.09],
    ['huber', 0.045],
  ] as const)('is judged against the best constant of %s', (type, constant) => {
    const [found] = diagnose(
      { ...PLAIN, loss: { type } },
      training(400, () => constant),
    );
    expect(found!.numbers['constantLoss']).toBeCloseTo(constant, 12);
  });

  it('that rises from its start, or comes back, is one of steps too long', () => {
    expect(
      diagnose(
        PLAIN,
        training(400, (step) => 2.3 + step),
      )[0]!.text,
    ).toContain('rose from 3.3');
    const back = diagnose(
      PLAIN,
      training(
        400,
        (step) => (step < 200 ? 0.5 : 2),
        (step) => step,
      ),
    );
    expect(kinds(back)).toEqual(['learning-rate-too-high']);
    expect(back[0]!.text).toContain('fell to 0.5');
    expect(back[0]!.text).toContain('The gradient norm went from 10.5 to 390.5');
  });

  it('that starts high and falls is not', () => {
    expect(
      diagnose(
        PLAIN,
        training(200, (step) => 2000 / step),
      ),
    ).toEqual([]);
  });

  it('that keeps jumping above the constant prediction is; single jumps are not', () => {
    const jumps = (every: number) => (step: number) => (step > 100 && step % every === 0 ? 3 : 0.4);
    const [found] = diagnose(PLAIN, training(1000, jumps(20)));
    expect(found).toMatchObject({ kind: 'learning-rate-too-high', numbers: { spikes: 45 } });
    expect(diagnose(PLAIN, training(1000, jumps(300)))).toEqual([]);
  });
});

describe('a diverged run', () => {
  const text = 'Diverged at step 4: the loss is not finite any more; the first layer with such a value is dense1.';
  const reason = { code: 'run.diverged', values: { step: 4, what: 'loss', layer: 'dense1' }, text };
  const end = { status: 'diverged', step: 4, reason } as const;

  it('is told with its last numbers and their growth', () => {
    const losses = training(
      4,
      (step) => (step === 4 ? NaN : 10 ** step),
      (step) => (step === 4 ? Infinity : 4 ** step),
    );
    const findings = diagnose(PLAIN, [...losses, series('learning.rate', 3, () => 0.5)], end);
    expect(kinds(findings)).toEqual(['diverged']);
    expect(findings[0]).toMatchObject({ step: 4, layer: 'dense1' });
    expect(findings[0]!.numbers).toMatchObject({ loss: 1000, gradientNorm: 64, learningRate: 0.5, over: 3 });
    expect(findings[0]!.numbers['growth']).toBeCloseTo(4, 12);
    expect(findings[0]!.remedy).toContain('to 0.05');
  });

  it('without one finite number points at inputs and weights', () => {
    const [found] = diagnose(
      PLAIN,
      training(
        1,
        () => NaN,
        () => NaN,
      ),
      end,
    );
    expect(found!.text).toContain('Not one loss was finite');
    expect(found!.remedy).toContain('Scale the inputs');
  });
});

describe('what enters an activation', () => {
  it('below 0 by three deviations up to the end is a dead layer, since the step it began', () => {
    const dead = entering(20, (step) => (step < 100 ? [-1, 0, 1] : [-5, -4, -3]));
    expect(diagnose(PLAIN, dead)).toMatchObject([{ kind: 'dead-layer', layer: 'activation1', step: 100 }]);
    const recovered = entering(20, (step) => (step === 200 ? [-1, 0, 1] : [-5, -4, -3]));
    expect(diagnose(PLAIN, recovered)).toEqual([]);
  });

  it('mostly below 0 is sparse, and dead only where nothing is learned', () => {
    const sparse = entering(40, () => [-3, -1.5, -0.1]);
    expect(diagnose(PLAIN, sparse)).toEqual([]);
    const findings = diagnose(PLAIN, [...sparse, ...training(400, () => CHANCE)]);
    expect(kinds(findings)).toEqual(['dead-layer', 'stuck']);
    expect(findings[1]!.remedy).toContain('dead layer');
  });

  it('never kills a leaky rectifier', () => {
    const leaky: RunSpecInput = { model: { ...PLAIN.model, activation: 'leaky-relu' } };
    expect(
      diagnose(
        leaky,
        entering(20, () => [-5, -4, -3]),
      ),
    ).toEqual([]);
  });

  it.each([
    ['tanh', 2],
    ['scaled-tanh', 3],
    ['sigmoid', 4],
  ] as const)('far out saturates %s, at the points of 97 per cent', (activation, scale) => {
    const spec: RunSpecInput = { model: { ...PLAIN.model, activation } };
    const [found] = diagnose(
      spec,
      entering(20, () => [-5 * scale, 0, 5 * scale]),
    );
    expect(found).toMatchObject({ kind: 'saturated-layer', layer: 'activation1' });
    expect(
      diagnose(
        spec,
        entering(20, () => [-scale / 2, 0, scale / 2]),
      ),
    ).toEqual([]);
  });
});

describe('normalization', () => {
  const run = { step: 500, samples: { train: 8000, validation: 1000, test: 1000 } };
  const scores = (running: number, batch: number, precise = batch) => ({
    'validation.accuracy': running,
    'validation.accuracy.batch': batch,
    'validation.accuracy.precise': precise,
  });
  /** Records whose running mean is one deviation from the batch mean, with twice its variance. */
  const lagging: NormEvent[] = [100, 200, 300].map((step) => ({
    ...norm('norm1', step, 4, () => 1),
    batchVariance: Float32Array.of(4, 4, 4, 4),
    runningMean: Float32Array.of(3, 3, 3, 3),
    runningVariance: Float32Array.of(8, 8, 8, 8),
  }));

  it('that loses accuracy in inference is told with z and the ratio of variances', () => {
    const [found] = diagnose(BATCH, lagging, { ...run, summary: scores(0.5, 0.9) });
    expect(found).toMatchObject({ kind: 'train-eval-gap', severity: 'bad', layer: 'norm1' });
    expect(found!.numbers).toMatchObject({ running: 0.5, batch: 0.9, precise: 0.9, z: 1, varianceRatio: 2 });
    expect(found!.text).toContain('lag by z = 1 ');
    expect(found!.remedy).toContain('Recompute');
    const [hopeless] = diagnose(BATCH, lagging, { ...run, summary: scores(0.5, 0.9, 0.5) });
    expect(hopeless!.remedy).toContain('no remedy here');
  });

  it('that loses less than scatter, or in the first steps, is nothing', () => {
    expect(diagnose(BATCH, lagging, { ...run, summary: scores(0.87, 0.9) })).toEqual([]);
    expect(diagnose(BATCH, lagging, { ...run, step: 150, summary: scores(0.5, 0.9) })).toEqual([]);
  });

  it('tells of skipped batches', () => {
    const findings = diagnose(BATCH, [], { ...run, summary: { 'norm.skipped.batches': 3 } });
    expect(findings).toMatchObject([{ kind: 'skipped-batches', numbers: { skipped: 3, steps: 500 } }]);
  });

  it('over few values is noise', () => {
    const of = (batchSize: number): Finding[] => diagnose({ ...BATCH, training: { batchSize } }, [], run);
    expect(of(2)).toMatchObject([{ kind: 'batch-too-small', severity: 'bad' }]);
    expect(of(4)).toMatchObject([{ severity: 'warn', numbers: { values: 4 } }]);
    expect(of(8)).toEqual([]);
    const images: RunSpecInput = { model: { kind: 'cnn', channels: [4] }, training: { batchSize: 2 } };
    expect(diagnose(images, [], run)).toEqual([]);
  });

  it('over few values is judged by what each normalizer makes of them', () => {
    const of = (normalization: object, batchSize: number, batching = { type: 'shuffled' }): Finding[] =>
      diagnose({ model: { hidden: [4], normalization }, training: { batchSize, batching } } as RunSpecInput, [], run);
    expect(of({ type: 'ghost-batch', size: 2 }, 64)).toMatchObject([
      { kind: 'batch-too-small', severity: 'bad', numbers: { values: 2, samples: 2 } },
    ]);
    expect(of({ type: 'ghost-batch', size: 2 }, 64, { type: 'full' })).toMatchObject([{ kind: 'batch-too-small' }]);
    expect(of({ type: 'ghost-batch', size: 32 }, 66)).toMatchObject([{ severity: 'bad', numbers: { values: 2 } }]);
    expect(of({ type: 'batch-renorm' }, 2)).toMatchObject([{ severity: 'bad' }]);
    expect(of({ type: 'batch-renorm' }, 4)).toEqual([]);
    expect(of({ type: 'switchable' }, 2)).toMatchObject([{ severity: 'warn' }]);
    const [whitened] = of({ type: 'decorrelated-batch' }, 2);
    expect(whitened).toMatchObject({ severity: 'warn', numbers: { values: 2 } });
    expect(whitened!.text).toContain('no full rank');
  });

  it('with gammas that fell to 0 passes nothing; one that began there is meant to', () => {
    const gammas = (step: number, off: number): NormEvent => ({
      ...norm('norm1', step, 4),
      gamma: Float32Array.from({ length: 4 }, (_, c) => (c < off ? 1e-4 : 1)),
    });
    const findings = diagnose(BATCH, [gammas(1, 0), gammas(100, 2)], run);
    expect(findings).toMatchObject([{ kind: 'gamma-collapsed', layer: 'norm1', numbers: { off: 2, channels: 4 } }]);
    expect(diagnose(BATCH, [gammas(1, 4), gammas(100, 4)], run)).toEqual([]);
  });
});

describe('the validation loss', () => {
  const falling = training(1000, (step) => 2 * Math.exp(-step / 300));
  const validation = (at: (step: number) => number, name = 'validation.loss'): TrainEvent =>
    series(name, 40, at, 25, 0);

  it('that rises while the training loss falls is overfitting, from the step where it was best', () => {
    const [found] = diagnose(PLAIN, [...falling, validation((step) => 1 + Math.abs(step - 400) / 1000)]);
    expect(found).toMatchObject({ kind: 'overfitting', step: 400 });
    expect(found!.numbers['rise']).toBeGreaterThan(0.5);
  });

  it('with the statistics of the batch decides, where it was evaluated', () => {
    const running = validation((step) => 1 + Math.abs(step - 400) / 1000);
    const batch = validation((step) => 2 * Math.exp(-step / 300), 'validation.loss.batch');
    expect(diagnose(PLAIN, [...falling, running, batch])).toEqual([]);
  });

  it('that wavers, or rises with the training loss, is none', () => {
    expect(diagnose(PLAIN, [...falling, validation((step) => 1 + (step % 100) / 1000)])).toEqual([]);
  });
});

it('a run that waits has nothing to explain', () => {
  expect(stored.runs.diagnose(stored.add(PLAIN)).findings).toEqual([]);
});
