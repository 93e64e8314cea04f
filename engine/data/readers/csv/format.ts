/** Tables (CSV, TSV): how the files are called, and what can be said of the columns in them. */
import { texts } from '../../../words/words.ts';
import type { Format } from '../format.ts';
import { endsIn } from '../names.ts';
import { labelColumn, taskOption } from '../shared-options.ts';

const ENDINGS = ['csv', 'tsv', 'tab', 'txt', 'data'];

/** `iris.csv`, `iris.tsv.gz`, ... */
const hasTableName = endsIn(ENDINGS, true);

const several = texts('import.csv', { tables: 'tables' });

export const csv = {
  format: 'csv',
  words: texts('import.csv', { title: 'tables', expected: 'one table (.csv, .tsv)' }),
  endings: ENDINGS,
  isNamed: (names) => names.every(hasTableName),
  choose: (names) => {
    const tables = names.filter(hasTableName);
    return tables.length > 1 ? { names: tables, several: several.tables } : { names: tables };
  },
  options: [
    labelColumn,
    taskOption,
    {
      kind: 'flag',
      name: 'header',
      usually: true,
      words: texts('import.csv.header', {
        title: 'The first line names the columns',
        command: 'the first line holds values, not names',
      }),
    },
    { kind: 'choice', name: 'delimiter', choices: [',', '\t', ';'], words: {} },
  ],
} as const satisfies Format;
