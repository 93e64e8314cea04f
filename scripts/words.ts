/**
 * `node scripts/words.ts [--open] [--table] [folder]`: looks at every text of the sources: with a key, not for people, or open
 * (read by people, and without a key). `--open` lists the open ones, `--table` counts all. Fails where there are others than known.
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
for (const found of all) {
  const { is } = judge(found);
  const folder = folderOf(found.file);
  const count = counts.get(folder) ?? { keyed: 0, 'not for people': 0, open: 0 };
  count[is]++;
  counts.set(folder, count);
  if (is !== 'open') continue;
  if (listed) console.log(`${found.file}:${found.line}  ${JSON.stringify(found.text.slice(0, 110))}`);
}
/**
 * Texts whose keys are still to come, by folder: a number may only fall. Whoever gives some of them their keys lowers it, and
 * the last one removes the list.
 */
const STILL_OPEN: Readonly<Record<string, number>> = {
  'app/contract': 1,
  'app/executor': 1,
  'app/service': 429,
  'app/store': 2,
  'app/view': 29,
  'engine/data': 181,
  'engine/probes': 13,
  'renderer/components': 7,
  'renderer/pages': 7,
  'renderer/state': 1,
};

if (process.argv.includes('--table')) console.table(Object.fromEntries(counts));
const others = [...counts].filter(([folder, count]) => count.open !== (STILL_OPEN[folder] ?? 0));
for (const [folder, count] of others) {
  const known = STILL_OPEN[folder] ?? 0;
  console.error(
    count.open > known
      ? `${folder} has ${count.open} texts without a key, ${count.open - known} more than are known: see docs/WORDS.md, or \`node scripts/words.ts --open ${folder}\`.`
      : `${folder} has ${count.open} texts without a key, fewer than STILL_OPEN in scripts/words.ts says: lower it.`,
  );
}
if (first === undefined && others.length > 0) process.exit(1);
