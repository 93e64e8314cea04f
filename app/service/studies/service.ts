/** What a person can do with studies: find, make, change, start, pause and stop them, and look at their answers. */
import { v7 as newId } from 'uuid';
import { nearest } from '../../../engine/spec/parse.ts';
import type { StudySpec } from '../../../engine/spec/schema/study.ts';
import { AppError } from '../../errors.ts';
import type { StoredStudy } from '../../store/studies.ts';
import { refuse } from '../create-runs.ts';
import type { RunService } from '../types.ts';
import { builtInStudies } from './built-in.ts';
import { findSlots, progressOf, type Slot } from './find-runs.ts';
import { planStudy, requireStudySpec, type Planned, type PlannedStudy } from './plan.ts';
import { issuesOfCells, previewOf } from './preview.ts';
import { queueRuns, withdrawRuns, type QueueSurroundings } from './queue.ts';
import { exportStudy } from './report.ts';
import { buildResult, readRuns, resultMemory } from './result.ts';
import type { StudyProgress, StudyRow, StudyStart, StudyState } from '../../contract/studies.ts';
import type { StudyResult } from '../../contract/study-results.ts';
import type { StudyService } from '../types.ts';

/** What the service needs of its surroundings. */
export interface StudySurroundings extends QueueSurroundings {
  runs: RunService;
  /** Name of the kernel set that trains here. */
  kernels: string;
  /** Of the program. */
  version: string;
  /** How many runs train at once. */
  workers(): number;
}

const MAX_TEXT = 100_000;
const MAX_SEEDS = 1000;
const NO_PROGRESS: StudyProgress = {
  ...{ runs: 0, ended: 0, diverged: 0, underWay: 0, queued: 0, broken: 0, missing: 0 },
};

