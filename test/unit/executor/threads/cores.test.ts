/** Who gets the cores that nobody needs. */
import { describe, expect, it } from 'vitest';
import { createIdleCores, threadLimit, threadsOfRun, type Usage } from '../../../../app/executor/threads/cores.ts';

describe('threadLimit', () => {
  it('is two where there are as many cores', () => {
    expect(threadLimit({}, 8)).toBe(2);
    expect(threadLimit({ NORMSCOPE_THREADS: '' }, 2)).toBe(2);
    expect(threadLimit({}, 1)).toBe(1);
  });

  it('is what the environment says, as far as there are cores', () => {
    expect(threadLimit({ NORMSCOPE_THREADS: '1' }, 8)).toBe(1);
    expect(threadLimit({ NORMSCOPE_THREADS: '4' }, 8)).toBe(4);
    expect(threadLimit({ NORMSCOPE_THREADS: '4' }, 2)).toBe(2);
  });

  it.each(['0', '9', '1.5', 'two', '-1'])('refuses %s and says what to write', (text) => {
    expect(() => threadLimit({ NORMSCOPE_THREADS: text }, 8)).toThrow(
      `NORMSCOPE_THREADS is "${text}"; give a whole number from 1 to 8, or unset it.`,
    );
  });
});

describe('threadsOfRun', () => {
  it('gives idle cores to a run that trains alone', () => {
    expect(threadsOfRun(1, 2, 2)).toBe(2);
    expect(threadsOfRun(1, 1.8, 2)).toBe(2);
    expect(threadsOfRun(1, 7.9, 4)).toBe(4);
  });

  it('gives none while other runs train or other programs work', () => {
    expect(threadsOfRun(2, 8, 2)).toBe(1);
    expect(threadsOfRun(0, 8, 2)).toBe(1);
    expect(threadsOfRun(1, 1.4, 2)).toBe(1);
    expect(threadsOfRun(1, 0, 2)).toBe(1);
  });
});

describe('createIdleCores', () => {
  it('counts what other programs use, over a second or more', () => {
    let usage: Usage = { at: 0, all: 50_000, own: 1_000 };
    const idle = createIdleCores(() => usage, 2, true);
    expect(idle()).toBe(1);
    usage = { at: 500, all: 50_500, own: 1_500 };
    expect(idle()).toBe(1);
    usage = { at: 2_000, all: 53_000, own: 3_000 };
    expect(idle()).toBe(1.5);
    usage = { at: 3_000, all: 55_000, own: 5_010 };
    expect(idle()).toBe(2);
  });

  it('does not judge cores by those that the program may not use', () => {
    const usage = [0, 2_000].map((at) => ({ at, all: at * 60, own: 0 }));
    const idle = createIdleCores(() => usage.shift()!, 2, false);
    expect(idle()).toBe(2);
  });
});
