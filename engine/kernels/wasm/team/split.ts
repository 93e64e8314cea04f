/** Kernels whose larger calls are done by several threads: the exports of a module, wrapped, and what a thread does of a call. */
import type { KernelExports } from '../exports.ts';
import { CUTS, type Arguments, type Cut, type SetterName } from './cuts.ts';
import { MOST_PARTS, type Perform } from './job.ts';

/** Nanoseconds of work below which handing it over costs more than it saves. */
const LEAST_WORK = 6000;

type Call = (...args: Arguments) => void;

/** Does parts of calls with the kernels of one instance. */
export const performWith = (wasm: KernelExports): Perform => {
  const calls = CUTS.map(({ name, setter }) => ({
    kernel: wasm[name] as Call,
    arity: wasm[name].length,
    set: setter === undefined ? null : (wasm[setter] as Call),
    setterArity: setter === undefined ? 0 : wasm[setter].length,
  }));
  return (index, args, part, parts) => {
    const cut = CUTS[index]!;
    const { kernel, arity, set, setterArity } = calls[index]!;
    const [from, to] = [border(cut, args, part, parts), border(cut, args, part + 1, parts)];
    if (from === to) return;
    const own = args.slice(0, arity + setterArity);
    cut.narrow(own, from, to);
    if (set !== null) set(...own.slice(arity));
    kernel(...own.slice(0, arity));
  };
};

/** The unit at which a part begins. */
function border({ units, grain }: Cut, args: Arguments, part: number, parts: number): number {
  const count = units(args);
  return part === parts ? count : Math.min(count, Math.round((count * part) / parts / grain) * grain);
}

/**
 * The exports of `wasm`, of which larger calls go through `run` in as many parts as `threads` says at that time: a kernel's
 * place in CUTS, its arguments, and the number of parts. Calls of less than `leastWork` nanoseconds stay whole.
 */
export function split(
  wasm: KernelExports,
  run: (kernel: number, args: Arguments, parts: number) => void,
  threads: () => number,
  leastWork = LEAST_WORK,
): KernelExports {
  /** What each setter was last called with: it goes to every thread together with the kernel. */
  const settings = new Map<SetterName, Arguments>();
  const wrapped: Record<string, unknown> = { ...wasm };
  CUTS.forEach((cut, index) => {
    const { name, setter } = cut;
    const whole = wasm[name] as Call;
    wrapped[name] = (...args: Arguments): void => {
      const count = threads();
      if (count === 1) return whole(...args);
      if (setter !== undefined) args.push(...settings.get(setter)!);
      const parts = Math.min(count, MOST_PARTS, Math.ceil(cut.units(args) / cut.grain));
      if (parts > 1 && cut.work(args) >= leastWork) return run(index, args, parts);
      if (setter !== undefined) args.length = whole.length;
      whole(...args);
    };
    if (setter === undefined || settings.has(setter)) return;
    settings.set(setter, []);
    const set = wasm[setter] as Call;
    wrapped[setter] = (...args: Arguments): void => {
      settings.set(setter, args);
      set(...args);
    };
  });
  return wrapped as unknown as KernelExports;
}
