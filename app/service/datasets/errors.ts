/** From errors of the engine about data to errors of the program. */
import { issueAt } from '../../../engine/words/worded.ts';
import { DataError } from '../../../engine/data/data-error.ts';
import { AppError } from '../../errors.ts';

/** Does `work`; a DataError becomes AppError `invalid-input` with the same message, at `path` where one is given. */
export function explainData<T>(work: () => T, path?: string): T {
  try {
    return work();
  } catch (error) {
    throw explained(error, path);
  }
}

/** Like {@link explainData}, for work that takes its time. Work that was stopped becomes AppError `conflict`. */
export async function explainDataLater<T>(work: () => Promise<T>, path?: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, path);
  }
}

function explained(error: unknown, path: string | undefined): unknown {
  if (error instanceof Error && error.name === 'AbortError')
    return new AppError('conflict', 'It was stopped. Nothing was kept.', { cause: error });
  if (!(error instanceof DataError)) return error;
  const { said } = error;
  const issues = path === undefined ? {} : { issues: [issueAt(path, said)] };
  return new AppError('invalid-input', said, { cause: error, ...issues });
}

/** The code of a file system error, such as ENOENT. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
