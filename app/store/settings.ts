/** The table `setting`: names and JSON values. Which settings exist and what they may be: app/service/settings.ts. */
import type { Database } from 'better-sqlite3';

export const settingTable = (db: Database) => {
  const set = db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)');
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting');
  return {
    /** All that is stored, by name. */
    all: (): Record<string, unknown> =>
      Object.fromEntries(all.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    set(name: string, value: unknown): void {
      set.run(name, JSON.stringify(value));
    },
  };
};
export type SettingTable = ReturnType<typeof settingTable>;
