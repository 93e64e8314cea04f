/**
 * The study that is being set up. Lives outside the page, so that what was entered survives navigation. Not for asking the
 * program anything: the preview is in preview.svelte.ts.
 */
import { metricTitle } from '../../../../app/view/metrics.ts';
import { DECISIVE } from '../../../../engine/metrics.ts';
import { parseRunSpec, setValue } from '../../../../engine/spec/parse.ts';
import type { FieldIssue } from '../../../../engine/words/worded.ts';
import { parseStudySpec } from '../../../../engine/spec/parse-study.ts';
import { findPreset, PRESETS } from '../../../../engine/spec/presets.ts';
import { RunSpec } from '../../../../engine/spec/schema.ts';
import type { FactorSpec, MeasureSpec, ReductionSpec, StudySpec } from '../../../../engine/spec/schema/study.ts';
import { m } from '../../../messages/index.ts';
import { valueAt } from '../../../state/paths.ts';
import { parseSeeds } from '../../new/seeds.ts';
import { fieldsOf, overlaps } from './factors.ts';
import { nameFrom } from './study-name.ts';

/** Where the base came from. */
export type BaseSource =
  { kind: 'preset'; name: string } | { kind: 'run'; id: string; name: string } | { kind: 'study'; title: string };

const MEASURE: MeasureSpec = {
  name: metricTitle(DECISIVE[0]!),
  value: { of: DECISIVE[0]!, summary: { type: 'last' } },
  relative: null,
  better: 'higher',
  unit: '',
  reduce: [],
};
const FIRST = PRESETS[0]!.name;

class StudyDraft {
  title = $state('');
  question = $state('');
  source: BaseSource = $state.raw({ kind: 'preset', name: FIRST });
  /** The base as it was chosen, before its settings were changed. */
  origin: RunSpec = $state.raw(PRESETS[0]!.spec);
  /** Fields of the base that are set differently, for all runs alike. */
  settings: readonly { path: string; value: unknown }[] = $state.raw([]);
  factors: readonly FactorSpec[] = $state.raw([]);
  /** How the levels of each factor become one number; null where each level is an arm of its own. In step with `factors`. */
  reductions: readonly (Omit<ReductionSpec, 'factor'> | null)[] = $state.raw([]);
  seedsText = $state('1-3');
  measures: readonly MeasureSpec[] = $state.raw([MEASURE]);
  baseline: string | null = $state(null);
  criterion: StudySpec['criterion'] = $state.raw(null);
  /** What a copy keeps of its original and the form does not show. */
  kept: Partial<Pick<StudySpec, 'version' | 'background' | 'sources' | 'next'>> = $state.raw({});
  /** Issues that only the program can know of; forgotten with the next change. */
  remote: readonly FieldIssue[] = $state.raw([]);

