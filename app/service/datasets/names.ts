/** What datasets may be called. */
import { AppError } from '../../errors.ts';

const VALID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * The name of a new dataset. Throws AppError `invalid-input` for a name that is not well formed, `conflict` for one that
 * is taken (upper and lower case do not make a difference).
 */
export function requireNewName(name: string, taken: readonly { name: string; builtIn: boolean }[]): string {
  if (!VALID.test(name)) {
    const message =
      `The name ${JSON.stringify(name)} cannot be used: a name has 1 to 64 letters (a-z), digits, "-", "_" or ".", ` +
      `and begins with a letter or digit${suggestion(name)}.`;
    throw new AppError('invalid-input', message, { issues: [{ path: 'name', message }] });
  }
  const other = taken.find((set) => set.name.toLowerCase() === name.toLowerCase());
  if (other === undefined) return name;
  const message = other.builtIn
    ? `The name ${other.name} belongs to a built-in dataset. Choose another name.`
    : `There is already a dataset named ${other.name}. Choose another name, or remove that one first.`;
  throw new AppError('conflict', message, { issues: [{ path: 'name', message }] });
}

function suggestion(name: string): string {
  const valid = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 64);
  return VALID.test(valid) ? `, for example ${valid}` : '';
}
