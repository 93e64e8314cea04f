/** From what was typed after `normscope run` to a specification and seeds. Nothing is carried out here. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseRunSpec, setPath } from '../../../engine/spec/parse.ts';
import { findPreset, PRESETS } from '../../../engine/spec/presets.ts';
import type { RunSpec } from '../../../engine/spec/schema.ts';
import { messages, type Message } from '../../../engine/words/words.ts';
import { AppError } from '../../errors.ts';
import { WRONG } from './words.ts';

const INPUT = messages('cli.input', {
  'not-a-seed': ({ given }: { given: string }) =>
    `--seed is ${JSON.stringify(given)}; give a whole number, e.g. --seed 1`,
  seed: ({ given }: { given: string }) =>
    `--seed is ${JSON.stringify(given)}; give a whole number from 0 to 4294967295`,
  nothing: ({ presets }: { presets: readonly string[] }) =>
    `Nothing to run was named. Give a preset (${presets.join(', ')}) or a file.`,
  'no-such': ({ given, near, presets }: { given: string; near: string | null; presets: readonly string[] }) =>
    `There is no preset and no file ${JSON.stringify(given)}. ` +
    (near === null ? `Presets: ${presets.join(', ')}.` : `Did you mean ${near}?`),
  'not-readable': ({ path, why }: { path: string; why: string }) => `${path} cannot be read: ${why}`,
  'not-json': ({ path, why }: { path: string; why: string }) => `${path} is not JSON: ${why}`,
});

/** The words and options of the command, as given. */
export interface RunWords {
  /** File or preset; null when an option that takes several values has swallowed it. */
  source: string | null;
  seed: string[];
  set: string[];
  name?: string;
}

/** A complete specification and one seed for each run. */
export interface RunInput {
  spec: RunSpec;
  seeds: number[];
}

const wrong = (message: Message): AppError => new AppError('invalid-input', message);

/** Reads, sets and checks everything. Throws AppError `invalid-input` with all that is wrong. */
export function readRunInput(words: RunWords): RunInput {
  const { source, seeds, sets } = sortWords(words);
  let input = readSource(source);
  for (const [path, text] of sets) input = setPath(input, path, text);
  if (words.name !== undefined) input = setPath(input, 'name', JSON.stringify(words.name));
  const parsed = parseRunSpec(input);
  if (!parsed.ok) throw wrong(WRONG.specification({ issues: parsed.issues }));
  return { spec: parsed.spec, seeds: seeds.length > 0 ? seeds : [parsed.spec.seed] };
}

/** `--seed 1 2 paper-mlp-bn` swallows the preset: what has not the form of a seed or a setting may be the source. */
function sortWords({ source, seed, set }: RunWords): { source: string; seeds: number[]; sets: [string, string][] } {
  const isSeed = (word: string): boolean => /^[+-]?\d/.test(word);
  const isSet = (word: string): boolean => word.includes('=');
  const strays = [...seed.filter((word) => !isSeed(word)), ...set.filter((word) => !isSet(word))];
  const found = source ?? strays.shift();
  const [straySeed, straySet] = [seed, set].map((list) => list.find((word) => strays.includes(word)));
  if (straySet !== undefined) throw wrong(WRONG.setting({ given: straySet }));
  if (straySeed !== undefined) throw wrong(INPUT['not-a-seed']({ given: straySeed }));
  if (found === undefined) throw wrong(INPUT.nothing({ presets: presetNames() }));
  const sets = set.filter(isSet).map(splitSetting);
  return { source: found, seeds: seed.filter(isSeed).map(readSeed), sets };
}

function splitSetting(word: string): [path: string, text: string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/** A specification with `--set` words applied, for runs that are made from other runs. Throws as {@link readRunInput}. */
export function changeSpec(spec: RunSpec, set: readonly string[], name: string): RunSpec {
  const stray = set.find((word) => !word.includes('='));
  if (stray !== undefined) throw wrong(WRONG.setting({ given: stray }));
  const changed = set.map(splitSetting).reduce<unknown>((input, [path, text]) => setPath(input, path, text), spec);
  const parsed = parseRunSpec(setPath(changed, 'name', JSON.stringify(name)));
  if (!parsed.ok) throw wrong(WRONG.specification({ issues: parsed.issues }));
  return parsed.spec;
}

function readSeed(word: string): number {
  const seed = Number(word);
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff) return seed;
  throw wrong(INPUT.seed({ given: word }));
}

const presetNames = (): string[] => PRESETS.map((preset) => preset.name);

/** A file where there is one, otherwise a preset. */
function readSource(source: string): unknown {
  const found = findPreset(source);
  if (found.preset !== null) return found.preset.spec;
  const path = resolve(source);
  if (existsSync(path)) return readJsonFile(path);
  throw wrong(INPUT['no-such']({ given: source, near: found.nearest, presets: presetNames() }));
}

/** What a JSON file holds. Throws AppError `invalid-input`. */
export function readJsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = (error as Error).message;
    throw new AppError('invalid-input', INPUT['not-readable']({ path, why }), { cause: error });
  }
  try {
    // Editors on Windows put a mark before the text.
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    const why = (error as Error).message;
    throw new AppError('invalid-input', INPUT['not-json']({ path, why }), { cause: error });
  }
}
