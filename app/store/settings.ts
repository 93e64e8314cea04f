/** The table `setting`: names and JSON values. Which settings exist and what they may be: app/service/settings.ts. */
import type { Database } from 'better-sqlite3';

export const settingTable = (db: Database) => {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
  const set = db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)');
  return {
    get(name: string): unknown {
      const json = get.get(name);
      return json === undefined ? undefined : (JSON.parse(json) as unknown);
    },
    set(name: string, value: unknown): void {
      set.run(name, JSON.stringify(value));
    },
  };
};
export type SettingTable = ReturnType<typeof settingTable>;
