/** What several records are made of. Not for a record of its own: those have a file for each topic. */
import { z } from 'zod';

/** Whether something unread may be a record: an object, not a list. */
export const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A moment. */
export const timestamp = z.number().meta({ description: 'UTC milliseconds.' });
