/** What is known of a file format before a file is opened: names and options. Pure: the page reads it too. */
import type { ImportOption } from './options.ts';

/** Files of a folder that make one dataset; none where there is none. */
export interface Chosen {
  names: readonly string[];
  /** What there are several of, so that a person has to name one. */
  several?: string;
}

/** A format that can be imported. */
export interface Format<F extends string = string> {
  format: F;
  words: {
    /** What it is called within a sentence. */
    readonly title: string;
    /** What is expected of a person who has such files. */
    readonly expected: string;
  };
  /** Endings of its files, without the dot. */
  endings: readonly string[];
  /** Whether these files have its usual names. */
  isNamed(names: readonly string[]): boolean;
  /** What to take of the files of a folder. */
  choose(names: readonly string[]): Chosen;
  /** Whether the files below the folders of a folder count, with their paths. */
  deep?: boolean;
  /** Whether a file comes along when `own`, which lies beside it, is named alone. */
  comesAlong?(own: string, other: string): boolean;
  /** What a dataset from this file might be called, where that is not the name without its ending. */
  stem?(name: string): string | null;
  options: readonly ImportOption[];
}
