/**
 * Points in time as people read them. The page says them in the reader's time zone; reports and the command line say UTC,
 * since they are read elsewhere and later. Durations: units.ts.
 */
import { texts } from '../../engine/words/words.ts';

const t = texts('time', {
  /** What `Intl` calls the language. */
  language: 'en',
  justNow: 'just now',
  utc: ({ time }: { time: string }) => `${time} UTC`,
});

/** The language in use as the reader's region writes it, where the platform says so. */
const tag = (): string => {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.find((one) => one.split('-')[0] === t.language) ?? t.language;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
];

/** How long ago, in words; the date itself from a week on. `now` in UTC milliseconds. */
export function formatAgo(at: number, now: number): string {
  if (now - at >= 7 * DAY) return formatLocalDate(at, now);
  const [unit, size] = STEPS.find(([, least]) => now - at >= least) ?? [];
  if (unit === undefined || size === undefined) return t.justNow;
  const relative = new Intl.RelativeTimeFormat(tag(), { numeric: 'auto', style: 'short' });
  return relative.format(-Math.floor((now - at) / size), unit);
}

/** The reader's date, with the year where it is not that of `now`. */
export function formatLocalDate(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(tag(), { day: 'numeric', month: 'short', ...year }).format(at);
}

/** The reader's date and time to the second, for titles and details. */
export const formatLocalTime = (at: number): string =>
  new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeStyle: 'medium' }).format(at);

/** Date and time in UTC to the minute, for what leaves this machine. */
export const formatUtcTime = (at: number): string =>
  t.utc({ time: new Date(at).toISOString().slice(0, 16).replace('T', ' ') });

/** The reader's date and time in figures of one width, for the columns of a terminal: `2026-11-23 11:30`; a dash for none. */
export function formatColumnTime(at: number | null): string {
  if (at === null) return '–';
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
