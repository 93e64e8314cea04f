/**
 * What is stored can be read as long as every change of a schema has its step in engine/spec/history.ts. When this fails,
 * the schema was changed; the message says which step is missing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programVersion } from '../../../app/platform.ts';
import { RUN_HISTORY, SETTINGS_HISTORY, SPEC_VERSION, STUDY_HISTORY } from '../../../engine/spec/history.ts';
import { isLater, type Step } from '../../../engine/spec/steps.ts';
import { holds, missingSteps } from '../../support/schema-changes.ts';
import { storedSchemas, type SchemaPaths, type StoredSchemas } from '../../support/schema-paths.ts';

const folder = new URL('../../fixtures/', import.meta.url);
const released = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
);
const now = storedSchemas();
const HISTORIES = [
  ['run', 'RUN_HISTORY', RUN_HISTORY],
  ['study', 'STUDY_HISTORY', STUDY_HISTORY],
  ['settings', 'SETTINGS_HISTORY', SETTINGS_HISTORY],
] as const satisfies [keyof StoredSchemas, string, readonly Step[]][];

const schemasOf = (version: string): StoredSchemas =>
  JSON.parse(readFileSync(new URL(`${version}/schema.json`, folder), 'utf8')) as StoredSchemas;

it('has the version of the program', () => {
  expect(released).toContain('0.1.0');
  expect(SPEC_VERSION, 'engine/spec/history.ts and package.json name different versions').toBe(programVersion);
});

describe.each(released)('what version %s stored', (version) => {
  const then = schemasOf(version);
  it.each(HISTORIES)('can be read: %s', (name, list, history) => {
    const missing = missingSteps({ list, version, next: SPEC_VERSION }, then[name], now[name], history);
    expect(missing, missing.join('\n')).toEqual([]);
  });
});

describe.each(HISTORIES)('the steps of a %s', (name, _list, history) => {
  it('stand in the order of their versions, none before 0.1.0 or after this one', () => {
    const versions = ['0.1.0', ...history.map(({ since }) => since), SPEC_VERSION];
    expect(versions.filter((since, i) => i > 0 && isLater(versions[i - 1]!, since))).toEqual([]);
  });

  it('name paths that there are, or were', () => {
    const paths = [now, ...released.map(schemasOf)].flatMap((schemas) =>
      Object.keys(schemas[name] satisfies SchemaPaths),
    );
    const named = history.flatMap((step) =>
      'added' in step
        ? step.added
        : 'defaulted' in step
          ? step.defaulted
          : 'moved' in step
            ? [step.moved, step.to]
            : 'removed' in step
              ? step.removed
              : step.reshaped,
    );
    expect(named.filter((pattern) => !paths.some((path) => holds(pattern, path)))).toEqual([]);
  });

  it('use no name again that was given up', () => {
    history.forEach((step, i) => {
      const given = 'moved' in step ? step.moved : 'removed' in step ? step.removed : null;
      if (given === null) return;
      const again = history
        .slice(i + 1)
        .flatMap((later) => ('added' in later ? later.added : 'moved' in later ? later.to : []));
      expect(again).not.toContain(given);
      expect(Object.keys(now[name]).filter((path) => holds(given, path))).toEqual([]);
    });
  });
});
