/** How a field of the specification is written: a schema with its title, its help and its unit. */
import { z } from 'zod';
import type { Message } from '../../words/words.ts';

/** Attaches what the form, the command line and the JSON Schema say of a field. */
export const field = <T extends z.ZodType>(schema: T, title: string, description: string, unit?: string): T =>
  schema.meta({ title, description, ...(unit === undefined ? {} : { unit }) }) as T;

/** Attaches title, help and, where it has one, the formula to one variant of a choice. */
export const variant = <T extends z.ZodType>(schema: T, title: string, description: string, formula?: string): T =>
  schema.meta({ title, description, ...(formula === undefined ? {} : { formula }) }) as T;

export const fraction = z.number().min(0).max(1);
export const positive = z.number().positive();
export const nonNegative = z.number().min(0);
export const count = z.int().min(1);
/** A step of training, or null for never. */
export const stepOrNever = count.nullable();

/** Adds an issue to a check of several fields; the message keeps its code (parse.ts). */
export function refuseField(context: z.core.$RefinementCtx, path: (string | number)[], said: Message): void {
  context.addIssue({ code: 'custom', path, message: said.text, params: { said } });
}
