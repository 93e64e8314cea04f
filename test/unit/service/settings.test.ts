/** Settings in a database that another version may have written. */
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { createSettings } from '../../../app/service/settings.ts';
import { openStore } from '../../../app/store/store.ts';
import { temporaryFiles } from '../store/support.ts';

const fresh = temporaryFiles();

it('are as usual where nothing, or nothing possible, is stored; what is unknown is left alone', () => {
  const store = openStore(fresh());
  const settings = createSettings(store.settings);
  expect(settings.get()).toEqual({ workers: availableParallelism() });
  store.settings.set('unheardOf', { a: 1 });
  store.settings.set('workers', 1e9);
  expect(settings.get()).toEqual({ workers: availableParallelism() });
  expect(settings.set({ workers: 3 })).toEqual({ workers: 3 });
  expect(store.settings.all()).toMatchObject({ unheardOf: { a: 1 }, workers: 3 });
  store.close();
});
