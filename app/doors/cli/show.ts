/** `normscope show`: everything about one run that fits on a terminal. */
import type { Command } from 'commander';
import { formatMetric, metricTitle } from '../../view/metrics.ts';
import { formatColumnTime } from '../../view/time.ts';
import { NORM_FIELDS } from '../../../engine/events.ts';
import { diffSpecs } from '../../service/diff.ts';
import { formatCount, formatNumber } from '../../view/numbers.ts';
import { typedFieldValue } from '../../view/spec-values.ts';
import { formatBytes, formatDuration } from '../../view/units.ts';
import { FIELD_TITLES, finalNorms } from '../../service/reports/figures/norms.ts';
import { outlineOf } from '../../view/order.ts';
import { keyNumbers } from '../../service/probe-summary.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { ProbeRow } from '../../contract/probes.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { RunService } from '../../service/types.ts';
import { alignedTable, plain } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';

interface ShowOptions {
  db?: string;
  json: boolean;
}

/** Adds the command. */
export function addShow(program: Command, session: Session): void {
  program
    .command('show')
    .description('show a run: outcome, specification, normalization layers, probes')
    .argument('<run>', 'id, unique start of an id, or name')
    .option('--db <file>', 'database file')
    .option('--json', 'print one JSON object', false)
    .action(async (ref: string, options: ShowOptions) => {
      await withWorkbench(session, { ...options, look: true }, ({ runs, probes }) => {
        const run = runs.get(runs.resolve(ref).id);
        const measured = probes.list(run.id);
        if (options.json)
          session.output.json({
            ...run,
            normalization: lastNorms(runs, run),
            probes: measured,
            findings: runs.diagnose(run.id).findings,
          });
        else for (const line of describe(runs, run, measured)) session.output.print(line);
      });
    });
}

/** Every layer at its last record, with plain arrays. */
const lastNorms = (runs: RunService, run: RunDetail): object[] =>
  finalNorms(runs, run).map(({ fields, ...layer }) => ({
    ...layer,
    ...Object.fromEntries(NORM_FIELDS.map((field) => [field, Array.from(fields[field])])),
  }));

/** Title and value, aligned, indented. */
const facts = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([title]) => title.length));
  return rows.map(([title, value]) => `  ${title.padEnd(width)}  ${plain(value)}`);
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** The run in sections, as lines. */
function describe(runs: RunService, run: RunDetail, probes: readonly ProbeRow[]): string[] {
  const { machine, versions, samples } = run;
  const dash = '–';
  return [
    plain(run.name),
    ...facts([
      ['id', run.id],
      ['status', run.reason === '' ? run.status : `${run.status}: ${run.reason}`],
      ['seed', String(run.spec.seed)],
      ['steps', `${formatCount(run.step)} of ${formatCount(run.spec.training.steps)}`],
      ['training time', formatDuration(run.trainingMs)],
      ['started', formatColumnTime(run.startedAt)],
      ['ended', formatColumnTime(run.endedAt)],
      ...(run.tags.length === 0 ? [] : [['tags', run.tags.join(', ')] as const]),
      ...(run.note === '' ? [] : [['note', run.note] as const]),
    ]),
    ...section('What went wrong', findingLines(runs.diagnose(run.id))),
    ...section(
      'Outcome',
      facts(
        Object.entries(run.summary).map(([name, value]) => [metricTitle(name), formatMetric(name, value)] as const),
      ),
    ),
    ...section(
      'Specification',
      facts(
        diffSpecs([run.spec])
          .filter(({ path }) => path !== 'name' && path !== 'format')
          .map(({ path, values: [value] }) => [
            path,
            value?.missing === false ? typedFieldValue(path, value.value) : dash,
          ]),
      ),
    ),
    ...section('Data', [
      ...facts([
        ['dataset', run.dataset.name],
        ['hash', run.dataset.hash],
        [
          'samples',
          samples === null
            ? dash
            : `${formatCount(samples.train)} training, ${formatCount(samples.validation)} validation, ${formatCount(samples.test)} test`,
        ],
        ['features without variance', run.scaling === null ? dash : formatCount(run.scaling.zeroVariance)],
      ]),
    ]),
    ...section('Network', run.layers.length === 0 ? [] : layerLines(run)),
    ...section(...normLines(runs, run)),
    ...section('Probes', probeLines(probes)),
    ...section(
      'Kept with it',
      facts([
        ...(run.parent === null ? [] : [['continues', parentText(run.parent)] as [string, string]]),
        ['checkpoint', run.checkpoint === null ? dash : `at step ${formatCount(run.checkpoint.step)}`],
        ['kernels', run.kernels ?? dash],
        ['versions', `Normscope ${versions.normscope}, Node ${versions.node}`],
        ['machine', `${machine.cpu}, ${machine.cores} cores, ${machine.platform} ${machine.arch}`],
        ['specification hash', run.specHash],
        ['replicate group', run.groupHash],
        ['series', run.series.map(({ name, count }) => `${name} (${formatCount(count)})`).join(', ') || dash],
        ['size', formatBytes(run.bytes)],
      ]),
    ),
  ];
}

