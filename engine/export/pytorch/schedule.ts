/** A learning-rate schedule as a Python class with `rate(step)`, steps counted from 1. Formulas: engine/schedules. */
import type { ScheduleSpec } from '../../spec/schema.ts';

export interface ScheduleText {
  /** The class `Schedule`; no lines where the rate never changes. */
  lines: string[];
  /** True where it must be told of validation losses, by `see(loss)`. */
  watches: boolean;
}

type Of<T extends ScheduleSpec['type']> = Extract<ScheduleSpec, { type: T }>;

/** The schedule around the learning rate `base`, for a run of `steps` updates. */
export function scheduleText(spec: ScheduleSpec, base: number, steps: number): ScheduleText {
  const warmup = 'warmup' in spec ? spec.warmup : 0;
  if (spec.type === 'constant' && warmup === 0) return { lines: [], watches: false };
  const rising = warmup === 0 ? [] : [`if step <= ${warmup}:`, `    return ${base} * step / ${warmup}`];
  const counted = warmup === 0 ? 'k = step - 1' : `k = step - 1 - ${warmup}`;
  const rate = [...rising, ...after(spec, base, steps - warmup, counted)];
  const start = spec.type === 'plateau' ? plateauStart(base) : [];
  const watch = spec.type === 'plateau' ? plateauWatch(spec) : [];
  return {
    watches: spec.type === 'plateau',
    lines: [
      'class Schedule:',
      `    """The learning rate of each step, counted from 1${warmup === 0 ? '' : `; the first ${warmup} warm up`}."""`,
      ...indented(start),
      '',
      '    def rate(self, step):',
      ...indented(rate, 8),
      ...indented(watch),
    ],
  };
}

const indented = (lines: readonly string[], by = 4): string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(by)}${line}`));

/** Lines that return the rate after `k` updates of the `n` that follow warm-up; `counted` computes k. */
function after(spec: ScheduleSpec, base: number, n: number, counted: string): string[] {
  switch (spec.type) {
    case 'constant':
      return [`return ${base}`];
    case 'step':
      return [counted, `return ${base} * ${spec.factor} ** (k // ${spec.every})`];
    case 'exponential':
      return [counted, `return ${base} * ${spec.factor} ** k`];
    case 'cosine': {
      const share = n > 1 ? `k / ${n - 1}` : '0';
      const { minimum } = spec;
      return [counted, `return ${minimum} + (${base} - ${minimum}) * (1 + math.cos(math.pi * ${share})) / 2`];
    }
    case 'one-cycle':
      return [counted, ...oneCycle(spec, base, n)];
    case 'plateau':
      return ['return self.now'];
    default:
      return spec satisfies never;
  }
}

function oneCycle({ start, end, rise }: Of<'one-cycle'>, highest: number, n: number): string[] {
  return [
    `highest, first = ${highest}, ${highest} / ${start}`,
    `last, top = first / ${end}, ${rise} * ${n} - 1`,
    'fall = lambda share: (1 + math.cos(math.pi * share)) / 2',
    'if k <= top:',
    '    return highest + (first - highest) * fall(k / top if top > 0 else 1)',
    `return last + (highest - last) * fall(min(1, (k - top) / (${n - 1} - top)))`,
  ];
}

const plateauStart = (base: number): string[] => [
  '',
  'def __init__(self):',
  `    self.now, self.best, self.waited = ${base}, math.inf, 0`,
];

function plateauWatch({ factor, patience, threshold, minimum }: Of<'plateau'>): string[] {
  return [
    '',
    'def see(self, loss):',
    `    """Lowers the rate after more than ${patience} evaluations without a better validation loss."""`,
    `    if loss < self.best * (1 - ${threshold}):`,
    '        self.best, self.waited = loss, 0',
    `    elif self.waited < ${patience}:`,
    '        self.waited += 1',
    '    else:',
    `        lower = max(${minimum}, self.now * ${factor})`,
    '        self.now, self.waited = lower if self.now - lower > 1e-8 else self.now, 0',
  ];
}
