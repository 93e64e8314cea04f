import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { markerPath, MARKERS, RUN_COLORS, runStyle, runStyles, styleAt } from '../../../app/view/styles.ts';

const ids = Array.from({ length: 8 }, (_, i) => `0193a5c0-7000-7000-8000-00000000000${i}`);

describe('styles of runs', () => {
  it('are the same for the same run, always', () => {
    expect(runStyle(ids[0]!)).toEqual(runStyle(ids[0]!));
  });

  it('differ in colour among eight runs, whatever order they come in', () => {
    const styles = runStyles(ids);
    expect(new Set([...styles.values()].map((style) => style.ink)).size).toBe(8);
    expect(runStyles([...ids].reverse())).toEqual(styles);
  });

  it('keep the own style of a run that meets no other of its colour', () => {
    expect(runStyles([ids[3]!]).get(ids[3]!)).toEqual(runStyle(ids[3]!));
  });

  it('never say two things by colour alone: equal colours differ in dash and marker', () => {
    for (let i = 0; i < 64; i++)
      for (let j = 0; j < i; j++) {
        const [a, b] = [styleAt(i), styleAt(j)];
        if (a.ink === b.ink) expect([a.marker, a.dash]).not.toEqual([b.marker, b.dash]);
      }
  });

  it('have a path for each marker', () => {
    expect(new Set(MARKERS.map((marker) => markerPath(marker))).size).toBe(MARKERS.length - 1);
  });

  it('have the colours that the style sheet of the page names', () => {
    const sheet = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
    const tokens = [...sheet.matchAll(/--run-(\d): light-dark\((#\w+), (#\w+)\)/g)].map(([, , light, dark]) => ({
      ...{ light, dark },
    }));
    expect(tokens).toEqual(RUN_COLORS);
  });
});
