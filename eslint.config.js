/**
 * Lint rules. The import table is the architecture: who may import whom, checked on resolved paths, so that a wrong
 * import fails the tests.
 */
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** In each folder: everything of ours that it may import, besides itself. */
const MAY_IMPORT = {
  './engine/spec': [],
  './engine': [],
  './app/store': ['./engine', './app/errors.ts', './app/platform.ts'],
  './app/executor': ['./engine', './app/errors.ts', './app/platform.ts', './app/store'],
  './app/service': ['./app/store', './app/executor', './engine', './app/errors.ts', './app/platform.ts'],
  './app/api': ['./app/service', './app/errors.ts', './app/platform.ts', './engine'],
  './app/doors': [
    './app/api',
    './app/service',
    './app/executor',
    './app/errors.ts',
    './app/platform.ts',
    './engine',
    './scripts',
  ],
  './renderer': ['./app/api', './engine/spec'],
};
const ROOTS = ['./engine', './app', './renderer', './scripts', './test'];

const zones = Object.entries(MAY_IMPORT).flatMap(([target, allowed]) =>
  ROOTS.map((from) => ({
    target,
    from,
    except: [target, ...allowed].filter((path) => path.startsWith(from)).map((path) => relative(from, path)),
    message: `${target} may import only itself${allowed.length > 0 ? ` and ${allowed.join(', ')}` : ''}: see docs/ARCHITECTURE.md.`,
  })),
);

/** `except` is read relative to `from`. */
function relative(from, path) {
  return path === from ? '.' : `.${path.slice(from.length)}`;
}

const NO_NODE = { regex: '^node:', message: 'This code also runs in the browser: no node: import.' };
const NO_ELECTRON = { name: 'electron', message: 'Only app/doors/desktop may import electron.' };
const NO_SQLITE = { name: 'better-sqlite3', message: 'Only app/store may import better-sqlite3.' };

export default ts.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'release',
      'engine/kernels/wasm/build',
      'engine/kernels/wasm/assembly',
      'test-results',
    ],
  },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'no-restricted-imports': ['error', { paths: [NO_ELECTRON, NO_SQLITE] }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  { files: ['app/store/**'], rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON] }] } },
  { files: ['app/doors/desktop/**'], rules: { 'no-restricted-imports': ['error', { paths: [NO_SQLITE] }] } },
  {
    files: ['engine/spec/**', 'renderer/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [NO_ELECTRON, NO_SQLITE], patterns: [NO_NODE] }] },
  },
  { files: ['app/doors/**', 'scripts/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  { files: ['test/**', 'scripts/**'], rules: { 'no-restricted-imports': 'off' } },
);
