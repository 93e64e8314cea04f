/**
 * Which hosts are alive. Programs on one file know each other only through the table `host`: a process id, and a
 * heartbeat that its owner renews while it carries runs out. Not for what becomes of a dead host's runs (executor.ts).
 */
import { computerName, processLives } from '../platform.ts';
import type { Host } from '../store/queue.ts';

/** A host on another computer is dead when its heartbeat stood still for so long. */
export const STALE_MS = 5_000;
/**
 * On this computer the process itself can be asked. One that exists may be busy for a while, or be a stranger who got
 * the number of a dead one.
 */
export const BUSY_MS = 20_000;

/** How often a heartbeat must be renewed. */
export const BEAT_EVERY_MS = 1_000;

/** Finds dead hosts by looking again and again; see {@link Presence.dead}. */
export interface Presence {
  /**
   * Of these hosts, those that are dead. `now` is the wall clock, `awake` a clock that stands still while the computer
   * sleeps: after a sleep all heartbeats look old, though everybody is about to renew theirs.
   */
  dead(hosts: Host[], now: number, awake: number): Host[];
}

/** A watch over hosts. At the first look only the wall clock can tell how old a heartbeat is. */
export const createPresence = (lives: (processId: number) => boolean = processLives): Presence => {
  const seen = new Map<string, { heartbeat: number; awake: number }>();
  return {
    dead: (hosts, now, awake) =>
      hosts.filter((host) => {
        const here = host.computer === computerName();
        if (here && !lives(host.processId)) return true;
        let last = seen.get(host.id);
        if (last === undefined) {
          last = { heartbeat: host.heartbeat, awake: awake - Math.max(0, now - host.heartbeat) };
          seen.set(host.id, last);
        } else if (last.heartbeat !== host.heartbeat) {
          last = { heartbeat: host.heartbeat, awake };
          seen.set(host.id, last);
        }
        return awake - last.awake > (here ? BUSY_MS : STALE_MS);
      }),
  };
};