/** The study service over a store. Its functions throw AppError; errors of the database are for guard.ts. */
export function createStudyService(surroundings: StudySurroundings): StudyService {
  const { store, datasets, wake } = surroundings;
  const { studies } = store;
  const memory = resultMemory();
  const planned = new Map<string, { changed: number; plan: Planned }>();

  const builtIn = (name: string): StudySpec | undefined => builtInStudies().find((spec) => spec.name === name);

  /** Expanding takes milliseconds a cell, so it is done once for each version of a study. */
  const planOf = (id: string, changed: number, spec: StudySpec): Planned => {
    const known = planned.get(id);
    if (known?.changed === changed) return known.plan;
    const plan = planStudy(spec);
    planned.set(id, { changed, plan });
    return plan;
  };
  const slotsOf = (study: PlannedStudy): Slot[] => {
    const hashes = new Map(datasets.list().map(({ name, hash }) => [name, hash]));
    return findSlots(store, study, (name) => hashes.get(name) ?? null);
  };

  const row = (stored: StoredStudy): StudyRow => {
    const { id, name, spec, prediction, note, createdAt, changed } = stored;
    const plan = planOf(id, changed, spec);
    const progress = plan.ok ? progressOf(slotsOf(plan.study)) : NO_PROGRESS;
    return {
      ...{ id, name, title: spec.title, spec, state: stateOf(stored.state, progress), progress, prediction, note },
      ...{ builtIn: builtIn(name) !== undefined, createdAt, changed },
    };
  };
  const unstored = (spec: StudySpec): StudyRow => ({
    ...row({
      ...{ id: spec.name, name: spec.name, spec, state: 'idle', prediction: null, note: '', createdAt: 0, changed: 0 },
    }),
    createdAt: null,
  });

  const findStored = (ref: string): StoredStudy | undefined => studies.get(ref) ?? studies.named(ref);
  const unknown = (ref: string): AppError => {
    const names = [...studies.list().map(({ name }) => name), ...builtInStudies().map(({ name }) => name)];
    const near = nearest(ref, names);
    const hint =
      names.length === 0
        ? 'No study was made yet.'
        : near === null
          ? '`normscope study list` shows all.'
          : `Did you mean ${near}?`;
    return new AppError('not-found', `There is no study with the id or name ${JSON.stringify(ref)}. ${hint}`);
  };
  const get = (ref: string): StudyRow => {
    const stored = findStored(ref);
    if (stored !== undefined) return row(stored);
    const spec = builtIn(ref);
    if (spec === undefined) throw unknown(ref);
    return unstored(spec);
  };
  /** Stores a built-in study, so that it can be changed or started. */
  const requireStored = (ref: string): StoredStudy => {
    const stored = findStored(ref);
    if (stored !== undefined) return stored;
    const spec = builtIn(ref);
    if (spec === undefined) throw unknown(ref);
    const id = newId();
    store.transaction(() => studies.add(id, spec, Date.now()));
    return studies.get(id)!;
  };
  const requirePlan = (plan: Planned): PlannedStudy => {
    if (!plan.ok) throw refuse(plan.issues);
    return plan.study;
  };
  const requirePlanOf = ({ id, changed, spec }: Pick<StudyRow, 'id' | 'changed' | 'spec'>): PlannedStudy =>
    requirePlan(planOf(id, changed, spec));

  /** Runs that other studies need, which are under way. */
  const neededElsewhere = (id: string): Set<string> =>
    new Set(
      studies.list().flatMap((other) => {
        if (other.id === id || other.state !== 'running') return [];
        const plan = planOf(other.id, other.changed, other.spec);
        return plan.ok ? slotsOf(plan.study).flatMap(({ run }) => run?.id ?? []) : [];
      }),
    );

  const start = async (ref: string, { seeds }: StudyStart = {}): Promise<StudyRow> => {
    const stored = requireStored(ref);
    const spec = seeds === undefined ? stored.spec : requireStudySpec({ ...stored.spec, seeds: seedList(seeds) });
    const study = requirePlan(planStudy(spec));
    const issues = await issuesOfCells(study, datasets);
    if (issues.length > 0) throw refuse(issues);
    await queueRuns(
      surroundings,
      study,
      () => slotsOf(study),
      () => {
        if (seeds !== undefined) studies.setSpec(stored.id, spec);
        studies.setState(stored.id, 'running');
      },
    );
    wake();
    return get(stored.id);
  };

  const withdraw = (ref: string, to: 'paused' | 'stopped'): StudyRow => {
    const stored = requireStored(ref);
    const study = requirePlanOf(stored);
    store.transaction(() => {
      withdrawRuns(store, study, slotsOf(study), { to, keep: neededElsewhere(stored.id) });
      studies.setState(stored.id, to);
    });
    wake();
    return get(stored.id);
  };

  const result = (ref: string): Promise<StudyResult> => {
    const study = requirePlanOf(get(ref));
    return buildResult(
      study,
      store.snapshot(() => readRuns(store, study, slotsOf(study), memory)),
      memory,
    );
  };

  const save: StudyService['save'] = (input, id) => {
    // One that says nothing of its version is changed in the terms in which it was begun.
    const begun = id === undefined ? undefined : findStored(id)?.spec.version;
    const spec = requireStudySpec(begun === undefined ? input : { version: begun, ...input });
    requirePlan(planStudy(spec));
    const namesake = studies.named(spec.name);
    if (id === undefined) {
      if (namesake !== undefined || builtIn(spec.name) !== undefined) throw taken(spec.name);
      const made = newId();
      store.transaction(() => studies.add(made, spec, Date.now()));
      return get(made);
    }
    const before = requireStored(id);
    if (namesake !== undefined && namesake.id !== before.id) throw taken(spec.name);
    if (row(before).state === 'running')
      throw new AppError('conflict', `The study ${before.name} is running; pause or stop it before changing it.`);
    store.transaction(() => studies.setSpec(before.id, spec));
    return get(before.id);
  };

  const preview: StudyService['preview'] = async (input) => {
    const spec = requireStudySpec(input);
    const plan = planStudy(spec);
    const issues = plan.ok ? await issuesOfCells(plan.study, datasets) : plan.issues;
    if (!plan.ok || issues.length > 0) return { runs: 0, existing: 0, seconds: 0, bytes: 0, perRunSeconds: 0, issues };
    const { kernels, workers } = surroundings;
    const about = { runs: store.runs, kernels, datasets: datasets.list(), workers: workers() };
    return previewOf(plan.study, slotsOf(plan.study), about);
  };

  return {
    list() {
      const stored = studies.list();
      const names = new Set(stored.map(({ name }) => name));
      return [
        ...stored.map(row),
        ...builtInStudies()
          .filter(({ name }) => !names.has(name))
          .map(unstored),
      ];
    },
    get,

    save,

    async guided(dataset, minutes) {
      // With it come the statistics, which take long to read and which nothing else needs at start-up.
      const { guidedFor } = await import('./guided.ts');
      const spec = await guidedFor(await datasets.get(dataset), minutes, preview);
      return save(spec, studies.named(spec.name)?.id);
    },

    remove(ref) {
      const found = get(ref);
      if (found.createdAt === null)
        throw new AppError('conflict', `The study ${found.name} is built in and cannot be removed.`);
      if (found.state === 'running')
        throw new AppError('conflict', `The study ${found.name} is running; stop it before removing it.`);
      store.transaction(() => studies.remove(found.id));
      planned.delete(found.id);
    },

    preview,

    start,
    resume: (ref) => start(ref),
    pause: (ref) => withdraw(ref, 'paused'),
    stop: (ref) => withdraw(ref, 'stopped'),

    setPrediction(ref, text) {
      const trimmed = text?.trim() ?? '';
      requireLength('prediction', trimmed);
      const { id } = requireStored(ref);
      store.transaction(() => studies.setPrediction(id, trimmed === '' ? null : trimmed));
      return get(id);
    },
    setNote(ref, note) {
      requireLength('note', note);
      const { id } = requireStored(ref);
      store.transaction(() => studies.setNote(id, note));
      return get(id);
    },

    result,
    async report(ref) {
      const study = get(ref);
      return exportStudy(surroundings, study, requirePlanOf(study), await result(ref));
    },
  };
}

/** What was asked for, unless nothing is left to be done, or nobody does it any more. */
function stateOf(asked: StudyState, { runs, ended, underWay, queued }: StudyProgress): StudyState {
  if (ended === runs) return 'idle';
  return asked === 'running' && underWay + queued === 0 ? 'idle' : asked;
}

function seedList(seeds: number | number[]): number[] {
  if (typeof seeds !== 'number') return seeds;
  if (Number.isInteger(seeds) && seeds >= 1 && seeds <= MAX_SEEDS)
    return Array.from({ length: seeds }, (_, i) => i + 1);
  throw refuse([{ path: 'seeds', message: `is ${seeds}; give a number of seeds from 1 to ${MAX_SEEDS}` }]);
}

const taken = (name: string): AppError =>
  new AppError('conflict', `There is a study ${name} already; give this one another name.`, {
    issues: [{ path: 'name', message: `is ${name}, like another study; give another one` }],
  });

function requireLength(path: string, text: string): void {
  if (text.length > MAX_TEXT)
    throw refuse([{ path, message: `has ${text.length} characters; give at most ${MAX_TEXT}` }]);
}
