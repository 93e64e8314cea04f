/** What probes measured in the compared runs: their records, and which of them stand beside each other. */
import { SvelteMap } from 'svelte/reactivity';
import type { ProbeRow } from '../../../app/contract/probes.ts';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { PROBE_TYPES, type ProbeType } from '../../../engine/spec/schema.ts';
import { lastCommon, nearestTo, stepsOf, typesOf, variantsOf } from '../run/probes/choose-record.ts';
import { ProbeRecords } from '../run/probes/probe-records.svelte.ts';
import type { CompareView } from './compare-view.svelte.ts';

/** One run and the record of it that is shown; null where it has none of the type. */
export interface ProbeSide {
  run: RunDetail;
  records: ProbeRecords;
  record: ProbeRow | null;
}

export class ProbeSides {
  /** What a person chose; null: the first type, the last step that all have. */
  chosenType: ProbeType | null = $state(null);
  chosenStep: number | null = $state(null);
  readonly #view: CompareView;
  readonly #records = new SvelteMap<string, ProbeRecords>();

  readonly #runs = $derived.by(() =>
    this.#view.members.flatMap(({ detail }) => {
      const records = this.#records.get(detail.id);
      return records === undefined ? [] : [{ run: detail, records }];
    }),
  );
  readonly types: readonly ProbeType[] = $derived(
    typesOf(
      this.#runs.flatMap(({ records }) => records.rows),
      PROBE_TYPES,
    ),
  );
  readonly type: ProbeType | undefined = $derived(this.types.find((type) => type === this.chosenType) ?? this.types[0]);
  /** Of each run the records of the type with the options that were used last. */
  readonly #candidates = $derived(
    this.#runs.map(
      ({ records }) => variantsOf(records.rows.filter(({ probe }) => probe.type === this.type))[0]?.records ?? [],
    ),
  );
  /** Steps at which any of the runs was measured. */
  readonly steps: Float64Array = $derived(stepsOf(this.#candidates));
  readonly step: number = $derived(this.chosenStep ?? lastCommon(this.#candidates) ?? this.steps.at(-1) ?? 0);
  readonly sides: readonly ProbeSide[] = $derived(
    this.#runs.map(({ run, records }, i) => ({
      run,
      records,
      record: nearestTo(this.#candidates[i]!, this.step) ?? null,
    })),
  );
  readonly loaded: boolean = $derived(this.#runs.length > 0 && this.#runs.every(({ records }) => records.loaded));

  constructor(view: CompareView) {
    this.#view = view;
  }

  /** Reads the records of all runs anew. */
  refresh(): void {
    for (const { detail } of this.#view.members) {
      let records = this.#records.get(detail.id);
      if (records === undefined) this.#records.set(detail.id, (records = new ProbeRecords(detail.id)));
      void records.load();
    }
  }
}
