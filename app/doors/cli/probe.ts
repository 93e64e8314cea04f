/** `normscope probe`: measures something inside the network of a run that has ended, and shows what was measured. */
import type { Command } from 'commander';
import { formatDuration } from '../../view/units.ts';
import { nearest, setPath } from '../../../engine/spec/parse.ts';
import { PROBE_TYPES } from '../../../engine/spec/schema.ts';
import { AppError } from '../../errors.ts';
import { formatNumber, formatProgress } from '../../view/numbers.ts';
import type { ProbeInput, ProbeRow } from '../../contract/probes.ts';
import { alignedTable, plain } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';

interface Options {
  db?: string;
  json: boolean;
  type?: string;
  at: string[];
  set: string[];
}

/** Adds the command. */
export function addProbe(program: Command, session: Session): void {
  program
    .command('probe')
    .description('measure something inside the network of a run that has ended; without --type, show what was measured')
    .argument('<run>', 'id, unique start of an id, or name')
    .option('--type <type>', `one of ${PROBE_TYPES.join(', ')}`)
    .option('--at <step...>', 'steps to look at: numbers, or end', ['end'])
    .option('--set <option=value...>', 'an option of the probe, e.g. --set samples=500', [])
    .option('--db <file>', 'database file')
    .option('--json', 'print JSON objects, one a line', false)
    .action(async (ref: string, options: Options) => {
      const { type } = options;
      session.exitCode = await withWorkbench(session, { ...options, look: type === undefined }, async (workbench) => {
        const { runs, probes } = workbench;
        const run = runs.resolve(ref);
        const { print, say, json } = session.output;
        const show = (row: ProbeRow): void => {
          if (options.json) json({ event: 'probe', ...row });
          else print(describe(row));
        };
        if (type === undefined) {
          const rows = probes.list(run.id);
          if (rows.length === 0 && !options.json) print(`${run.name} has no probes yet. Take one with --type.`);
          rows.forEach(show);
          return 0;
        }
        const shown = process.stderr.isTTY && !options.json;
        const rows = await probes.take(run.id, inputOf(type, options), ({ what, fraction }) => {
          if (shown) process.stderr.write(`\r${what} ${plain(formatProgress(fraction))} `);
        });
        if (shown) say('');
        rows.forEach(show);
        return rows.every(({ problem }) => problem === null) ? 0 : 1;
      });
    });
}

/** Throws AppError `invalid-input` for what has not the form of an option or a step. */
function inputOf(type: string, { at, set }: Options): ProbeInput {
  if (!(PROBE_TYPES as readonly string[]).includes(type)) {
    const near = nearest(type, PROBE_TYPES);
    const hint = near === null ? `choose ${PROBE_TYPES.join(', ')}` : `did you mean ${near}?`;
    throw new AppError('invalid-input', `--type is ${JSON.stringify(type)}; ${hint}`);
  }
  const moments = at.map((word) => {
    if (word !== 'end' && !/^\d+$/.test(word))
      throw new AppError('invalid-input', `--at is ${JSON.stringify(word)}; give a step, or end`);
    return word === 'end' ? word : Number(word);
  });
  const stray = set.find((word) => !word.includes('='));
  if (stray !== undefined)
    throw new AppError('invalid-input', `--set is ${JSON.stringify(stray)}; give option=value, e.g. --set samples=500`);
  return set.reduce<unknown>(
    (input, word) => setPath(input, word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)),
    { type, at: moments },
  ) as ProbeInput;
}

const COLUMNS = [{ title: '' }, { title: '', right: true }];

function describe({
  probe,
  step,
  numbers,
  problem,
  milliseconds,
  samples,
  part,
  statistics,
  precision,
}: ProbeRow): string {
  const head = `${probe.type} at step ${step}`;
  if (problem !== null) return `${head}: ${problem}`;
  const facts = [
    `${samples} samples (${part})`,
    ...(statistics.length === 0 ? [] : [`statistics: ${statistics.join(', ')}`]),
    precision,
    formatDuration(milliseconds),
  ];
  const rows = Object.entries(numbers).map(([name, value]) => [name, formatNumber(value)]);
  return [`${head} · ${facts.join(' · ')}`, ...alignedTable(COLUMNS, rows).slice(1)].join('\n');
}
