/** What is written in one place stays there: formats of numbers in engine/words and app/view, names of metrics in engine/metrics.ts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SOURCES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'app', 'engine', 'renderer'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith('engine/kernels/wasm/assembly/'));

/** Every line that a pattern matches, but for files that may have it. */
function linesWith(pattern: RegExp, allowed: (file: string) => boolean): string[] {
  return SOURCES.filter((file) => !allowed(file)).flatMap((file) => {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return []; // Deleted, and not committed yet.
    }
    return text.split('\n').flatMap((line, i) => {
      const said = /^\s*(\*|\/\*|\/\/|<!--)/.test(line);
      return !said && pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [];
    });
  });
}

const FORMATS = new Set(['engine/words/numbers.ts', 'app/view/numbers.ts', 'app/view/time.ts']);
/** Numbers that no person reads as text: paths of drawings, values of form fields, names of files, data files. */
const NOT_READ = new Set([
  ...[
    'renderer/components/Sparkline.svelte',
    'renderer/components/TextControl.svelte',
    'renderer/pages/new/Bars.svelte',
  ],
  ...['renderer/pages/new/ActivationPlot.svelte', 'renderer/pages/studies/curve-paths.ts'],
  ...['renderer/pages/studies/ParallelPlot.svelte', 'renderer/pages/run/ProfileStrip.svelte'],
  ...['renderer/pages/runs/EmptyRuns.svelte', 'app/store/migrate.ts', 'app/service/reports/json.ts'],
  // A limit that a programmer reads.
  'engine/kernels/wasm/arena.ts',
]);

it('numbers, dates and times are formatted in one place; elsewhere they are only rounded', () => {
  const formatting =
    /(?<!Number\([^;]*)\.(toPrecision|toFixed)\(|\.(toExponential|toLocaleString|toLocaleDateString|toISOString)\(|\bIntl\./;
  expect(linesWith(formatting, (file) => FORMATS.has(file) || NOT_READ.has(file))).toEqual([]);
});

/** Names of measures in a study are data, kept with it. */
const byHand = (file: string): boolean => FORMATS.has(file) || file.startsWith('engine/study/gallery/');

it('no unit is put behind a number by hand', () => {
  expect(linesWith(/\}\s?(%|ms|µs|kB|MB|GB|pp)[`' .)]/, byHand)).toEqual([]);
});

it('nothing looks for a pattern in the name of a metric, or makes one', () => {
  const part = '(best|train|validation|test|accuracy|loss|preactivation)';
  const asked = `\\.(startsWith|endsWith|includes|indexOf|split)\\(['"\`]${part}\\b`;
  const expression = `/[^/'"\`*]*(accuracy|validation|preactivation|\\bloss)[^/'"\`*]*/[a-z]*\\.(test|exec)\\(`;
  const made = `\`${part}[./]\\$\\{|\\}\\.(batch|precise|running)\`|\`best\\.`;
  expect(linesWith(new RegExp([asked, expression, made].join('|')), (file) => file === 'engine/metrics.ts')).toEqual(
    [],
  );
});
