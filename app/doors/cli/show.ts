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
import { sayStored, shared } from './words.ts';
import { showTexts as t } from './show-words.ts';

interface ShowOptions {
  db?: string;
  json: boolean;
}

/** Adds the command. */
export function addShow(program: Command, session: Session): void {
  program
    .command('show')
    .description(t.description)
    .argument('<run>', shared.run)
    .option('--db <file>', shared.database)
    .option('--json', shared.json, false)
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
      [t.id, run.id],
      [t.status, run.reason === '' ? run.status : `${run.status}: ${sayStored(run.reason, run.reasonSaid)}`],
      [t.seed, String(run.spec.seed)],
      [t.steps, shared.of({ done: run.step, total: run.spec.training.steps })],
      [t.trainingTime, formatDuration(run.trainingMs)],
      [t.started, formatColumnTime(run.startedAt)],
      [t.ended, formatColumnTime(run.endedAt)],
      ...(run.tags.length === 0 ? [] : [[t.tags, run.tags.join(', ')] as const]),
      ...(run.note === '' ? [] : [[t.note, run.note] as const]),
    ]),
    ...section(t.wrong, findingLines(runs.diagnose(run.id))),
    ...section(
      t.outcome,
      facts(
        Object.entries(run.summary).map(([name, value]) => [metricTitle(name), formatMetric(name, value)] as const),
      ),
    ),
    ...section(
      t.specification,
      facts(
        diffSpecs([run.spec])
          .filter(({ path }) => path !== 'name' && path !== 'format')
          .map(({ path, values: [value] }) => [
            path,
            value?.missing === false ? typedFieldValue(path, value.value) : dash,
          ]),
      ),
    ),
    ...section(t.data, [
      ...facts([
        [t.dataset, run.dataset.name],
        [t.hash, run.dataset.hash],
        [t.samplesTitle, samples === null ? dash : t.samples(samples)],
        [t.zeroVariance, run.scaling === null ? dash : formatCount(run.scaling.zeroVariance)],
      ]),
    ]),
    ...section(t.network, run.layers.length === 0 ? [] : layerLines(run)),
    ...section(...normLines(runs, run)),
    ...section(t.probes, probeLines(probes)),
    ...section(
      t.kept,
      facts([
        ...(run.parent === null ? [] : [[t.continues, parentText(run.parent)] as [string, string]]),
        [t.checkpoint, run.checkpoint === null ? dash : t.atStep(run.checkpoint)],
        [t.kernels, run.kernels ?? dash],
        [t.versionsTitle, t.versions(versions)],
        [t.machineTitle, t.machine(machine)],
        [t.specHash, run.specHash],
        [t.group, run.groupHash],
        [t.series, run.series.map(({ name, count }) => `${name} (${formatCount(count)})`).join(', ') || dash],
        [t.size, formatBytes(run.bytes)],
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

const parentText = ({ id, name, step }: NonNullable<RunDetail['parent']>): string => t.parent({ name, id, step });

const layerLines = ({ layers, parameters }: RunDetail): string[] => [
  ...alignedTable(
    [{ title: t.layer }, { title: t.kind }, { title: t.shape, right: true }, { title: t.learned, right: true }],
    [
      ...layers.map(({ name, kind, shape, parameters: own }) => [name, kind, shape.join('×'), formatCount(own)]),
      [t.all, '', '', parameters === null ? '–' : formatCount(parameters)],
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
    ...[{ title: t.layer }, { title: t.channels, right: true }, { title: t.quantity }],
    ...[
      { title: t.mean, right: true },
      { title: t.min, right: true },
      { title: t.max, right: true },
    ],
  ];
  const title = t.norms({ step: layers[0]?.step ?? 0 });
  return [title, rows.length === 0 ? [] : alignedTable(columns, rows).map((line) => `  ${line}`)];
}

/** A line a record: when it was taken, and its key numbers (over the layers, the smallest to the largest). */
function probeLines(probes: readonly ProbeRow[]): string[] {
  if (probes.length === 0) return [];
  const rows = probes.map((record) => {
    const numbers = keyNumbers(record).map(({ quantity, low, high }) =>
      low === high || Number.isNaN(low)
        ? `${quantity} ${formatNumber(low)}`
        : `${quantity} ${shared.range({ low: formatNumber(low), high: formatNumber(high) })}`,
    );
    return [
      record.probe.type,
      formatCount(record.step),
      record.problem === null ? numbers.join('; ') : sayStored(record.problem, record.problemSaid),
    ];
  });
  const columns = [{ title: t.probe }, { title: t.step, right: true }, { title: t.keyNumbers }];
  return alignedTable(columns, rows).map((line) => `  ${line}`);
}
