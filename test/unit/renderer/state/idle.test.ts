import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenIdle } from '../../../../renderer/state/idle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits until the browser says that it is idle, not before the page came to rest', () => {
  const waiting: (() => void)[] = [];
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => waiting.push(callback));
  const work = vi.fn();
  whenIdle(work);
  expect(waiting).toEqual([]);
  vi.runAllTimers();
  expect(waiting).toHaveLength(1);
  expect(work).not.toHaveBeenCalled();
  waiting[0]!();
  expect(work).toHaveBeenCalledOnce();
});

it('does without that where the browser cannot say so', () => {
  vi.stubGlobal('requestIdleCallback', undefined);
  const work = vi.fn();
  whenIdle(work);
  expect(work).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(work).toHaveBeenCalledOnce();
});

it('is given up before and after the rest', () => {
  const cancelled = vi.fn();
  vi.stubGlobal('requestIdleCallback', () => 7);
  vi.stubGlobal('cancelIdleCallback', cancelled);
  const work = vi.fn();
  whenIdle(work)();
  vi.runAllTimers();
  expect(cancelled).not.toHaveBeenCalled();
  const giveUp = whenIdle(work);
  vi.runAllTimers();
  giveUp();
  expect(cancelled).toHaveBeenCalledExactlyOnceWith(7);
  expect(work).not.toHaveBeenCalled();
});