/** What is known to be wrong, and below each what to do. */
const findingLines = ({ findings }: Diagnosis): string[] =>
  findings.flatMap(({ severity, text, remedy }) => [
    `  ${severity.padEnd(4)}  ${plain(text)}`,
    `        ${plain(remedy)}`,
  ]);

const parentText = ({ id, name, step }: NonNullable<RunDetail['parent']>): string =>
  `${name ?? 'a run that was deleted'} (${id}) at step ${formatCount(step)}`;

const layerLines = ({ layers, parameters }: RunDetail): string[] => [
  ...alignedTable(
    [{ title: 'layer' }, { title: 'kind' }, { title: 'shape', right: true }, { title: 'learned numbers', right: true }],
    [
      ...layers.map(({ name, kind, shape, parameters: own }) => [name, kind, shape.join('×'), formatCount(own)]),
      ['all', '', '', parameters === null ? '–' : formatCount(parameters)],
    ],
  ).map((line) => `  ${line}`),
];

/** Mean and range over the channels of what each normalization layer had come to. */
function normLines(runs: RunService, run: RunDetail): [string, string[]] {
  const layers = finalNorms(runs, run);
  const rows = layers.flatMap(({ layer, channels, fields }) =>
    NORM_FIELDS.flatMap((field) => {
      const { mean, min, max, nonFinite } = outlineOf(fields[field]);
      const cells = [mean, min, max].map((value) => formatNumber(value));
      // A layer without statistics of its own (affine only) keeps none.
      return nonFinite === channels ? [] : [[layer, formatCount(channels), FIELD_TITLES[field], ...cells]];
    }),
  );
  const columns = [
    ...[{ title: 'layer' }, { title: 'channels', right: true }, { title: 'quantity' }],
    ...[
      { title: 'mean', right: true },
      { title: 'min', right: true },
      { title: 'max', right: true },
    ],
  ];
  const title = `Normalization layers at step ${formatCount(layers[0]?.step ?? 0)}`;
  return [title, rows.length === 0 ? [] : alignedTable(columns, rows).map((line) => `  ${line}`)];
}

/** A line a record: when it was taken, and its key numbers (over the layers, the smallest to the largest). */
function probeLines(probes: readonly ProbeRow[]): string[] {
  if (probes.length === 0) return [];
  const rows = probes.map((record) => {
    const numbers = keyNumbers(record).map(({ quantity, low, high }) =>
      low === high || Number.isNaN(low)
        ? `${quantity} ${formatNumber(low)}`
        : `${quantity} ${formatNumber(low)} to ${formatNumber(high)}`,
    );
    return [record.probe.type, formatCount(record.step), record.problem ?? numbers.join('; ')];
  });
  const columns = [{ title: 'probe' }, { title: 'step', right: true }, { title: 'key numbers' }];
  return alignedTable(columns, rows).map((line) => `  ${line}`);
}
