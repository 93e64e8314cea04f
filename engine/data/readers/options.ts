/**
 * Options of an import as data: from what a format declares here come its type, the check of the API, the options of the
 * command line and the form of the page. Pure: the page reads it too.
 */

/** How an option reads to a person. A door whose text is missing does not offer it. */
export interface OptionWords {
  /** Label on the page. */
  readonly title?: string;
  /** Said below it while it is in use. */
  readonly help?: string;
  /** What the command line says of it. */
  readonly command?: string;
}

interface Option<N extends string> {
  name: N;
  words: OptionWords;
}

/** One of a few; each has its title on the page in `titles`. */
export interface ChoiceOption<N extends string = string, C extends string = string> extends Option<N> {
  kind: 'choice';
  choices: readonly C[];
  /** Missing where the page does not offer it. */
  titles?: Readonly<Record<C, string>>;
}

/** Yes or no. */
export interface FlagOption<N extends string = string> extends Option<N> {
  kind: 'flag';
  /** What it mostly is: the command line has an option for the contrary. */
  usually: boolean;
  /** Whether it makes a difference for what was found; always, where this is missing. */
  matters?(found: { shape: readonly number[]; value: boolean }): boolean;
}

/** A column of the table, by its name or its position, counted from 0. */
export interface ColumnOption<N extends string = string> extends Option<N> {
  kind: 'column';
}

/** An array, by its name; the preview says which one has the role. */
export interface ArrayOption<N extends string = string> extends Option<N> {
  kind: 'array';
  role: 'features' | 'labels';
}

/** Width and height in pixels, where they are to change. */
export interface SizeOption<N extends string = string> extends Option<N> {
  kind: 'size';
  /** What it is at first, once somebody asks for it. */
  usual: readonly [width: number, height: number];
  most: number;
}

export type ImportOption = ChoiceOption | FlagOption | ColumnOption | ArrayOption | SizeOption;

/** What an option can be set to. */
export type OptionValue<O> = O extends { kind: 'choice'; choices: readonly (infer C)[] }
  ? C
  : O extends { kind: 'flag' }
    ? boolean
    : O extends { kind: 'column' }
      ? string | number
      : O extends { kind: 'array' }
        ? string
        : O extends { kind: 'size' }
          ? [width: number, height: number]
          : never;
