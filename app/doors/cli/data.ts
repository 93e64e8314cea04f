/** `normscope data`: datasets, built in and imported. */
import type { Command } from 'commander';
import { texts } from '../../../engine/words/words.ts';
import { FORMAT_NAMES } from '../../../engine/data/readers/formats.ts';
import { readSourceFiles } from '../../service/datasets/sources.ts';
import { formatCount } from '../../view/numbers.ts';
import type { DatasetRow } from '../../contract/datasets.ts';
import type { Follow, ImportPreview } from '../../contract/imports.ts';
import { commandOptions, formatTitles, importOptions } from './import-options.ts';
import { alignedTable, plain, type Output } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';
import { shared } from './words.ts';

type FileCount = (count: { done: number; total: number }) => string;

const t = texts('cli.data', {
  description: 'list, show, add and remove datasets',
  list: 'list datasets',
  show: 'show a dataset',
  name: 'name of the dataset',
  add: ({ formats }: { formats: string }) => `import ${formats}`,
  path: 'folder, file, or several files',
  newName: 'name of the new dataset',
  format: ({ formats }: { formats: readonly string[] }) => `${formats.join(', ')} (default: found out)`,
  lookedAt: (count: { done: number; total: number }) => `Looked at ${shared.of(count)} files`,
  imported: (count: { done: number; total: number }) => `Imported ${shared.of(count)} files`,
  note: ({ warning }: { warning: string }) => `Note: ${warning}`,
  values: ({ stored, divisor, range }: NonNullable<ImportPreview['values']>) =>
    `Values: ${stored}, ${divisor === 1 ? 'taken as they are' : `divided by ${formatCount(divisor)}`}` +
    (range === null ? '' : `: from ${range[0]} to ${range[1]}`),
  remove: 'remove an imported dataset; runs that used it keep their results',
  removed: ({ name }: { name: string }) => `Removed: ${name}`,
  nameTitle: 'name',
  task: 'task',
  samples: 'samples',
  shape: 'shape',
  classes: 'classes',
  features: 'features',
  source: 'source',
  sampleShape: 'shape of a sample',
  hash: 'hash',
});

interface Shared {
  db?: string;
  json: boolean;
}
interface AddOptions extends Shared {
  name: string;
  format?: string;
}

/** Adds the command. */
export function addData(program: Command, session: Session): void {
  const data = program.command('data').description(t.description);
  const { output } = session;
  const withShared = (command: Command): Command =>
    command.option('--db <file>', shared.database).option('--json', shared.jsonLines, false);

  withShared(data.command('list').description(t.list)).action((options: Shared) =>
    withWorkbench(session, { ...options, look: true }, ({ datasets }) => {
      const rows = datasets.list();
      if (options.json) rows.forEach(output.json);
      else for (const line of datasetTable(rows)) output.print(line);
    }),
  );

  withShared(data.command('show').description(t.show).argument('<name>', t.name)).action(
    (name: string, options: Shared) =>
      withWorkbench(session, { ...options, look: true }, async ({ datasets }) => {
        const row = await datasets.get(name);
        if (options.json) output.json(row);
        else for (const line of describeDataset(row)) output.print(line);
      }),
  );

  const add = withShared(data.command('add').description(t.add({ formats: formatTitles() })))
    .argument('<path...>', t.path)
    .requiredOption('--name <name>', t.newName)
    .option('--format <format>', t.format({ formats: FORMAT_NAMES }));
  for (const option of commandOptions()) add.addOption(option);
  add.action((paths: string[], options: AddOptions) =>
    withWorkbench(session, { ...options, look: false }, async ({ datasets }) => {
      const files = readSourceFiles(...paths);
      const wanted = await importOptions(add, { datasets, files });
      const preview = await datasets.preview(files, wanted, { onProgress: fileProgress(output, t.lookedAt) });
      for (const warning of preview.warnings) output.say(t.note({ warning: plain(warning) }));
      if (preview.values !== null) output.say(t.values(preview.values));
      const row = await datasets.add(options.name, files, wanted, { onProgress: fileProgress(output, t.imported) });
      if (options.json) output.json(row);
      else for (const line of describeDataset(row)) output.print(line);
    }),
  );

  data
    .command('remove')
    .description(t.remove)
    .argument('<name>', t.name)
    .option('--db <file>', shared.database)
    .action((name: string, options: Omit<Shared, 'json'>) =>
      withWorkbench(session, { ...options, look: true }, ({ datasets }) => {
        datasets.remove(name);
        output.say(t.removed({ name: plain(name) }));
      }),
    );
}

/** A line every five seconds: most imports are done before the first. */
function fileProgress(
  { say }: Output,
  text: FileCount,
  now: () => number = Date.now,
): NonNullable<Follow['onProgress']> {
  let last = now();
  return (done, total) => {
    if (now() - last < 5000) return;
    last = now();
    say(text({ done, total }));
  };
}

function datasetTable(rows: readonly DatasetRow[]): string[] {
  const columns = [
    ...[{ title: t.nameTitle }, { title: t.task }, { title: t.samples, right: true }, { title: t.shape, right: true }],
    ...[{ title: t.classes, right: true }, { title: t.source }],
  ];
  return alignedTable(
    columns,
    rows.map(({ name, task, samples, shape, classes, source }) => [
      ...[name, task, formatCount(samples), shape.join('×')],
      ...[classes.length === 0 ? '–' : String(classes.length), source],
    ]),
  );
}

function describeDataset(row: DatasetRow): string[] {
  const classes = row.classes.map((name, index) => {
    const count = row.classCounts[index];
    return count === undefined ? name : `${name} (${formatCount(count)})`;
  });
  const facts: [string, string][] = [
    [t.task, row.task],
    [t.samples, formatCount(row.samples)],
    [t.sampleShape, row.shape.join(' × ')],
    ...(classes.length > 0 ? [[t.classes, classes.join(', ')] as [string, string]] : []),
    ...(row.features.length > 0 ? [[t.features, row.features.join(', ')] as [string, string]] : []),
    [t.source, row.source],
    [t.hash, row.hash],
  ];
  const width = Math.max(...facts.map(([title]) => title.length));
  return [plain(row.name), ...facts.map(([title, value]) => `  ${title.padEnd(width)}  ${plain(value)}`)];
}
