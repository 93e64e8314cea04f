/** What a person can set. */
import { z } from 'zod';

const workers = z.int().min(1).max(256);

/** The settings of this database. */
export const Settings = z
  .object({
    /** Worker threads that train; changes take effect for the next run that starts. */
    workers,
  })
  .meta({ id: 'Settings' });
export interface Settings extends z.output<typeof Settings> {}

/** Settings to change; what is left out stays. */
export const SettingsChange = z.strictObject({ workers: workers.exactOptional() });
export interface SettingsChange extends z.output<typeof SettingsChange> {}
