/**
 * The table `host` and the claims in `run`: which program carries out which run. Several programs may share one file;
 * a queued run goes to exactly one of them, and the runs of a program that died are marked as interrupted.
 */
import type { Database } from 'better-sqlite3';
import type { RunStatus } from '../contract/run-status.ts';
import { RUN_REASONS } from '../contract/run-reasons.ts';
import { saidOf, type Message } from '../../engine/words/words.ts';
import type { CounterTable } from './counter.ts';

/** A program that carries runs out. */
export interface Host {
  id: string;
  processId: number;
  computer: string;
  startedAt: number;
  heartbeat: number;
}

export type RunRequest = 'pause' | 'resume' | 'stop';

/** How a run ended or stands, for {@link QueueTable.settle}. */
export interface Ending {
  status: Exclude<RunStatus, 'queued' | 'running' | 'paused'>;
  reason: Message;
  at: number;
}

/** A message as the two columns that keep it: in English, and as data. */
export const reasonColumns = (reason: Message | null): { reason: string; said: string | null } => ({
  reason: reason?.text ?? '',
  said: reason === null ? null : JSON.stringify(saidOf(reason)),
});

/** Prepares the statements on hosts and claims; every function is synchronous. */
export const queueTable = (db: Database, counter: CounterTable) => {
  const addHost = db.prepare(
    `INSERT INTO host (id, process_id, computer, started_at, heartbeat)
     VALUES (@id, @processId, @computer, @startedAt, @heartbeat)`,
  );
  const beat = db.prepare('UPDATE host SET heartbeat = ? WHERE id = ?');
  const hosts = db.prepare<[], Host>(
    `SELECT id, process_id AS processId, computer, started_at AS startedAt, heartbeat FROM host`,
  );
  const removeHost = db.prepare('DELETE FROM host WHERE id = ?');
  const carriedOut = db.prepare<[string], { id: string; step: number }>(
    `SELECT id, step FROM run WHERE host = ? AND status IN ('running', 'paused')`,
  );
  const interrupt = db.prepare(
    `UPDATE run SET status = 'interrupted', activity = NULL, reason = @reason, reason_said = @said, ended_at = @at,
       host = NULL, home = NULL, request = NULL, changed = @changed WHERE id = @id`,
  );
  const forget = db.prepare(
    `UPDATE run SET activity = NULL, changed = @changed WHERE activity IS NOT NULL AND activity ->> '$.host' = @host`,
  );
  const nextQueued = db
    .prepare<[string], string>(
      `SELECT id FROM run WHERE status = 'queued' AND (home = ? OR home IS NULL)
     ORDER BY id LIMIT 1`,
    )
    .pluck();
  const nextOwn = db
    .prepare<[string], string>(`SELECT id FROM run WHERE status = 'queued' AND home = ? ORDER BY id LIMIT 1`)
    .pluck();
  const claim = db.prepare(
    `UPDATE run SET status = 'running', host = @host, started_at = @at, changed = @changed
     WHERE id = @id AND status = 'queued'`,
  );
  const noteSetup = db.prepare('UPDATE run_setup SET versions = ?, machine = ? WHERE run_id = ?');
  const giveBack = db.prepare(
    `UPDATE run SET status = 'queued', host = NULL, started_at = NULL, request = NULL, changed = ?
     WHERE id = ? AND host = ?`,
  );
  const requeue = db.prepare(
    `UPDATE run SET status = 'queued', reason = '', reason_said = NULL, ended_at = NULL, home = @home, changed = @changed
     WHERE id = @id AND status IN ('interrupted', 'stopped', 'failed')`,
  );
  const adopt = db.prepare(
    `UPDATE run SET home = @home, changed = @changed WHERE id = @id AND status = 'queued' AND home IS NULL`,
  );
  const ask = db.prepare(
    `UPDATE run SET request = ?, changed = ? WHERE id = ? AND host IS NOT NULL AND status IN ('running', 'paused')`,
  );
  const requests = db.prepare<[string], { id: string; request: RunRequest }>(
    'SELECT id, request FROM run WHERE host = ? AND request IS NOT NULL',
  );
  const answer = db.prepare('UPDATE run SET request = NULL WHERE id = ? AND host = ?');
  const setPaused = db.prepare(
    `UPDATE run SET status = @to, request = NULL, changed = @changed WHERE id = @id AND host = @host AND status = @from`,
  );
  const settle = db.prepare(
    `UPDATE run SET status = @status, activity = NULL, reason = @reason, reason_said = @said, ended_at = @at, host = NULL,
       home = NULL, request = NULL, changed = @changed WHERE id = @id AND host IS @host AND status IN ('queued', 'running', 'paused')`,
  );

  const next = (host: string, ownOnly: boolean): string | undefined => (ownOnly ? nextOwn : nextQueued).get(host);

  return {
    enter(host: Host): void {
      addHost.run(host);
    },
    /** Renews a heartbeat; false when the host was taken for dead. */
    beat: (id: string, now: number): boolean => beat.run(now, id).changes > 0,
    hosts: (): Host[] => hosts.all(),
    /** Takes a host away: what it ran becomes interrupted, what it had queued is free for anybody. */
    leave: db.transaction((id: string, now: number): void => {
      for (const { id: run, step } of carriedOut.all(id)) {
        const why = reasonColumns(RUN_REASONS.interrupted({ step }));
        interrupt.run({ id: run, at: now, changed: counter.next(), ...why });
      }
      forget.run({ host: id, changed: counter.next() });
      removeHost.run(id);
    }).immediate,

    /** Claims the oldest queued run that this host may carry out; null when there is none. */
    claim(host: string, now: number, ownOnly: boolean, versions: string, machine: string): string | null {
      // A look without the lock first: the answer is no four times a second.
      if (next(host, ownOnly) === undefined) return null;
      return db
        .transaction((): string | null => {
          const id = next(host, ownOnly);
          if (id === undefined) return null;
          beat.run(now, host);
          claim.run({ id, host, at: now, changed: counter.next() });
          noteSetup.run(versions, machine, id);
          return id;
        })
        .immediate();
    },
    /** Puts a claimed run that has not begun back into the queue. */
    giveBack(id: string, host: string): void {
      giveBack.run(counter.next(), id, host);
    },
    /** Puts a run that ended before its time into the queue again; false when it did not. */
    requeue: (id: string, home: string | null): boolean =>
      requeue.run({ id, home, changed: counter.next() }).changes > 0,
    /** Makes a queued run that is anybody's that of a host. */
    adopt(id: string, home: string): void {
      adopt.run({ id, home, changed: counter.next() });
    },
    /** Leaves a request for the host that carries a run out; false when nobody does. */
    ask: (id: string, request: RunRequest): boolean => ask.run(request, counter.next(), id).changes > 0,
    requests: (host: string): { id: string; request: RunRequest }[] => requests.all(host),
    answered(id: string, host: string): void {
      answer.run(id, host);
    },
    setPaused(id: string, host: string, paused: boolean): void {
      const [from, to] = paused ? ['running', 'paused'] : ['paused', 'running'];
      setPaused.run({ id, host, from, to, changed: counter.next() });
    },
    /** Ends a run that this host holds (or that nobody holds: null); false when it is no longer so. */
    settle: (id: string, host: string | null, ending: Ending): boolean =>
      settle.run({
        ...{ id, host, status: ending.status, at: ending.at, changed: counter.next() },
        ...reasonColumns(ending.reason),
      }).changes > 0,
  };
};
export type QueueTable = ReturnType<typeof queueTable>;
