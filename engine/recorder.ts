/** Gathers what a run records between two hand-overs: series in pieces of even stride, and records of layers. */
import type { NormEvent, SeriesEvent, TrainEvent } from './events.ts';
import { NORM_FIELDS, type NormField } from './events.ts';
import type { Tensor } from './kernels/kernels.ts';
import type { Layer, NormReport } from './layers/layer.ts';
import { percentiles } from './percentiles.ts';

/** Those of the pre-activations in figure 1b,c of Ioffe and Szegedy (2015). */
const PERCENTS = [15, 50, 85] as const;

interface Piece {
  firstStep: number;
  stride: number;
  values: number[];
}

/** Buffers events; {@link Recorder.take} hands over what came together since the last time. */
export class Recorder {
  readonly #pieces = new Map<string, Piece[]>();
  #norms: NormEvent[] = [];

  /** Adds one number of a series whose numbers usually stand `stride` steps apart. */
  push(name: string, step: number, value: number, stride: number): void {
    let pieces = this.#pieces.get(name);
    if (pieces === undefined) this.#pieces.set(name, (pieces = []));
    const last = pieces.at(-1);
    if (last?.stride === stride && step === last.firstStep + last.values.length * stride) last.values.push(value);
    else pieces.push({ firstStep: step, stride, values: [value] });
  }

  /** Copies what a normalization layer shows of itself at this step; NaN where it has no such thing. */
  norm(layer: string, step: number, report: NormReport, channels: number): void {
    const fields = Object.fromEntries(
      NORM_FIELDS.map((field) => [field, copy(report[field], channels)] as const),
    ) as Record<NormField, Float32Array>;
    this.#norms.push({ type: 'norm', layer, step, ...fields });
  }

  /** Percentiles 15, 50 and 85 of what enters an activation, pooled over the units and the rows of the mini-batch. */
  preactivation(activation: Layer, step: number, rows: number, stride: number): void {
    const values = activation.input!.data.slice(0, rows * activation.info.shape[0]!);
    percentiles(values, PERCENTS).forEach((value, i) => {
      this.push(`preactivation/${activation.info.name}/p${PERCENTS[i]}`, step, value, stride);
    });
  }

  take(): TrainEvent[] {
    const series: SeriesEvent[] = [...this.#pieces].flatMap(([name, pieces]) =>
      pieces.map(({ firstStep, stride, values }) => ({
        type: 'series',
        name,
        firstStep,
        stride,
        values: Float64Array.from(values),
      })),
    );
    const events = [...series, ...this.#norms];
    this.#pieces.clear();
    this.#norms = [];
    return events;
  }
}

const copy = (tensor: Tensor | null, channels: number): Float32Array =>
  tensor === null ? new Float32Array(channels).fill(NaN) : Float32Array.from(tensor.data.subarray(0, channels));
