import { describe, expect, it } from 'vitest';
import { BUSY_MS, STALE_MS, createPresence } from '../../../app/executor/presence.ts';
import { computerName } from '../../../app/platform.ts';
import type { Host } from '../../../app/store/queue.ts';

const START = 1_000_000;
const host = (heartbeat: number, computer = computerName()): Host => ({
  ...{ id: 'h', processId: 4711, computer, startedAt: 0, heartbeat },
});

describe('a host', () => {
  it('is dead at once when its process on this computer is gone', () => {
    const presence = createPresence(() => false);
    expect(presence.dead([host(START)], START, 0)).toHaveLength(1);
    expect(createPresence(() => true).dead([host(START)], START, 0)).toHaveLength(0);
  });

  it('on another computer is judged by its heartbeat alone', () => {
    const presence = createPresence(() => false);
    const away = host(START, 'elsewhere');
    expect(presence.dead([away], START + STALE_MS, 0)).toHaveLength(0);
    expect(presence.dead([away], START + STALE_MS + 1, 1)).toHaveLength(1);
  });

  it('that has not beaten for long is dead at the first look', () => {
    expect(createPresence(() => true).dead([host(START)], START + BUSY_MS + 1, 0)).toHaveLength(1);
  });

  it('lives on when the computer slept, and dies when it stays silent while others are awake', () => {
    const presence = createPresence(() => true);
    expect(presence.dead([host(START)], START, 0)).toHaveLength(0);
    const afterSleep = START + 8 * 3600 * 1000;
    expect(presence.dead([host(START)], afterSleep, 250)).toHaveLength(0);
    expect(presence.dead([host(afterSleep)], afterSleep, 500)).toHaveLength(0);
    expect(presence.dead([host(afterSleep)], afterSleep + BUSY_MS, 500 + BUSY_MS)).toHaveLength(0);
    expect(presence.dead([host(afterSleep)], afterSleep + BUSY_MS + 1, 501 + BUSY_MS)).toHaveLength(1);
  });
});
