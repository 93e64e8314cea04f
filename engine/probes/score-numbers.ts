/** A score as numbers of a probe: `name/loss`, and `name/accuracy` where there are classes. */
import type { Score } from '../evaluate.ts';

export const scoreNumbers = (name: string, { loss, accuracy }: Score): Record<string, number> => ({
  [`${name}/loss`]: loss,
  ...(accuracy === null ? {} : { [`${name}/accuracy`]: accuracy }),
});
