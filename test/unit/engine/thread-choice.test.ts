/** Trying whether several threads are worth it. */
import { describe, expect, it } from 'vitest';
import { createThreadChoice } from '../../../engine/thread-choice.ts';

/** Lets steps take what `ms` says for a number of threads; the share of the time that was on several threads. */
function share(ms: (threads: number, step: number) => number, steps = 20_000, allowed = 2): number {
  const choice = createThreadChoice();
  const time = [0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const threads = choice.next(allowed);
    const took = ms(threads, step);
    choice.took(took);
    time[threads]! += took;
  }
  return time[2]! / (time[1]! + time[2]!);
}

describe('createThreadChoice', () => {
  it('keeps several threads where they are faster, apart from short trials of one', () => {
    const most = share((threads) => 10 / threads);
    expect(most).toBeGreaterThan(0.95);
    expect(most).toBeLessThan(1);
  });

  it('leaves them where they are not, after a trial', () => {
    expect(share((threads) => (threads === 2 ? 1.4 : 1))).toBeLessThan(0.15);
    expect(share((threads) => (threads === 2 ? 0.99 : 1))).toBeLessThan(0.15);
  });

  it('is not misled by single long steps, such as those with an evaluation', () => {
    expect(share((threads, step) => (step % 10 === 9 ? 500 : 0) + 10 / threads)).toBeGreaterThan(0.9);
  });

  it('changes its mind when the machine does', () => {
    expect(share((threads, step) => (threads === 2 && step < 10_000 ? 20 : 10 / threads), 40_000)).toBeGreaterThan(0.5);
  });

  it('uses one thread while no more are allowed, and tries nothing then', () => {
    const choice = createThreadChoice();
    for (let step = 0; step < 1000; step++) {
      expect(choice.next(1)).toBe(1);
      choice.took(10);
    }
    expect(choice.next(2)).toBe(2);
  });
});
