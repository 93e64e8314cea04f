/** The runs that are compared: their details, their recorded curves, and what the program says about their differences. */
import type { Comparison } from '../../../app/contract/compare.ts';
import type { RunDetail, RunRow } from '../../../app/contract/runs.ts';
import { SeriesBuffer } from '../../charts/buffers.svelte.ts';
import { client, messageOf } from '../../state/client.ts';
import { runs } from '../../state/runs.svelte.ts';
import { CURVES, type CurveName } from '../run/run-view.svelte.ts';

/** One of the compared runs. */
export interface Member {
  detail: RunDetail;
  curves: Record<CurveName, SeriesBuffer>;
}

export class CompareView {
  /** In the order of the comparison: the reference first. */
  members: readonly Member[] = $state.raw([]);
  comparison: Comparison | null = $state.raw(null);
  problem = $state('');
  /** What is asked about the steps to a target; null: the program's own choice. */
  metric: string | null = $state(null);
  target: number | null = $state(null);
  #ids: readonly string[] = [];
  /** Answers of older questions must not overwrite newer ones. */
  #asked = 0;

  /** Rows kept live, in the order of the comparison. */
  readonly rows: readonly RunRow[] = $derived(this.members.map(({ detail }) => runs.byId.get(detail.id) ?? detail));

  /** Another text whenever anything about one of the runs changes. */
  readonly changed: string = $derived(this.rows.map((row) => row.changed).join());

  /** Compares these runs; what is already here stays. */
  async show(ids: readonly string[]): Promise<void> {
    this.#ids = ids;
    const question = ++this.#asked;
    try {
      const members = await Promise.all(
        ids.map(
          async (id) => this.members.find((member) => member.detail.id === id) ?? memberOf(await client.runs.get(id)),
        ),
      );
      if (question !== this.#asked) return;
      for (const member of this.members) if (!members.includes(member)) closeMember(member);
      this.members = members;
      await this.ask();
    } catch (error) {
      if (question === this.#asked) this.problem = messageOf(error);
    }
  }

  /** Asks what differs now. */
  async ask(): Promise<void> {
    const question = ++this.#asked;
    if (this.#ids.length < 2) {
      this.comparison = null;
      return;
    }
    try {
      const comparison = await client.compare(this.#ids, {
        ...(this.metric === null ? {} : { metric: this.metric }),
        ...(this.target === null ? {} : { target: this.target }),
      });
      if (question !== this.#asked) return;
      this.comparison = comparison;
      this.problem = '';
    } catch (error) {
      if (question === this.#asked) this.problem = messageOf(error);
    }
  }

  /** Fetches what the named curves of all runs gained. */
  refreshCurves(names: readonly CurveName[]): void {
    for (const [i, { detail, curves }] of this.members.entries()) {
      const known = detail.series.map((series) => series.name as string);
      const step = this.rows[i]?.step ?? 0;
      for (const name of names) if (known.includes(name) || detail.endedAt === null) void curves[name].refresh(step);
    }
  }

  close(): void {
    this.#asked++;
    for (const member of this.members) closeMember(member);
  }
}

function memberOf(detail: RunDetail): Member {
  return {
    detail,
    curves: Object.fromEntries(CURVES.map((name) => [name, new SeriesBuffer(detail.id, name)])) as Member['curves'],
  };
}

function closeMember({ curves }: Member): void {
  for (const buffer of Object.values(curves)) buffer.close();
}
