/** Gathers what a run records between two hand-overs: series in pieces of even stride, and records of layers. */
import { PREACTIVATION_PERCENTS, preactivationName } from './metrics.ts';
import type { NormEvent, SeriesEvent, TrainEvent } from './events.ts';
import { NORM_FIELDS, type NormField } from './events.ts';
import type { Tensor } from './kernels/kernels.ts';
import type { Layer, NormReport } from './layers/layer.ts';
import { percentiles } from './percentiles.ts';
import { sizeOf } from './spec/plan.ts';

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
  norm(layer: string, step: number, report: NormReport): void {
    const fields = Object.fromEntries(
      NORM_FIELDS.map((field) => [field, copy(report[field], report.channels)] as const),
    ) as Record<NormField, Float32Array>;
    this.#norms.push({ type: 'norm', layer, step, ...fields });
  }

  /**
   * Percentiles 15, 50 and 85 of what enters an activation, pooled over the units and the rows of the mini-batch; of
   * images, an evenly spaced part is looked at.
   */
  preactivation(activation: Layer, step: number, rows: number, stride: number): void {
    const values = evenly(activation.input!, rows * sizeOf(activation.info.shape));
    percentiles(values, PREACTIVATION_PERCENTS).forEach((value, i) => {
      this.push(preactivationName(activation.info.name, PREACTIVATION_PERCENTS[i]!), step, value, stride);
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

/** Most pre-activations that percentiles are taken of: they are exact below, and good to half a percent above. */
const MOST_VALUES = 65_536;

/** `size` numbers of a tensor, or every so-manieth of them; a prime distance, so that no unit is met more often. */
function evenly(tensor: Tensor, size: number): Float32Array | Float64Array {
  if (size <= MOST_VALUES) return tensor.data.slice(0, size);
  const distance = PRIMES.find((prime) => size / prime <= MOST_VALUES) ?? PRIMES.at(-1)!;
  const { data } = tensor;
  return Float32Array.from({ length: Math.floor(size / distance) }, (_, i) => data[i * distance]!);
}
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 23, 31, 47, 61, 97, 127, 251, 509, 1021] as const;

const copy = (tensor: Tensor | null, channels: number): Float32Array =>
  tensor === null ? new Float32Array(channels).fill(NaN) : Float32Array.from(tensor.data.subarray(0, channels));
