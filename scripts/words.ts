/**
 * `node scripts/words.ts [--open] [folder]`: counts the texts of the sources by what they are: with a key, not for people, or
 * open (read by people, and without a key). `--open` lists those. Fails while there are any.
 */
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { stringsOf, stringsOfComponent, type Found } from './words/find.ts';
import { judge } from './words/judge.ts';

const root = new URL('..', import.meta.url);
const [first] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const listed = process.argv.includes('--open');

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'app', 'engine', 'renderer'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.d.ts') && file.startsWith(first ?? ''));

const all: Found[] = files.flatMap((file) => {
  const source = readFileSync(new URL(file, root), 'utf8');
  return file.endsWith('.svelte') ? stringsOfComponent(file, source) : stringsOf(file, source);
});

/** The folder that a count stands for: two levels of the path. */
const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');

const counts = new Map<string, { keyed: number; 'not for people': number; open: number }>();
let open = 0;
for (const found of all) {
  const { is } = judge(found);
  const folder = folderOf(found.file);
  const count = counts.get(folder) ?? { keyed: 0, 'not for people': 0, open: 0 };
  count[is]++;
  counts.set(folder, count);
  if (is !== 'open') continue;
  open++;
  if (listed) console.log(`${found.file}:${found.line}  ${JSON.stringify(found.text.slice(0, 110))}`);
}
if (!listed || open === 0) console.table(Object.fromEntries(counts));
if (open > 0) {
  console.error(`${open} texts that people read have no key: see docs/WORDS.md, or \`node scripts/words.ts --open\`.`);
  process.exit(1);
}
