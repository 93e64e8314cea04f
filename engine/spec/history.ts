/**
 * How the schemas of all that is stored grew since version 0.1.0. Whoever changes a schema says here what that means for
 * what is stored already; test/unit/history compares every schema with those of the released versions and says which step
 * is missing. A step that was released never changes. What each kind of step does: steps.ts. This file runs in a browser.
 *
 * A new field, with what earlier runs meant:   { since: '0.3.0', added: 'training.mixup', meant: 0 }
 * of one normalizer, in networks of all kinds: { since, added: 'model.normalization(type=batch).clip', meant: null }
 * of an item of a list:                        { since, added: 'probes.*(type=hessian).shift', meant: 0 }
 * another default for new runs:                { since, defaulted: 'training.batchSize', was: 60 }
 * another name or place:                       { since, moved: 'training.clipping', to: 'optimizer.clipping' }
 *
 * No step is needed for a new variant of a choice or a new value of a field: nothing stored has it. A name that was given
 * up is not used again for something else.
 */
import { asOf, complete, earliest, isLater, renamed, withFormerDefaults, type Step } from './steps.ts';
import type { Plain } from './places.ts';
import type { ProbeSpec } from './schema/probes.ts';
import type { RunFields as RunSpec } from './schema/run.ts';
import type { StudySpec } from './schema/study.ts';

/** The version of the program whose schemas these are; a test holds it beside package.json. */
export const SPEC_VERSION = '0.2.0';

/** Of a run, and of its probes under `probes.*`. */
export const RUN_HISTORY: readonly Step[] = [];

/** Of a study. Its base and its levels are written in terms of runs, as of `version`. */
export const STUDY_HISTORY: readonly Step[] = [{ since: '0.2.0', added: 'version', meant: '0.1.0' }];

/** Of the settings of the program, by their names. */
export const SETTINGS_HISTORY: readonly Step[] = [];

/** A stored run as it was parsed, completed: with every field of today. What is given is changed, here and below. */
export const completeRun = (stored: unknown): RunSpec => complete(RUN_HISTORY, stored) as RunSpec;

/** A stored study, completed. */
export const completeStudy = (stored: unknown): StudySpec => complete(STUDY_HISTORY, stored) as StudySpec;

/** Stored settings with the names of today; those that no version knows are among them. */
export const completeSettings = (stored: Plain): Plain => complete(SETTINGS_HISTORY, stored) as Plain;

/** A stored probe, completed. */
export const completeProbe = (stored: unknown): ProbeSpec => inRun(complete, stored) as ProbeSpec;

/** The earliest form of a run: what its hashes are taken of. Not to be read as a specification of today. */
export const earliestRun = (spec: RunSpec): object => earliest(RUN_HISTORY, spec) as object;

/** The earliest form of a probe: what its records are found by. */
export const earliestProbe = (probe: ProbeSpec): Plain => inRun(earliest, probe) as Plain;

const inRun = (change: typeof complete, probe: unknown): unknown =>
  (change(RUN_HISTORY, { probes: [probe] }) as { probes: unknown[] }).probes[0];

/** What a person wrote for a run, with the names of today. */
export const renamedRun = (written: unknown): unknown => renamed(RUN_HISTORY, written);

/** A run of today with the names of `version`, so that paths of that time find their fields. */
export const runAsOf = (spec: RunSpec, version: string): unknown => asOf(RUN_HISTORY, spec, version);

/** Whether a run that leaves something out may have meant something else in `version`. */
export const changedSince = (version: string): boolean => RUN_HISTORY.some(({ since }) => isLater(since, version));

/** `now` is `written`, completed with the defaults of today; gives it those that `version` had. */
export const withDefaultsOf = (version: string, written: unknown, now: RunSpec): unknown =>
  withFormerDefaults(RUN_HISTORY, written, now, version);
