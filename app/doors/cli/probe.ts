/** `normscope probe`: measures something inside the network of a run that has ended, and shows what was measured. */
import type { Command } from 'commander';
import { messages, texts } from '../../../engine/words/words.ts';
import { formatDuration } from '../../view/units.ts';
import { nearest, setPath } from '../../../engine/spec/parse.ts';
import { PROBE_TYPES } from '../../../engine/spec/schema.ts';
import { AppError } from '../../errors.ts';
import { formatNumber, formatProgress } from '../../view/numbers.ts';
import type { ProbeInput, ProbeRow } from '../../contract/probes.ts';
import { alignedTable, plain } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { sayStored, shared } from './words.ts';

const t = texts('cli.probe', {
  description: 'measure something inside the network of a run that has ended; without --type, show what was measured',
  type: ({ types }: { types: readonly string[] }) => `one of ${types.join(', ')}`,
  at: 'steps to look at: numbers, or end',
  set: 'an option of the probe, e.g. --set samples=500',
  none: ({ run }: { run: string }) => `${run} has no probes yet. Take one with --type.`,
  samples: ({ samples, part }: { samples: number; part: string }) => `${samples} samples (${part})`,
  statistics: ({ statistics }: { statistics: readonly string[] }) => `statistics: ${statistics.join(', ')}`,
});

const WRONG = messages('cli.probe', {
  type: ({ given, allowed, near }: { given: string; allowed: readonly string[]; near: string | null }) =>
    `--type is ${JSON.stringify(given)}; ${near === null ? `choose ${allowed.join(', ')}` : `did you mean ${near}?`}`,
  moment: ({ given }: { given: string }) => `--at is ${JSON.stringify(given)}; give a step, or end`,
  option: ({ given }: { given: string }) =>
    `--set is ${JSON.stringify(given)}; give option=value, e.g. --set samples=500`,
});

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
    .description(t.description)
    .argument('<run>', shared.run)
    .option('--type <type>', t.type({ types: PROBE_TYPES }))
    .option('--at <step...>', t.at, ['end'])
    .option('--set <option=value...>', t.set, [])
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
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
          if (rows.length === 0 && !options.json) print(t.none({ run: run.name }));
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
    throw new AppError('invalid-input', WRONG.type({ given: type, allowed: PROBE_TYPES, near }));
  }
  const moments = at.map((word) => {
    if (word !== 'end' && !/^\d+$/.test(word)) throw new AppError('invalid-input', WRONG.moment({ given: word }));
    return word === 'end' ? word : Number(word);
  });
  const stray = set.find((word) => !word.includes('='));
  if (stray !== undefined) throw new AppError('invalid-input', WRONG.option({ given: stray }));
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
  problemSaid,
  milliseconds,
  samples,
  part,
  statistics,
  precision,
}: ProbeRow): string {
  const head = shared.atStep({ what: probe.type, step });
  if (problem !== null) return `${head}: ${sayStored(problem, problemSaid)}`;
  const facts = [
    t.samples({ samples, part }),
    ...(statistics.length === 0 ? [] : [t.statistics({ statistics })]),
    precision,
    formatDuration(milliseconds),
  ];
  const rows = Object.entries(numbers).map(([name, value]) => [name, formatNumber(value)]);
  return [`${head} · ${facts.join(' · ')}`, ...alignedTable(COLUMNS, rows).slice(1)].join('\n');
}
