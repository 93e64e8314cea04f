/** From errors of the engine about data to errors of the program. */
import { DataError } from '../../../engine/data/data-error.ts';
import { AppError } from '../../errors.ts';

/** Does `work`; a DataError becomes AppError `invalid-input` with the same message, at `path` where one is given. */
export function explainData<T>(work: () => T, path?: string): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { message } = error;
    throw new AppError('invalid-input', message, {
      cause: error,
      ...(path === undefined ? {} : { issues: [{ path, message }] }),
    });
  }
}

/** The code of a file system error, such as ENOENT. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
