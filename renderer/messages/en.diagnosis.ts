/** English words of the panel that says what went wrong in a run. The findings themselves come as sentences from the API. */
import type { FindingFigure, FindingKind, Severity } from '../../app/contract/diagnosis.ts';

const kinds: Record<FindingKind, string> = {
  diverged: 'Diverged',
  'learning-rate-too-high': 'Learning rate too high',
  'dead-layer': 'Dead rectifiers',
  stuck: 'Nothing learned',
  'train-eval-gap': 'Running statistics do not fit',
  'saturated-layer': 'Saturated activations',
  'skipped-batches': 'Skipped batches',
  'batch-too-small': 'Batches too small',
  'gamma-collapsed': 'Channels switched off',
  overfitting: 'Overfitting',
  plateau: 'Plateau',
  'population-gap': 'Running statistics off the population',
  'dead-units': 'Dead units',
  'saturated-units': 'Saturated units',
  'early-stop': 'Stopped early',
};

const severities: Record<Severity, string> = { bad: 'Serious', warn: 'Caution', note: 'Note' };

const figures: Record<FindingFigure, string> = {
  curves: 'See the curves',
  norm: 'See the normalization layers',
  percentiles: 'See the pre-activations',
  probes: 'See the probes',
};

export const diagnosis = {
  wrong: 'What went wrong',
  notes: 'Worth knowing',
  kinds,
  severities,
  figures,
  step: (step: string) => `step ${step}`,
  remedy: 'What to do:',
};
