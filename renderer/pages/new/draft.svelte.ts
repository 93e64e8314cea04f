/**
 * The run that is being set up. Lives outside the page, so that what was typed survives navigation. Knows what it started
 * from, so that changes can be shown and taken back. Not for asking the program anything: see preview.svelte.ts.
 */
import { parseRunSpec } from '../../../engine/spec/parse.ts';
import type { FieldIssue } from '../../../engine/words/worded.ts';
import { RunSpec } from '../../../engine/spec/schema.ts';
import { m } from '../../messages/index.ts';
import { specLeaves } from '../../state/spec-fields.ts';
import { sameValue, valueAt, withValueAt, type Plain } from '../../state/paths.ts';
import { parseSeeds } from './seeds.ts';

/** What the form was filled from. */
export type Source =
  | { kind: 'defaults' }
  | { kind: 'preset'; name: string; title: string }
  | { kind: 'run'; id: string; name: string }
  | { kind: 'fork'; id: string; name: string; step: number };

const DEFAULTS = RunSpec.parse({});
/** Named freely for every run, so no change worth pointing out. */
const OWN = new Set(['name', 'seed', 'format']);

class Draft {
  source: Source = $state.raw({ kind: 'defaults' });
  base: RunSpec = $state.raw(DEFAULTS);
  /** What stands in the form: a spec, but for values that are not valid yet. */
  values: Plain = $state.raw(DEFAULTS);
  seedsText = $state('1');
  /** Issues that only the program can know of, e.g. a dataset that is gone; forgotten with the next change. */
  remote: readonly FieldIssue[] = $state.raw([]);

  readonly seeds = $derived(parseSeeds(this.seedsText));
  readonly parsed = $derived(parseRunSpec(this.values));
  readonly issues: readonly FieldIssue[] = $derived([...(this.parsed.ok ? [] : this.parsed.issues), ...this.remote]);
  readonly ready = $derived(this.parsed.ok && this.seeds.ok);
  /** Paths of leaves that are not as they were. */
  readonly changed: readonly string[] = $derived(
    specLeaves(this.values)
      .map(([path]) => path)
      .filter((path) => !OWN.has(path) && this.isChanged(path)),
  );

  /** Fills the form anew. `name` is that of the runs to come. */
  fill(source: Source, spec: RunSpec, name: string): void {
    this.source = source;
    this.base = spec;
    this.values = { ...spec, name };
    this.seedsText = String(spec.seed);
    this.remote = [];
  }

  /** Fills the form with the defaults. */
  clear(): void {
    this.fill({ kind: 'defaults' }, DEFAULTS, DEFAULTS.name);
  }

  set(path: string, value: unknown): void {
    this.values = withValueAt(this.values, path, value);
    this.remote = [];
  }

  /** Puts one field, or a whole group, back to what it was. */
  reset(path: string): void {
    this.set(path, valueAt(this.base, path));
  }

  resetAll(): void {
    this.values = { ...this.base, name: this.values['name'] };
    this.remote = [];
  }

  /** False for fields that came with another variant: its choice is the change. */
  isChanged(path: string): boolean {
    const before = valueAt(this.base, path);
    return before !== undefined && !sameValue(valueAt(this.values, path), before);
  }

  /** What is wrong with the field at `path`, or inside it. */
  problemOf(path: string): string {
    return this.issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message ?? '';
  }

  /** What changes are counted from, in words. */
  get origin(): string {
    switch (this.source.kind) {
      case 'defaults':
        return m.newRun.theDefaults;
      case 'preset':
        return this.source.title;
      case 'run':
      case 'fork':
        return this.source.name;
      default:
        return this.source satisfies never;
    }
  }
}

export const draft = new Draft();
