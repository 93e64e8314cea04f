/** How the table of runs shares its width: what is shown grows with the window, so that it never scrolls sideways. Pure. */

/** Widths of columns in rem; the name takes what is left, and at least its own. */
export const WIDTHS = {
  select: 3,
  status: 8.5,
  name: 15,
  setting: 7,
  metric: 6.5,
  curve: 7,
  started: 6.25,
  duration: 6.5,
};

export interface Layout {
  metrics: string[];
  settings: string[];
  curve: boolean;
  started: boolean;
  duration: boolean;
  /** By how much the columns beside the name are wider than said above, where there is room to spare. */
  stretch: number;
}

/** Room that the name gets first, in rem; what is left beyond it widens the other columns, up to this factor. */
const SPARE_FOR_NAME = 10;
const MOST_STRETCH = 1.6;

/** What is asked about most often, first; everything else follows in the order of the spec. */
const IMPORTANT = [
  'model.normalization.type',
  'model.activation',
  'optimizer.learningRate',
  'seed',
  'data.dataset',
  'data.scaling.method',
  'model.hidden',
  'training.batchSize',
];

/**
 * Chooses columns for a table `width` rem wide: by importance, as far as there is room. `settings` and `metrics` hold
 * what there is to show; the metrics come in the order of their importance.
 */
export function chooseColumns(width: number, settings: readonly string[], metrics: readonly string[]): Layout {
  let room = width - WIDTHS.select - WIDTHS.status - WIDTHS.name;
  const take = (size: number): boolean => {
    if (room < size) return false;
    room -= size;
    return true;
  };
  const rank = (path: string): number => IMPORTANT.indexOf(path) + 1 || IMPORTANT.length + 1;
  const wanted = [...settings].sort((a, b) => rank(a) - rank(b));
  const layout: Layout = { metrics: [], settings: [], curve: false, started: false, duration: false, stretch: 1 };
  const add = (list: string[], from: readonly string[], size: number): void => {
    const next = from[list.length];
    if (next !== undefined && take(size)) list.push(next);
  };
  const metric = (): void => add(layout.metrics, metrics, WIDTHS.metric);
  const setting = (): void => add(layout.settings, wanted, WIDTHS.setting);
  metric();
  setting();
  layout.curve = take(WIDTHS.curve);
  setting();
  layout.duration = take(WIDTHS.duration);
  setting();
  layout.started = take(WIDTHS.started);
  setting();
  metric();
  metric();
  metric();
  while (layout.settings.length < wanted.length && room >= WIDTHS.setting) setting();
  const beside = width - WIDTHS.select - WIDTHS.status - WIDTHS.name - room;
  if (beside > 0) layout.stretch = Math.min(MOST_STRETCH, 1 + Math.max(0, room - SPARE_FOR_NAME) / beside);
  layout.settings.sort((a, b) => settings.indexOf(a) - settings.indexOf(b));
  return layout;
}
