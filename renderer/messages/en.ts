/** The English catalogue: every string of the page, composed of one file a page. */
import { compare } from './en.compare.ts';
import { datasets, importing } from './en.datasets.ts';
import { diagnosis } from './en.diagnosis.ts';
import { curve, newRun, preview, probeForm } from './en.new.ts';
import { probes } from './en.probes.ts';
import { run } from './en.run.ts';
import { actions, empty, exporting, list, tagging, trash } from './en.runs.ts';
import { format, shell, shortcuts } from './en.shell.ts';
import { studies, study, studyEditor } from './en.studies.ts';

export const en = {
  shell,
  shortcuts,
  format,
  list,
  actions,
  exporting,
  tagging,
  empty,
  trash,
  newRun,
  preview,
  curve,
  probeForm,
  datasets,
  importing,
  run,
  probes,
  diagnosis,
  compare,
  studies,
  study,
  studyEditor,
};

/** What a catalogue of another language has to have. */
export type Messages = typeof en;
