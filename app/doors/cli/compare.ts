/** `normscope compare`: what differs between runs, and what came of it. */
import type { Command } from 'commander';
import { messages, texts } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import type { Comparison } from '../../contract/compare.ts';
import { compareAsCsv, compareAsMarkdown, compareAsText } from './compare-formats.ts';
import { findStudy } from './export.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { resultLines } from './study-table.ts';
import { shared } from './words.ts';

const t = texts('cli.compare', {
  description: 'compare two or more runs, or the arms of a study',
  metric:
    'series for the steps to a target (default: validation.accuracy), or probe.<type>.<number>[@<step|end>] to add that',
  target: 'value to reach (default: 0.85 for an accuracy, what all runs reached for a loss)',
  md: 'print Markdown',
  csv: 'print CSV',
});

const WRONG = messages('cli.compare', {
  'one-format': '--json, --md and --csv exclude each other; give one of them.',
  'study-format': ({ study }: { study: string }) => `${study} is a study: leave out --md and --csv.`,
  'not-a-target': ({ given }: { given: string }) =>
    `--target is ${JSON.stringify(given)}; give a number, e.g. 0.85 or 85%.`,
});

interface CompareOptions {
  metric?: string;
  target?: string;
  db?: string;
  json: boolean;
  md: boolean;
  csv: boolean;
}

/** Adds the command. */
export function addCompare(program: Command, session: Session): void {
  program
    .command('compare')
    .description(t.description)
    .argument('<run...>', shared.runs)
    .option('--metric <name>', t.metric)
    .option('--target <x>', t.target)
    .option('--db <file>', shared.database)
    .option('--json', shared.json, false)
    .option('--md', t.md, false)
    .option('--csv', t.csv, false)
    .action(async (refs: string[], options: CompareOptions) => {
      const { metric, json, md, csv } = options;
      if ([json, md, csv].filter(Boolean).length > 1) throw new AppError('invalid-input', WRONG['one-format']());
      const target = readTarget(options.target);
      const wanted = { ...(metric === undefined ? {} : { metric }), ...(target === undefined ? {} : { target }) };
      await withWorkbench(session, { ...options, look: true }, async ({ compare, studies }) => {
        const study = refs.length === 1 ? findStudy(studies, refs[0]!) : undefined;
        if (study !== undefined) {
          if (md || csv) throw new AppError('invalid-input', WRONG['study-format']({ study: study.name }));
          const result = await studies.result(study.id);
          if (json) session.output.json(result);
          else for (const line of resultLines(study, result)) session.output.print(line);
          return;
        }
        const found: Comparison = compare.compare(refs, wanted);
        if (json) session.output.json(found);
        else
          for (const line of (md ? compareAsMarkdown : csv ? compareAsCsv : compareAsText)(found))
            session.output.print(line);
      });
    });
}

function readTarget(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s*%\s*$/i.exec(text)?.[1];
  const target = share === undefined ? Number(text) : Number(share) / 100;
  if (text.trim() !== '' && Number.isFinite(target)) return target;
  throw new AppError('invalid-input', WRONG['not-a-target']({ given: text }));
}
