/** Durations and sizes of memory as people read them. Points in time: time.ts. */
import { formatCount, formatFixed, formatNumber, withUnit } from '../../engine/words/numbers.ts';
import { texts } from '../../engine/words/words.ts';

const t = texts('units', {
  microseconds: 'µs',
  milliseconds: 'ms',
  seconds: 's',
  minutes: 'min',
  hours: 'h',
  days: 'd',
  bytes: 'B',
  kilobytes: 'kB',
  megabytes: 'MB',
  gigabytes: 'GB',
  terabytes: 'TB',
});

/** A duration as the one or two units that matter: `340 ms`, `8.2 s`, `12 s`, `3 min 05 s`, `2 h 10 min`, `2 d 7 h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return formatNumber(milliseconds);
  const ms = Math.max(0, milliseconds);
  if (ms === 0) return withUnit('0', t.seconds);
  if (ms < 0.9995) return withUnit(twoDigits(1000 * ms), t.microseconds);
  if (ms < 999.5) return withUnit(twoDigits(ms), t.milliseconds);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return withUnit(twoDigits(ms / 1000), t.seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${withUnit(String(minutes), t.minutes)} ${withUnit(padded(seconds % 60), t.seconds)}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${withUnit(String(hours), t.hours)} ${withUnit(padded(minutes % 60), t.minutes)}`;
  return `${withUnit(formatCount(Math.floor(hours / 24)), t.days)} ${withUnit(String(hours % 24), t.hours)}`;
}

/** Bytes in the decimal units that disks are sold in. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return formatNumber(bytes);
  const units = [t.bytes, t.kilobytes, t.megabytes, t.gigabytes, t.terabytes];
  let [value, power] = [bytes, 0];
  for (; value >= 999.5 && power < units.length - 1; power++) value /= 1000;
  return withUnit(power === 0 ? formatCount(value) : twoDigits(value), units[power]!);
}

/** One decimal below ten, none from there on. */
const twoDigits = (value: number): string => formatFixed(value, value < 9.95 ? 1 : 0);

const padded = (value: number): string => String(value).padStart(2, '0');
