/** `normscope data`: datasets, built in and imported. */
import type { Command } from 'commander';
import { AppError } from '../../errors.ts';
import { readSourceFiles } from '../../service/datasets/sources.ts';
import { formatCount } from '../../service/reports/format.ts';
import type { DatasetRow, DatasetService, ImportOptions, SourceFile } from '../../service/types.ts';
import { alignedTable, plain } from './output.ts';
import { withWorkbench } from './session.ts';
import type { Session } from './session.ts';

interface Shared {
  db?: string;
  json: boolean;
}
interface AddOptions extends Shared {
  name: string;
  label?: string;
  format?: string;
  task?: string;
  header: boolean;
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

  withShared(data.command('add').description('import a file or folder: IDX (also .gz), CSV or TSV'))
    .argument('<path>', 'file, or folder with the usual IDX names')
    .requiredOption('--name <name>', 'name of the new dataset')
    .option('--label <column>', 'tables: column of the label, by name or 0-based position (default: the last one)')
    .option('--task <task>', 'tables: classification or regression (default: found out)')
    .option('--format <format>', 'idx or csv (default: found out)')
    .option('--no-header', 'tables: the first line holds values, not names')
    .action((path: string, options: AddOptions, command: Command) =>
      withWorkbench(session, { ...options, look: false }, async ({ datasets }) => {
        const files = readSourceFiles(path);
        const headerGiven = command.getOptionValueSource('header') === 'cli';
        const wanted = importOptions(datasets, files, options, headerGiven);
        for (const warning of datasets.preview(files, wanted).warnings) output.say(`Note: ${plain(warning)}`);
        const row = await datasets.add(options.name, files, wanted);
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

const oneOf = <T extends string>(option: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new AppError('invalid-input', `${option} is ${JSON.stringify(text)}; allowed: ${allowed.join(', ')}.`);
};

function importOptions(
  datasets: DatasetService,
  files: SourceFile[],
  { label, task, format, header }: AddOptions,
  headerGiven: boolean,
): ImportOptions {
  const options: ImportOptions = {
    ...(format === undefined ? {} : { format: oneOf('--format', format, ['idx', 'csv']) }),
    ...(task === undefined ? {} : { task: oneOf('--task', task, ['classification', 'regression']) }),
    ...(headerGiven ? { header } : {}),
  };
  if (label === undefined) return options;
  // Digits are a position, unless a column is really called so.
  const isName = !/^\d+$/.test(label) || datasets.preview(files, options).columns.some(({ name }) => name === label);
  return { ...options, label: isName ? label : Number(label) };
}

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
