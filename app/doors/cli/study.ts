/** `normscope study`: lists studies, shows their answers, carries them out. How one is carried out: study-run.ts. */
import { InvalidArgumentError, type Command } from 'commander';
import { standingOf, standingWords } from '../../view/statuses.ts';
import { texts } from '../../../engine/words/words.ts';
import type { StudyRow } from '../../contract/studies.ts';
import { formatCount } from '../../view/numbers.ts';
import { alignedTable, brief, plain } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { runStudy } from './study-run.ts';
import { resultLines } from './study-table.ts';
import { shared } from './words.ts';

const t = texts('cli.study', {
  description: 'questions asked of several runs, and their answers',
  list: 'list studies, built-in ones too',
  none: 'No studies yet. Run one with: normscope study run study.json',
  show: 'what a study asks, and its answer so far',
  name: 'name or id',
  run: 'carry out a study, and wait for its answer; runs that are there already are not repeated',
  source: 'a name from "normscope study list", or a file',
  seeds: 'run it with the seeds 1 to n',
  guided: 'which normalization for my data? Tries input scalings, activations and normalizations, and recommends',
  dataset: 'a name from "normscope data list"',
  minutes: 'about how long it may take here',
  giveMinutes: 'Give a number of minutes.',
  giveCount: 'Give a whole number from 1 to 1000.',
  nameTitle: 'name',
  state: 'state',
  runs: 'runs',
  title: 'title',
  expected: ({ prediction }: { prediction: string }) => `Expected: ${prediction}`,
  cited: ({ source, url }: { source: string; url: string | null }) =>
    `Source: ${source}${url === null ? '' : `, ${url}`}`,
});

interface Common {
  db?: string;
  json: boolean;
}

/** Adds the commands. */
export function addStudy(program: Command, session: Session): void {
  const study = program.command('study').description(t.description);
  const { print, say, json } = session.output;

  study
    .command('list')
    .description(t.list)
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
    .action((options: Common) =>
      withWorkbench(session, { ...options, look: true }, ({ studies }) => {
        const rows = studies.list();
        if (options.json) rows.forEach((row) => json(row));
        else if (rows.length === 0) say(t.none);
        else for (const line of studyTable(rows)) print(line);
      }),
    );

  study
    .command('show')
    .description(t.show)
    .argument('<name>', t.name)
    .option('--db <file>', shared.database)
    .option('--json', shared.json, false)
    .action((ref: string, options: Common) =>
      withWorkbench(session, { ...options, look: true }, async ({ studies }) => {
        const row = studies.get(ref);
        const result = await studies.result(row.id);
        if (options.json) json({ ...row, result });
        else for (const line of [...questionLines(row), '', ...resultLines(row, result)]) print(line);
      }),
    );

  study
    .command('run')
    .description(t.run)
    .argument('<name|study.json>', t.source)
    .option('--seeds <n>', t.seeds, readCount)
    .option('--jobs <n>', shared.jobs, readCount)
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
    .action(async (source: string, options: Common & { seeds?: number; jobs?: number }) => {
      const { jobs, ...rest } = options;
      const opened = { ...rest, look: false, ...(jobs === undefined ? {} : { workers: jobs }) };
      session.exitCode = await withWorkbench(session, opened, (workbench) =>
        runStudy(workbench, source, rest, session.output),
      );
    });

  study
    .command('guided')
    .description(t.guided)
    .argument('<dataset>', t.dataset)
    .option('--minutes <n>', t.minutes, readMinutes, 10)
    .option('--jobs <n>', shared.jobs, readCount)
    .option('--db <file>', shared.database)
    .option('--json', shared.jsonLines, false)
    .action(async (dataset: string, options: Common & { minutes: number; jobs?: number }) => {
      const { jobs, minutes, ...rest } = options;
      const opened = { ...rest, look: false, ...(jobs === undefined ? {} : { workers: jobs }) };
      session.exitCode = await withWorkbench(session, opened, async (workbench) => {
        const made = await workbench.studies.guided(dataset, minutes);
        const code = await runStudy(workbench, made.id, rest, session.output);
        const { explainRecommendation, recommendationOf } = await import('../../service/studies/guided.ts');
        const recommendation = recommendationOf(await workbench.studies.result(made.id));
        if (rest.json) json({ event: 'recommendation', recommendation });
        else if (recommendation !== null)
          for (const line of ['', ...explainRecommendation(recommendation)]) print(line);
        return code;
      });
    });
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes > 0 && Number.isFinite(minutes)) return minutes;
  throw new InvalidArgumentError(t.giveMinutes);
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new InvalidArgumentError(t.giveCount);
}

const studyTable = (rows: readonly StudyRow[]): string[] =>
  alignedTable(
    [{ title: t.nameTitle }, { title: t.state }, { title: t.runs, right: true }, { title: t.title }],
    rows.map(({ name, state, progress, title }) => [
      ...[brief(name, 40), standingWords[standingOf({ state, progress })]],
      progress.ended === progress.runs
        ? formatCount(progress.runs)
        : shared.of({ done: progress.ended, total: progress.runs }),
      brief(title, 70),
    ]),
  );

function questionLines({ title, spec, prediction }: StudyRow): string[] {
  return [
    plain(title),
    ...[spec.question, spec.background].filter((text) => text !== '').flatMap((text) => ['', plain(text)]),
    ...(prediction === null ? [] : ['', t.expected({ prediction: plain(prediction) })]),
    ...spec.sources.map(({ title: source, url }) => plain(t.cited({ source, url }))),
  ];
}
