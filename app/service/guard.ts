/** Wraps a service so that errors of the database reach people in words. Not for errors that the services throw. */
import type { Store } from '../store/store.ts';

type AnyFunction = (...parameters: never[]) => unknown;

/** The same functions; whatever they throw, or their promises reject with, is explained by the store first. */
export const guard = <T extends object>(store: Store, service: T): T => {
  const guarded = (work: AnyFunction): AnyFunction =>
    ((...parameters: never[]) => {
      try {
        const result = work(...parameters);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw store.explain(error);
        });
      } catch (error) {
        throw store.explain(error);
      }
    }) as AnyFunction;
  return Object.fromEntries(
    Object.entries(service).map(([name, value]) => [
      name,
      typeof value === 'function' ? guarded(value as AnyFunction) : (value as unknown),
    ]),
  ) as T;
};
