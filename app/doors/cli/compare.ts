/** `normscope compare`: what differs between runs, and what came of it. */
import type { Command } from 'commander';
import { AppError } from '../../errors.ts';
import type { Comparison } from '../../contract/compare.ts';
import { compareAsCsv, compareAsMarkdown, compareAsText } from './compare-formats.ts';
import { findStudy } from './export.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { resultLines } from './study-table.ts';

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
    .description('compare two or more runs, or the arms of a study')
    .argument('<run...>', 'ids, unique starts of ids, or names; or the name of one study')
    .option(
      '--metric <name>',
      'series for the steps to a target (default: validation.accuracy), or probe.<type>.<number>[@<step|end>] to add that',
    )
    .option('--target <x>', 'value to reach (default: 0.85 for an accuracy, what all runs reached for a loss)')
    .option('--db <file>', 'database file')
    .option('--json', 'print one JSON object', false)
    .option('--md', 'print Markdown', false)
    .option('--csv', 'print CSV', false)
    .action(async (refs: string[], options: CompareOptions) => {
      const { metric, json, md, csv } = options;
      if ([json, md, csv].filter(Boolean).length > 1)
        throw new AppError('invalid-input', '--json, --md and --csv exclude each other; give one of them.');
      const target = readTarget(options.target);
      const wanted = { ...(metric === undefined ? {} : { metric }), ...(target === undefined ? {} : { target }) };
      await withWorkbench(session, { ...options, look: true }, async ({ compare, studies }) => {
        const study = refs.length === 1 ? findStudy(studies, refs[0]!) : undefined;
        if (study !== undefined) {
          if (md || csv) throw new AppError('invalid-input', `${study.name} is a study: leave out --md and --csv.`);
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
  throw new AppError('invalid-input', `--target is ${JSON.stringify(text)}; give a number, e.g. 0.85 or 85%.`);
}
