/**
 * Lint rules. The import table is the architecture: who may import whom, checked on resolved paths, so that a wrong
 * import fails the tests.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** In each folder: everything of ours that it may import, besides itself. */
const MAY_IMPORT = {
  './engine/words': [],
  './engine/spec': ['./engine/words', './engine/metrics.ts'],
  './engine': [],
  './app/contract': ['./engine'],
  './app/view': [
    './app/contract',
    './engine/spec',
    './engine/statistics',
    './engine/metrics.ts',
    './engine/words',
    './engine/probes/normalization/gap-levels.ts',
  ],
  './app/store': ['./app/contract', './engine', './app/errors.ts', './app/platform.ts'],
  './app/executor': ['./app/contract', './app/store', './engine', './app/errors.ts', './app/platform.ts'],
  './app/service': [
    './app/contract',
    './app/view',
    './app/store',
    './app/executor',
    './engine',
    './app/errors.ts',
    './app/platform.ts',
  ],
  './app/api': ['./app/contract', './app/view', './app/service', './engine', './app/errors.ts', './app/platform.ts'],
  './app/doors': [
    './app/contract',
    './app/view',
    './app/api',
    './app/service',
    './app/executor',
    './app/errors.ts',
    './app/platform.ts',
    './engine',
    './scripts',
  ],
  './renderer': [
    './app/api',
    './app/contract',
    './app/view',
    './engine/spec',
    './engine/statistics',
    './engine/metrics.ts',
    './engine/words',
  ],
};

const inside = (path, folder) => path === folder || path.startsWith(`${folder}/`);
const fromRoot = (path) =>
  `./${relative(import.meta.dirname, path)
    .split(sep)
    .join('/')}`;

/** Reports imports of ours that the table does not list. All of them are relative, so paths need no resolver. */
const importTable = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = fromRoot(context.filename);
    const folder = Object.keys(MAY_IMPORT).find((candidate) => inside(file, candidate));
    if (folder === undefined) return {};
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const target = fromRoot(resolve(dirname(context.filename), source.value));
      if ([folder, ...MAY_IMPORT[folder]].some((allowed) => inside(target, allowed))) return;
      const others = MAY_IMPORT[folder].length > 0 ? ` and ${MAY_IMPORT[folder].join(', ')}` : '';
      const message = `${folder} may import only itself${others}: see docs/ARCHITECTURE.md.`;
      context.report({ node: source, message: `${target} is out of bounds here. ${message}` });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

/** Of app and renderer, who may know that training happens in threads: who makes them, and who chooses that they do. */
const KNOW_THREADS = [
  './app/executor/threads',
  './app/service/datasets/inputs-thread.ts',
  // A port of messages, not a thread.
  './app/doors/desktop/port.ts',
];
const THREAD_GLOBALS = ['SharedArrayBuffer', 'Atomics', 'Worker', 'SharedWorker'];
const THREAD_FILES = ['./engine/worker-protocol.ts', './engine/worker.ts', './app/executor/threads'];

/** Keeps threads and shared memory below the trainer: everything above it gives jobs that are data. */
const threadsBelow = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = fromRoot(context.filename);
    if (!inside(file, './app') && !inside(file, './renderer')) return {};
    if (KNOW_THREADS.some((known) => inside(file, known))) return {};
    const report = (node, what) =>
      context.report({ node, message: `${what} is for app/executor/threads: give the trainer a job instead.` });
    const check = ({ source }) => {
      if (typeof source?.value !== 'string') return;
      if (source.value === 'node:worker_threads') report(source, source.value);
      if (!source.value.startsWith('.')) return;
      const target = fromRoot(resolve(dirname(context.filename), source.value));
      // The workbench decides what trains.
      if (file === './app/service/workbench.ts' && target === './app/executor/threads/trainer.ts') return;
      if (THREAD_FILES.some((known) => inside(target, known))) report(source, target);
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      Identifier(node) {
        if (THREAD_GLOBALS.includes(node.name)) report(node, node.name);
      },
    };
  },
};

const NO_NODE = { regex: '^node:', message: 'This code also runs in the browser: no node: import.' };
const NO_ELECTRON = { name: 'electron', message: 'Only app/doors/desktop may import electron.' };
const NO_SQLITE = { name: 'better-sqlite3', message: 'Only app/store may import better-sqlite3.' };

export default ts.config(
  {
    ignores: ['node_modules', 'dist', 'release', 'engine/kernels/wasm/build', 'test-results'],
  },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    plugins: { normscope: { rules: { 'import-table': importTable, 'threads-below': threadsBelow } } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'normscope/import-table': 'error',
      'normscope/threads-below': 'error',
      'no-restricted-imports': ['error', { paths: [NO_ELECTRON, NO_SQLITE] }],
      // A record's type has the name of its schema, so that errors of the compiler name it.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
    },
  },
  // AssemblyScript, which the linter cannot read. Not ignored: that is a warning where files are named one by one.
  {
    files: ['engine/kernels/wasm/assembly/**'],
    processor: { meta: { name: 'nothing' }, preprocess: () => [], postprocess: () => [] },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  { files: ['app/store/**'], rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON] }] } },
  { files: ['app/doors/desktop/**'], rules: { 'no-restricted-imports': ['error', { paths: [NO_SQLITE] }] } },
  {
    files: [
      'engine/spec/**',
      'engine/statistics/**',
      'engine/metrics.ts',
      'engine/words/**',
      'app/contract/**',
      'app/view/**',
      'renderer/**',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON, NO_SQLITE], patterns: [NO_NODE] }] },
  },
  { files: ['app/doors/**', 'scripts/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  { files: ['test/**', 'scripts/**'], rules: { 'no-restricted-imports': 'off' } },
);
