/** `normscope data`: datasets, built in and imported. */
import type { Command } from 'commander';
import { FORMATS } from '../../../engine/data/readers/source.ts';
import { AppError } from '../../errors.ts';
import { readSourceFiles } from '../../service/datasets/sources.ts';
import { formatCount } from '../../service/reports/format.ts';
import type {
  DatasetRow,
  DatasetService,
  Follow,
  ImportOptions,
  ImportPreview,
  SourceFile,
} from '../../service/types.ts';
import { alignedTable, plain, type Output } from './output.ts';
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
  features?: string;
  values?: string;
  channels?: string;
  resize?: string;
  grey: boolean;
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

  withShared(data.command('add').description('import IDX, CSV, TSV, NumPy, CIFAR-10 or images'))
    .argument('<path...>', 'folder, file, or several files')
    .requiredOption('--name <name>', 'name of the new dataset')
    .option('--label <column>', 'column of the label by name or 0-based position, or NumPy array of the labels')
    .option('--task <task>', 'tables and NumPy: classification or regression (default: found out)')
    .option('--format <format>', `${FORMATS.join(', ')} (default: found out)`)
    .option('--no-header', 'tables: the first line holds values, not names')
    .option('--features <name>', 'NumPy: array of the features (default: found out)')
    .option('--values <how>', 'NumPy: unit (divided by 255) or stored (default: unit for unsigned bytes)')
    .option('--channels <axis>', 'NumPy: axis of the channels of an image, first or last (default: found out)')
    .option('--resize <WxH>', 'images: bring all to one size, such as 32x32, by area averaging')
    .option('--grey', 'images: make grey images of coloured ones', false)
    .action((paths: string[], options: AddOptions, command: Command) =>
      withWorkbench(session, { ...options, look: false }, async ({ datasets }) => {
        const files = readSourceFiles(...paths);
        const headerGiven = command.getOptionValueSource('header') === 'cli';
        const wanted = await importOptions(datasets, files, options, headerGiven);
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

const oneOf = <T extends string>(option: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === text);
  if (found !== undefined) return found;
  throw new AppError('invalid-input', `${option} is ${JSON.stringify(text)}; allowed: ${allowed.join(', ')}.`);
};

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

function sizeOf(text: string): [number, number] {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/i.exec(text) ?? [];
  if (width !== undefined && height !== undefined) return [Number(width), Number(height)];
  throw new AppError(
    'invalid-input',
    `--resize is ${JSON.stringify(text)}; give width x height in pixels, such as 32x32.`,
  );
}

async function importOptions(
  datasets: DatasetService,
  files: SourceFile[],
  { label, task, format, header, features, values, channels, resize, grey }: AddOptions,
  headerGiven: boolean,
): Promise<ImportOptions> {
  const options: ImportOptions = {
    ...(format === undefined ? {} : { format: oneOf('--format', format, FORMATS) }),
    ...(features === undefined ? {} : { features }),
    ...(values === undefined ? {} : { values: oneOf('--values', values, ['unit', 'stored']) }),
    ...(channels === undefined ? {} : { channels: oneOf('--channels', channels, ['first', 'last']) }),
    ...(resize === undefined ? {} : { resize: sizeOf(resize) }),
    ...(grey ? { grey } : {}),
    ...(task === undefined ? {} : { task: oneOf('--task', task, ['classification', 'regression']) }),
    ...(headerGiven ? { header } : {}),
  };
  if (label === undefined) return options;
  // Digits are a position, unless a column is really called so.
  const isName =
    !/^\d+$/.test(label) || (await datasets.preview(files, options)).columns.some(({ name }) => name === label);
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
