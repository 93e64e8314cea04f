/** What is known of a format that holds the network of a run, before it is made. Pure: the page reads it too. */
import type { RunSpec } from '../spec/schema.ts';
import type { Message } from '../words/words.ts';

/** What a format looks at to say whether it is for a run. */
export interface ExportedRun {
  name: string;
  spec: RunSpec;
  /** Whether it began at a checkpoint of another run. */
  continued: boolean;
}

/** A choice, yes or no, that a format offers. */
export interface ExportOption {
  name: string;
  words: {
    /** The format with it, as the page calls it. */
    readonly title: string;
    /** What it does, as the command line and the API say it. */
    readonly command: string;
  };
  /** What it puts behind the name of the file. */
  suffix: string;
  /** Whether it makes a difference for a run; the page offers it only then. */
  matters(run: Pick<ExportedRun, 'spec'>): boolean;
}

/** A format that holds the network of one run. */
export interface ModelFormatEntry {
  format: string;
  words: {
    /** As the page calls it. */
    readonly title: string;
  };
  /** One file, or several in a folder, which are downloaded as one archive. */
  kind: 'file' | 'folder';
  /** Ending of the file. */
  extension: string;
  /** Why a run cannot be had in this format; null where it can. */
  refusal(run: ExportedRun): Message | null;
  options: readonly ExportOption[];
}
