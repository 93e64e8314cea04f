/**
 * Short ways to write a specification, spelled out before it is checked: a choice given by its name alone
 * (`"loss": "huber"` for `"loss": { "type": "huber" }`), a model without its kind, and conventions of batch
 * normalization by the name of their source.
 */
import { renamedRun } from './history.ts';
import { CONVENTIONS, type Semantics } from './semantics.ts';

type Plain = Record<string, unknown>;

/** Where a name may stand for a choice, and the property that it then is. */
const CHOICES: readonly [path: readonly string[], key: string][] = [
  [['loss'], 'type'],
  [['optimizer'], 'type'],
  [['schedule'], 'type'],
  [['data', 'scaling'], 'method'],
  [['model', 'normalization'], 'type'],
  [['model', 'reparameterization'], 'type'],
  [['model', 'initializer'], 'type'],
  [['training', 'batching'], 'type'],
  [['training', 'clipping'], 'type'],
  [['training', 'earlyStop'], 'type'],
];

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy of `input` in which choices that were given by their names alone are groups of fields. */
export function spellChoices(input: unknown): unknown {
  if (!isPlain(input)) return input;
  return CHOICES.reduce(
    (spec, [path, key]) => change(spec, path, (v) => (typeof v === 'string' ? { [key]: v } : v)),
    input,
  );
}

/**
 * A copy of `input` with every shorthand spelled out, and with today's names for what earlier versions called otherwise;
 * what is no group of fields comes back as it is.
 */
export function expandShorthand(input: unknown): unknown {
  // Choices first, since names may depend on them, and once more, since they may have moved.
  const spelled = spellChoices(renamedRun(spellChoices(input)));
  if (!isPlain(spelled)) return spelled;
  const withKind = change(spelled, ['model'], (model) =>
    isPlain(model) && !('kind' in model) ? { kind: 'mlp', ...model } : model,
  );
  return change(withKind, ['model', 'normalization'], fillConventions);
}

/** What a source has is taken where nothing else is said; without a source every default is PyTorch's. */
function fillConventions(norm: unknown): unknown {
  if (!isPlain(norm) || norm['type'] !== 'batch' || typeof norm['semantics'] !== 'string') return norm;
  return { ...(CONVENTIONS[norm['semantics'] as Semantics] as object | undefined), ...norm };
}

function change(root: Plain, [key, ...rest]: readonly string[], to: (value: unknown) => unknown): Plain {
  const value = root[key!];
  if (value === undefined) return root;
  if (rest.length === 0) return { ...root, [key!]: to(value) };
  return isPlain(value) ? { ...root, [key!]: change(value, rest, to) } : root;
}