  readonly seeds = $derived(parseSeeds(this.seedsText));
  /** The study as entered, valid or not. */
  readonly entered = $derived({
    name: nameFrom(this.title),
    title: this.title.trim(),
    question: this.question,
    ...this.kept,
    base: this.base,
    factors: this.factors,
    seeds: this.seeds.ok ? this.seeds.seeds : [],
    measures: this.measures.map((measure) => ({ ...measure, reduce: this.#reduce() })),
    baseline: this.baseline,
    criterion: this.criterion,
  });
  readonly parsed = $derived(parseStudySpec(this.entered));
  readonly issues: readonly FieldIssue[] = $derived([...(this.parsed.ok ? [] : this.parsed.issues), ...this.remote]);
  readonly ready = $derived(this.parsed.ok && this.seeds.ok);

  /** A preset that is used as it is goes by its name; anything else is spelled out. */
  get base(): string | Record<string, unknown> {
    if (this.source.kind === 'preset' && this.settings.length === 0) return this.source.name;
    return this.settings.reduce<Record<string, unknown>>(
      (spec, { path, value }) => setValue(spec, path, value) as Record<string, unknown>,
      this.origin as Record<string, unknown>,
    );
  }

  /** The value of a field in the base. */
  baseValue(path: string): unknown {
    return this.settings.find((one) => one.path === path)?.value ?? valueAt(this.origin, path);
  }

  clear(): void {
    this.title = '';
    this.question = '';
    this.usePreset(FIRST);
    this.settings = [];
    this.setFactors([], []);
    this.seedsText = '1-3';
    this.measures = [MEASURE];
    this.baseline = null;
    this.criterion = null;
    this.kept = {};
  }

  usePreset(name: string): void {
    const { preset } = findPreset(name);
    if (preset === null) return;
    this.source = { kind: 'preset', name };
    this.origin = preset.spec;
    this.remote = [];
  }

  useRun(run: { id: string; name: string; spec: RunSpec }): void {
    this.source = { kind: 'run', id: run.id, name: run.name };
    this.origin = run.spec;
    this.remote = [];
  }

  /** Fills the form with another study. */
  copy(study: StudySpec): void {
    this.clear();
    this.title = m.studyEditor.copyTitle(study.title);
    this.question = study.question;
    if (typeof study.base === 'string') this.usePreset(study.base);
    else {
      const parsed = parseRunSpec(study.base, study.version);
      if (parsed.ok) this.origin = parsed.spec;
      this.source = { kind: 'study', title: study.title };
    }
    const reduce = study.measures[0]?.reduce ?? [];
    this.setFactors(
      study.factors,
      study.factors.map(({ name }) => reduce.find(({ factor }) => factor === name) ?? null),
    );
    this.seedsText = study.seeds.join(', ');
    this.measures = study.measures;
    this.baseline = study.baseline;
    this.criterion = study.criterion;
    const { version, background, sources, next } = study;
    this.kept = { ...(version === undefined ? {} : { version }), background, sources, next };
  }

  setSetting(path: string, value: unknown): void {
    const rest = this.settings.filter((one) => one.path !== path);
    const at = this.settings.findIndex((one) => one.path === path);
    this.settings = at < 0 ? [...rest, { path, value }] : this.settings.with(at, { path, value });
    this.remote = [];
  }

  dropSetting(path: string): void {
    this.settings = this.settings.filter((one) => one.path !== path);
    this.remote = [];
  }

  setFactors(factors: readonly FactorSpec[], reductions: typeof this.reductions): void {
    this.factors = factors;
    this.reductions = reductions;
    this.remote = [];
  }

  setFactor(index: number, factor: FactorSpec): void {
    this.setFactors(this.factors.with(index, factor), this.reductions);
  }

  setReduction(index: number, reduction: Omit<ReductionSpec, 'factor'> | null): void {
    this.setFactors(this.factors, this.reductions.with(index, reduction));
  }

  dropFactor(index: number): void {
    const others = (_: unknown, i: number): boolean => i !== index;
    this.setFactors(this.factors.filter(others), this.reductions.filter(others));
  }

  setMeasure(change: Partial<MeasureSpec>): void {
    this.measures = this.measures.with(0, { ...this.measures[0]!, ...change });
    this.remote = [];
  }

  /** What is wrong with the field at `path`, or inside it. */
  problemOf(path: string): string {
    return this.issues.find((issue) => issue.path === path || issue.path.startsWith(`${path}.`))?.message ?? '';
  }

  /** What is wrong with a factor, or with a field of the specification that one of its levels sets. */
  problemOfFactor(index: number): string {
    const factor = this.factors[index];
    const fields = factor === undefined ? [] : fieldsOf(factor);
    const own = this.problemOf(`factors.${index}`);
    return own || (this.issues.find(({ path }) => fields.some((field) => overlaps(field, path)))?.message ?? '');
  }

  #reduce(): ReductionSpec[] {
    return this.factors.flatMap(({ name }, i) => {
      const reduction = this.reductions[i] ?? null;
      return reduction === null ? [] : [{ ...reduction, factor: name } as ReductionSpec];
    });
  }
}

export const studyDraft = new StudyDraft();
