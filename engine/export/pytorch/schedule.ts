/** A learning-rate schedule as a Python class with `rate(step)`, steps counted from 1. */
import type { ScheduleSpec } from '../../spec/schema.ts';
import { ExportError } from '../export-error.ts';

/** `watches` where it must be told of validation losses; no lines where the rate never changes. */
export function scheduleText(spec: ScheduleSpec, _rate: number, _steps: number): { lines: string[]; watches: boolean } {
  if (spec.type === 'constant' && spec.warmup === 0) return { lines: [], watches: false };
  throw new ExportError(
    'schedule.type',
    `is ${spec.type}${'warmup' in spec && spec.warmup > 0 ? ' with warm-up' : ''}, which the PyTorch script cannot have yet; it is for a constant learning rate`,
  );
}
