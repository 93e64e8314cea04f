/** How the table of runs shares its width: what is shown grows with the window, so that it never scrolls sideways. Pure. */

/** Widths of columns in rem. */
export const WIDTHS = {
  select: 2.25,
  status: 8.25,
  name: 14,
  setting: 8,
  metric: 6.25,
  curve: 7,
  started: 6.5,
  duration: 6.5,
};

export interface Layout {
  metrics: string[];
  settings: string[];
  /** Settings that differ too but found no room. */
  hidden: string[];
  curve: boolean;
  started: boolean;
  duration: boolean;
}

/**
 * Chooses columns for a table `width` rem wide: the first metric and two settings always, then by importance as far as
 * there is room.
 */
export function chooseColumns(width: number, settings: readonly string[], metrics: readonly string[]): Layout {
  let room = width - WIDTHS.select - WIDTHS.status - WIDTHS.name;
  const take = (size: number): boolean => {
    if (room < size) return false;
    room -= size;
    return true;
  };
  const wanted = { metrics: 0, settings: 0, curve: false, started: false, duration: false };
  const metric = (): void => {
    if (wanted.metrics < metrics.length && take(WIDTHS.metric)) wanted.metrics++;
  };
  const setting = (): void => {
    if (wanted.settings < settings.length && take(WIDTHS.setting)) wanted.settings++;
  };
  metric();
  setting();
  wanted.curve = take(WIDTHS.curve);
  setting();
  wanted.started = take(WIDTHS.started);
  wanted.duration = take(WIDTHS.duration);
  metric();
  setting();
  metric();
  metric();
  while (wanted.settings < settings.length && room >= WIDTHS.setting) setting();
  return {
    metrics: metrics.slice(0, wanted.metrics),
    settings: settings.slice(0, wanted.settings),
    hidden: settings.slice(wanted.settings),
    curve: wanted.curve,
    started: wanted.started,
    duration: wanted.duration,
  };
}
