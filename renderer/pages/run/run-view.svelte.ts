/** Everything about the run that is shown: its row kept live, its details, and its recorded numbers. */
import { PREACTIVATION_PERCENTS, metricOf, preactivationName } from '../../../engine/metrics.ts';
import type { Finding } from '../../../app/contract/diagnosis.ts';
import type { RunDetail, RunRow } from '../../../app/contract/runs.ts';
import { SeriesBuffer } from '../../charts/buffers.svelte.ts';
import { client, messageOf } from '../../state/client.ts';
import { runs } from '../../state/runs.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';

/** The series that every run may have; accuracy only exists for classification, `.batch` only where it is evaluated. */
export const CURVES = [
  'train.loss',
  'train.accuracy',
  'validation.loss',
  'validation.accuracy',
  'validation.loss.batch',
  'validation.accuracy.batch',
] as const;
export type CurveName = (typeof CURVES)[number];

/** The recorded percentiles of the pre-activations of one layer. */
export interface PercentileBuffers {
  layer: string;
  p15: SeriesBuffer;
  p50: SeriesBuffer;
  p85: SeriesBuffer;
}

/** The layer whose median a series is; none where it is something else. */
function ofMedian(name: string): string[] {
  const { percentile } = metricOf(name);
  return percentile?.percent === 50 ? [percentile.layer] : [];
}

export class RunView {
  detail: RunDetail | null = $state.raw(null);
  /** What went wrong; empty while the run goes on. */
  findings: readonly Finding[] = $state.raw([]);
  problem = $state('');
  curves: Record<CurveName, SeriesBuffer> | null = $state.raw(null);
  percentiles: readonly PercentileBuffers[] = $state.raw([]);
  readonly #ref: string;
  /** State of the run for which it was asked what went wrong. */
  #diagnosed = -1;

  /** The newest row that is known: the list follows the program, the detail does not. */
  readonly row: RunRow | null = $derived(this.detail === null ? null : (runs.byId.get(this.detail.id) ?? this.detail));

  /** `ref` is an id, a unique prefix of one, or a name. */
  constructor(ref: string) {
    this.#ref = ref;
  }

  /** Reads the details; again when the run has begun or ended, or layers have appeared. */
  async load(): Promise<void> {
    try {
      const detail = await client.runs.get(this.#ref);
      // First, so that the reason of the end is not shown only to give way to its explanation.
      await this.diagnose(detail);
      this.take(detail);
      this.problem = '';
    } catch (error) {
      if (this.detail === null) this.problem = messageOf(error);
    }
  }

  /** Asks what went wrong, once the run has ended: until then its numbers are on their way. */
  async diagnose({ id, endedAt, changed }: RunRow): Promise<void> {
    if (changed === this.#diagnosed) return;
    this.#diagnosed = changed;
    try {
      this.findings = endedAt === null ? [] : (await client.runs.diagnosis(id)).findings;
    } catch (error) {
      toasts.fail(error);
    }
  }

  /** Takes in details that an action returned. */
  take(detail: RunDetail): void {
    runs.put([detail]);
    this.curves ??= Object.fromEntries(CURVES.map((name) => [name, new SeriesBuffer(detail.id, name)])) as Record<
      CurveName,
      SeriesBuffer
    >;
    const layers = detail.series.flatMap(({ name }) => ofMedian(name));
    if (layers.length !== this.percentiles.length)
      this.percentiles = layers.map((layer) => {
        const [p15, p50, p85] = PREACTIVATION_PERCENTS.map(
          (percent) => new SeriesBuffer(detail.id, preactivationName(layer, percent)),
        );
        return { layer, p15: p15!, p50: p50!, p85: p85! };
      });
    this.detail = detail;
  }

  /** Fetches what the curves gained up to `step`. */
  refreshCurves(step: number): void {
    const known = this.detail?.series.map((series) => series.name) ?? [];
    for (const name of CURVES) if (known.includes(name)) void this.curves?.[name].refresh(step);
  }

  refreshPercentiles(step: number): void {
    for (const { p15, p50, p85 } of this.percentiles) for (const buffer of [p15, p50, p85]) void buffer.refresh(step);
  }

  close(): void {
    for (const buffer of Object.values(this.curves ?? {})) buffer.close();
    for (const { p15, p50, p85 } of this.percentiles) for (const buffer of [p15, p50, p85]) buffer.close();
  }
}
