/** A run's name as part of a file name. */

const LONGEST_NAME = 60;

/** A name that every file system takes: letters and digits of any script, joined by dashes. */
export function fileStem(name: string): string {
  const words = name.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? [];
  return [...words.join('-')].slice(0, LONGEST_NAME).join('') || 'run';
}
