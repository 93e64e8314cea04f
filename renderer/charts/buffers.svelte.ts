/**
 * Recorded numbers of one run, kept in the page and moved along: each refresh asks only for what came after the last
 * step that is already here. Not for deciding when to refresh: who shows a buffer does that when the run has changed.
 */
import type { NormField } from '../../app/contract/norms.ts';
import { client, isAbort, messageOf } from '../state/client.ts';
import { NO_RECORDS, type NormRecords } from './records.ts';
import { EMPTY, type Points } from '../../app/view/points.ts';

/** What both kinds of buffer share: one request at a time, and one more where something changed meanwhile. */
abstract class Buffer {
  /** True once the first answer has arrived. */
  loaded = $state(false);
  /** Why the numbers cannot be had; empty while all is well. */
  problem = $state('');
  #busy = false;
  #again = false;
  /** How far the run was when it was last looked at; recorded numbers may be ahead of it. */
  #seen = 0;
  readonly #abort = new AbortController();

  /** Fetches what is new; `step` is how far the run is, and a run that went back to an earlier step is read anew. */
  async refresh(step: number): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      // An effect that asks for a refresh must not come to depend on what is read below.
      await Promise.resolve();
      do {
        this.#again = false;
        if (step < this.#seen) this.clear();
        this.#seen = step;
        await this.fetchNew(this.#abort.signal);
        this.loaded = true;
        this.problem = '';
      } while (this.#again);
    } catch (error) {
      if (!isAbort(error)) this.problem = messageOf(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Gives up what is under way. */
  close(): void {
    this.#abort.abort();
  }

  protected abstract lastStep(): number;
  protected abstract clear(): void;
  protected abstract fetchNew(signal: AbortSignal): Promise<void>;
}

/** One series of one run. */
export class SeriesBuffer extends Buffer {
  /** Replaced whenever points arrive; the arrays are views of longer ones and never change below their length. */
  points: Points = $state.raw(EMPTY);
  readonly #run: string;
  readonly #name: string;
  #steps = new Float64Array(256);
  #values = new Float64Array(256);

  constructor(run: string, name: string) {
    super();
    this.#run = run;
    this.#name = name;
  }

  protected lastStep(): number {
    return this.points.steps.at(-1) ?? -1;
  }

  protected clear(): void {
    this.points = EMPTY;
  }

  protected async fetchNew(signal: AbortSignal): Promise<void> {
    const count = this.points.steps.length;
    const fresh = await client.runs.series(this.#run, this.#name, count > 0 ? this.lastStep() : undefined, signal);
    if (fresh.steps.length === 0) return;
    const total = count + fresh.steps.length;
    if (total > this.#steps.length) {
      this.#steps = grown(this.#steps, count, total);
      this.#values = grown(this.#values, count, total);
    }
    this.#steps.set(fresh.steps, count);
    this.#values.set(fresh.values, count);
    this.points = { steps: this.#steps.subarray(0, total), values: this.#values.subarray(0, total) };
  }
}

/** One field of one normalization layer of one run. */
export class NormBuffer extends Buffer {
  records: NormRecords = $state.raw(NO_RECORDS);
  readonly #run: string;
  readonly #layer: string;
  readonly #field: NormField;
  #values = new Float64Array(4096);

  constructor(run: string, layer: string, field: NormField) {
    super();
    this.#run = run;
    this.#layer = layer;
    this.#field = field;
  }

  protected lastStep(): number {
    return this.records.steps.at(-1) ?? -1;
  }

  protected clear(): void {
    this.records = NO_RECORDS;
  }

  protected async fetchNew(signal: AbortSignal): Promise<void> {
    const { steps, values } = this.records;
    const after = steps.length > 0 ? this.lastStep() : undefined;
    const fresh = await client.runs.norm(this.#run, this.#layer, this.#field, after, signal);
    if (fresh.steps.length === 0) return;
    const total = values.length + fresh.values.length;
    if (total > this.#values.length) this.#values = grown(this.#values, values.length, total);
    this.#values.set(fresh.values, values.length);
    const allSteps = new Float64Array(steps.length + fresh.steps.length);
    allSteps.set(steps);
    allSteps.set(fresh.steps, steps.length);
    this.records = { channels: fresh.channels, steps: allSteps, values: this.#values.subarray(0, total) };
  }
}

/** A larger array that starts with the first `used` numbers; doubling keeps appending cheap. */
function grown(old: Float64Array<ArrayBuffer>, used: number, atLeast: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(Math.max(atLeast, old.length * 2));
  next.set(old.subarray(0, used));
  return next;
}
