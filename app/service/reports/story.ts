/** What a report says in sentences; every one follows from stored numbers. Not for tables and figures. */
import { formatMetric, headlineOf, metricTitle } from '../../view/metrics.ts';
import { keepsRunning, normalizerOf } from '../../../engine/spec/normalized-model.ts';
import { epsOf, isLayer, momentumOf } from '../../../engine/spec/normalizers.ts';
import { variantTitle } from '../../../engine/spec/titles.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';
import { texts } from '../../../engine/words/words.ts';
import type { Comparison } from '../../contract/compare.ts';
import type { RunStatus } from '../../contract/run-status.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { Subject } from './figures/subject.ts';
import { formatCount, formatNumber, formatPercent } from '../../view/numbers.ts';
import { kerasRemark } from '../../view/spec-values.ts';
import { formatDuration } from '../../view/units.ts';

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;

const STANDING: Record<RunStatus, string> = {
  queued: 'waits for its turn',
  running: 'is still running: it has done',
  paused: 'is paused: it has done',
  completed: 'completed',
  stopped: 'was stopped after',
  diverged: 'ended after',
  failed: 'failed after',
  interrupted: 'was interrupted after',
};

const sentence = (text: string): string =>
  text === '' ? '' : ` ${text[0]!.toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

/** How one run ended and what it came to. */
export function runSentence({ run, label }: Subject): string {
  const { status, step, spec, trainingMs, summary, reason } = run;
  if (status === 'queued') return `“${label}” ${STANDING.queued}.`;
  const metric = headlineOf(summary);
  const outcome =
    metric === null ? '' : `Its last ${metricTitle(metric).toLowerCase()} is ${formatMetric(metric, summary[metric]!)}`;
  const done = `${formatCount(step)} of ${formatCount(spec.training.steps)} steps in ${formatDuration(trainingMs)}`;
  return `“${label}” ${STANDING[status]} ${done}.${sentence(status === 'completed' ? '' : reason)}${sentence(outcome)}`;
}

/** Which run reached the target first, and how many times sooner than each other one. */
export function targetSentence(
  subjects: readonly Subject[],
  { metric, target, values }: Comparison['stepsToTarget'],
): string {
  const goal = `${metricTitle(metric)} of ${formatMetric(metric, target)}`;
  const reached = subjects
    .flatMap(({ label }, index) => {
      const steps = values[index];
      return steps === null || steps === undefined ? [] : [{ label, steps }];
    })
    .sort((a, b) => a.steps - b.steps);
  const missed = subjects.filter((_, index) => values[index] === null).map(({ label }) => `“${label}”`);
  const [first, ...others] = reached;
  if (first === undefined) return `${goal} was not reached by ${subjects.length === 1 ? 'the run' : 'any run'}.`;
  const rest = others.map(({ label, steps }) => {
    const times = steps === first.steps ? 'as soon' : `${formatNumber(steps / first.steps, 2)} times as many`;
    return `by “${label}” at step ${formatCount(steps)} (${times})`;
  });
  const never = missed.length === 0 ? '' : `; ${list(missed)} did not reach it`;
  return `${goal} was first reached ${list([`by “${first.label}” at step ${formatCount(first.steps)}`, ...rest])}${never}.`;
}

/** What the first run does, and whether the others do the same; in what they differ stands in the table of differences. */
function said(subjects: readonly Subject[], say: (run: RunDetail) => string): string {
  const [first = '', ...others] = subjects.map(({ run }) => say(run));
  if (others.every((text) => text === first)) return first;
  const differ = others.length === 1 ? 'The other run differs' : 'The other runs differ';
  return `“${subjects[0]!.label}”: ${first} ${differ} from it in the fields listed under “What differs”.`;
}

function scalingText({ scaling }: RunSpec['data']): string {
  switch (scaling.method) {
    case 'none':
      return 'Inputs are used as they are stored.';
    case 'range':
      return `Inputs are mapped linearly from the range of the training split to [${scaling.low}, ${scaling.high}].`;
    case 'standardize':
      return scaling.per === 'feature'
        ? 'Each input is shifted and scaled to mean 0 and variance 1 over the training split.'
        : 'All inputs together are shifted and scaled to mean 0 and variance 1 over the training split.';
    case 'center':
      return 'The training mean of each input is subtracted.';
    case 'per-sample':
      return 'Each sample is shifted and scaled on its own to mean 0 and variance 1.';
    case 'pca':
    case 'zca':
      return `Inputs are whitened (${scaling.method.toUpperCase()}, epsilon ${scaling.eps}) with the covariance of the training split.`;
    case 'affine':
      return `Every input x becomes ${scaling.factor} x + ${scaling.shift}.`;
    default:
      return scaling satisfies never;
  }
}

function dataText({ spec, dataset }: RunDetail): string {
  const { train, validation, test } = spec.data.split;
  const split = `${formatPercent(train)} for training, ${formatPercent(validation)} for validation and ${formatPercent(test)} for a test after training`;
  return `The data are “${dataset.name}”, split at random, stratified by class, into ${split}; the split follows from the seed. ${scalingText(spec.data)}`;
}

function normalizationText({ model }: RunSpec): string {
  const norm = normalizerOf(model);
  // Ways to do without stand for the whole network; a normalizer only where it has a layer.
  if (model.normalization.type === 'none' || (norm === null && isLayer(model.normalization)))
    return 'without normalization';
  const place = norm !== null && 'placement' in norm ? ` ${norm.placement.replace('-', ' the ')}` : '';
  const facts: string[] = [];
  const [momentum, eps] = norm === null ? [undefined, null] : [momentumOf(norm), epsOf(norm)];
  if (momentum !== undefined)
    facts.push(
      momentum === null
        ? 'running statistics averaged over all batches'
        : `momentum ${momentum}, the weight of the new batch as in PyTorch; ${kerasRemark(momentum)}`,
    );
  if (eps !== null) facts.push(`epsilon ${eps}`);
  const title = variantTitle('model.normalization', model.normalization.type);
  return `with ${title[0]!.toLowerCase()}${title.slice(1)}${place}${facts.length > 0 ? ` (${facts.join('; ')})` : ''}`;
}

function networkText({ model }: RunSpec): string {
  switch (model.kind) {
    case 'mlp':
      return model.hidden.length === 0
        ? 'A multi-layer perceptron with no hidden layer'
        : `A multi-layer perceptron with hidden layers of ${list(model.hidden.map(String))} units`;
    case 'cnn':
      return `A convolutional network with convolutions of ${list(model.channels.map(String))} channels`;
    case 'resnet':
      return `A residual network of depth ${model.depth} with ${model.width} channels in its first stage`;
    case 'layers':
      return `A network of ${model.layers.length} listed layers`;
    default:
      return model satisfies never;
  }
}

function modelText({ spec }: RunDetail): string {
  const { model, optimizer, training, loss, schedule } = spec;
  const momentum = 'momentum' in optimizer && optimizer.momentum > 0 ? ` and momentum ${optimizer.momentum}` : '';
  const rate = `learning rate ${optimizer.learningRate}${schedule.type === 'constant' ? '' : ` (schedule: ${schedule.type})`}`;
  return (
    `${networkText(spec)}, activation ${model.activation}, ${normalizationText(spec)}, weights drawn ` +
    `by the initializer ${model.initializer.type}. ${variantTitle('optimizer', optimizer.type)} with ${rate}${momentum} on the ` +
    `${loss.type} loss, ${formatCount(training.steps)} steps with batches of ${formatCount(training.batchSize)}.`
  );
}

const statistics = texts('report.statistics', {
  running: 'the running statistics',
  batch: 'those of the evaluated batch',
  precise: 'those of the training split, computed anew',
});

const evaluationText =
  (normalized: boolean) =>
  ({ spec }: RunDetail): string => {
    const ways = spec.evaluation.statistics.map((way) => statistics[way]);
    const how = normalized ? ` Batch normalization then uses ${ways.join(', and in turn ')}.` : '';
    return `The validation split is evaluated every ${formatCount(spec.evaluation.every)} steps.${how}`;
  };

/** Paragraphs on data, model and evaluation. */
export function methodParagraphs(subjects: readonly Subject[]): string[] {
  const normalized = subjects.some(({ run }) => keepsRunning(run.spec.model));
  return [dataText, modelText, evaluationText(normalized)].map((say) => said(subjects, say));
}
