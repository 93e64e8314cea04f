/** `normscope data`: datasets, built in and imported. */
import type { Command } from 'commander';
import { FORMAT_NAMES } from '../../../engine/data/readers/formats.ts';
import { readSourceFiles } from '../../service/datasets/sources.ts';
import { formatCount } from '../../view/numbers.ts';
import type { DatasetRow } from '../../contract/datasets.ts';
import type { Follow, ImportPreview } from '../../contract/imports.ts';
import { commandOptions, formatTitles, importOptions } from './import-options.ts';
import { alignedTable, plain, type Output } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';

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
  const data = program.command('data').description('list, show, add and remove datasets');
  const { output } = session;
  const withShared = (command: Command): Command =>
    command.option('--db <file>', 'database file').option('--json', 'print JSON objects, one a line', false);

  withShared(data.command('list').description('list datasets')).action((options: Shared) =>
    withWorkbench(session, { ...options, look: true }, ({ datasets }) => {
      const rows = datasets.list();
      if (options.json) rows.forEach(output.json);
      else for (const line of datasetTable(rows)) output.print(line);
    }),
  );

  withShared(data.command('show').description('show a dataset').argument('<name>', 'name of the dataset')).action(
    (name: string, options: Shared) =>
      withWorkbench(session, { ...options, look: true }, async ({ datasets }) => {
        const row = await datasets.get(name);
        if (options.json) output.json(row);
        else for (const line of describeDataset(row)) output.print(line);
      }),
  );

  const add = withShared(data.command('add').description(`import ${formatTitles()}`))
    .argument('<path...>', 'folder, file, or several files')
    .requiredOption('--name <name>', 'name of the new dataset')
    .option('--format <format>', `${FORMAT_NAMES.join(', ')} (default: found out)`);
  for (const option of commandOptions()) add.addOption(option);
  add.action((paths: string[], options: AddOptions) =>
    withWorkbench(session, { ...options, look: false }, async ({ datasets }) => {
      const files = readSourceFiles(...paths);
      const wanted = await importOptions(add, { datasets, files });
      const preview = await datasets.preview(files, wanted, { onProgress: fileProgress(output, 'Looked at') });
      for (const warning of preview.warnings) output.say(`Note: ${plain(warning)}`);
      if (preview.values !== null) output.say(`Values: ${valuesText(preview.values)}`);
      const row = await datasets.add(options.name, files, wanted, { onProgress: fileProgress(output, 'Imported') });
      if (options.json) output.json(row);
      else for (const line of describeDataset(row)) output.print(line);
    }),
  );

  data
    .command('remove')
    .description('remove an imported dataset; runs that used it keep their results')
    .argument('<name>', 'name of the dataset')
    .option('--db <file>', 'database file')
    .action((name: string, options: Omit<Shared, 'json'>) =>
      withWorkbench(session, { ...options, look: true }, ({ datasets }) => {
        datasets.remove(name);
        output.say(`Removed: ${plain(name)}`);
      }),
    );
}

/** A line every five seconds: most imports are done before the first. */
function fileProgress({ say }: Output, what: string, now: () => number = Date.now): NonNullable<Follow['onProgress']> {
  let last = now();
  return (done, total) => {
    if (now() - last < 5000) return;
    last = now();
    say(`${what} ${formatCount(done)} of ${formatCount(total)} files`);
  };
}

const valuesText = ({ stored, divisor, range }: NonNullable<ImportPreview['values']>): string =>
  `${stored}, ${divisor === 1 ? 'taken as they are' : `divided by ${formatCount(divisor)}`}` +
  (range === null ? '' : `: from ${range[0]} to ${range[1]}`);

function datasetTable(rows: readonly DatasetRow[]): string[] {
  const columns = [
    ...[{ title: 'name' }, { title: 'task' }, { title: 'samples', right: true }, { title: 'shape', right: true }],
    ...[{ title: 'classes', right: true }, { title: 'source' }],
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
    ['task', row.task],
    ['samples', formatCount(row.samples)],
    ['shape of a sample', row.shape.join(' × ')],
    ...(classes.length > 0 ? [['classes', classes.join(', ')] as [string, string]] : []),
    ...(row.features.length > 0 ? [['features', row.features.join(', ')] as [string, string]] : []),
    ['source', row.source],
    ['hash', row.hash],
  ];
  const width = Math.max(...facts.map(([title]) => title.length));
  return [plain(row.name), ...facts.map(([title, value]) => `  ${title.padEnd(width)}  ${plain(value)}`)];
}
