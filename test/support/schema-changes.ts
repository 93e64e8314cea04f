/** What a schema has become since it was released, and which steps of engine/spec/history.ts are missing for that. */
import { canonicalJson } from '../../engine/spec/canonical.ts';
import { isLater, type Step } from '../../engine/spec/steps.ts';
import type { SchemaPath, SchemaPaths } from './schema-paths.ts';

const ANY_VARIANT = '(?:\\([^)]*\\))?';
const literally = (text: string): string => text.replaceAll(/[*()]/g, '\\$&');

/** A pattern of places (engine/spec/places.ts) as one for paths of a schema, in which every variant is named. */
const expression = (pattern: string): string =>
  pattern
    .split('.')
    .map((part, i) => {
      const [, key, variant] = /^([^(]+)(.*)$/.exec(part)!;
      const end = variant === '' ? ANY_VARIANT : literally(variant!);
      if (key === '**') return `(?:${ANY_VARIANT}\\.[^.(]+)*${end}`;
      return `${i === 0 ? '' : '\\.'}${literally(key!)}${end}`;
    })
    .join('')
    // What is below any node may be that node.
    .replaceAll(`${ANY_VARIANT}(?:${ANY_VARIANT}`, `(?:${ANY_VARIANT}`);

/** Whether a pattern of places names a path. */
const names = (pattern: string, path: string): boolean => new RegExp(`^${expression(pattern)}$`).test(path);
/** Whether it names a path, or something that the path is a part of. */
export const holds = (pattern: string, path: string): boolean =>
  new RegExp(`^${expression(pattern)}(?:$|\\.)`).test(path);

/** Whether `value` has all of `wanted`, group by group. */
const includes = (value: unknown, wanted: unknown): boolean =>
  typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)
    ? typeof value === 'object' &&
      value !== null &&
      Object.entries(wanted).every(([key, part]) => includes((value as Record<string, unknown>)[key], part))
    : canonicalJson(value) === canonicalJson(wanted);

/** What was allowed and is no longer. */
const lost = (before: SchemaPath, now: SchemaPath): string[] =>
  before.is.filter(
    (one) =>
      !now.is.includes(one) &&
      !now.is.includes('anything') &&
      !(one === 'integer' && now.is.includes('number')) &&
      !(one.startsWith('"') && now.is.includes('string')),
  );

/** A pattern for a new path that leaves open which variant it belongs to, where it came to all variants of a choice. */
function patternFor(path: string, before: SchemaPaths, now: SchemaPaths): string {
  return [...path.matchAll(/\([^)]*\)/g)].reduce((pattern, { 0: variant, index }) => {
    const choice = now[path.slice(0, index)]!.is.filter((one) => one.startsWith('('));
    const others = choice.map((one) => path.slice(0, index) + one + path.slice(index + variant.length));
    const everywhere = others.every((other) => other in now && !(other in before));
    return everywhere ? pattern.replace(variant, '') : pattern;
  }, path);
}

/** All that keeps what `version` stored from being read, found and hashed as it was; empty where the steps say it all. */
export function missingSteps(
  { list, version, next }: { list: string; version: string; next: string },
  before: SchemaPaths,
  now: SchemaPaths,
  history: readonly Step[],
): string[] {
  const steps = history.filter(({ since }) => isLater(since, version));
  const where = `to ${list} in engine/spec/history.ts`;
  const newVariant = (path: string): boolean =>
    [...path.matchAll(/\([^)]*\)/g)].some(({ 0: variant, index }) => {
      const known = before[path.slice(0, index)];
      return known !== undefined && !known.is.includes(variant);
    });
  const problems: string[] = [];
  const reported: string[] = [];
  const report = (path: string, message: string): void => {
    if (!reported.some((one) => path.startsWith(`${one}.`)) && !problems.includes(message)) problems.push(message);
    reported.push(path);
  };

  for (const [path, entry] of Object.entries(now)) {
    const known = before[path];
    if (known === undefined) {
      const told = steps.some(
        (step) =>
          ('added' in step && holds(step.added, path)) ||
          ('moved' in step && holds(step.to, path)) ||
          ('reshaped' in step && holds(step.reshaped, path)),
      );
      if (!told && !newVariant(path)) {
        const added = patternFor(path, before, now);
        report(
          path,
          `${added} is not in version ${version}. Say what that version meant without it: add ` +
            `{ since: '${next}', added: '${added}', meant: ... } ${where}.`,
        );
      }
      continue;
    }
    const gone = lost(known, entry);
    if (gone.length > 0 && !steps.some((step) => 'reshaped' in step && holds(step.reshaped, path)))
      report(
        path,
        `${path} can no longer be ${gone.join(' or ')}, as version ${version} stored it. Say what becomes of it: add ` +
          `{ since: '${next}', reshaped: '${path}', forth: ..., back: ... } ${where}.`,
      );
    if (known.default !== undefined && canonicalJson(known.default) !== canonicalJson(entry.default)) {
      // The first change since then tells what it was.
      const told = steps.find((step) => 'defaulted' in step && names(step.defaulted, path));
      if (told === undefined || !('defaulted' in told) || !includes(told.was, known.default))
        report(
          path,
          `${path} has the default ${canonicalJson(entry.default)}, in version ${version} it had ` +
            `${canonicalJson(known.default)}. Studies that leave it out were made with that: add ` +
            `{ since: '${next}', defaulted: '${path}', was: ${canonicalJson(known.default)} } ${where}.`,
        );
    }
  }
  for (const path of Object.keys(before)) {
    if (now[path] !== undefined) continue;
    const told = steps.some(
      (step) =>
        ('moved' in step && holds(step.moved, path)) ||
        ('removed' in step && holds(step.removed, path)) ||
        ('reshaped' in step && holds(step.reshaped, path)),
    );
    if (!told)
      report(
        path,
        `${path} of version ${version} is gone. Say where it went: add { since: '${next}', moved: '${path}', to: ... } or ` +
          `{ since: '${next}', removed: '${path}', meant: ... } ${where}.`,
      );
  }
  return problems;
}
