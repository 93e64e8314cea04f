/** Fast kernels: statistics of groups of channels. The arithmetic is in ../assembly. */
import type { GroupKernels, GroupLayout } from '../../interface/group.ts';
import { address, optional } from '../address.ts';

type Shape = [rows: number, positions: number, channels: number, groups: number];
export interface GroupExports {
  /** Most channels that may be split into groups. */
  readonly GROUP_CHANNELS: WebAssembly.Global;
  groupMoments(x: number, mean: number, variance: number, ...shape: Shape): void;
  groupMeanSquares(x: number, meanSquare: number, ...shape: Shape): void;
  groupScale(x: number, shift: number, factor: number, y: number, ...shape: Shape): void;
  groupSums(a: number, b: number, sumA: number, sumAB: number, ...shape: Shape): void;
  groupCombine(a: number, p: number, b: number, q: number, r: number, out: number, ...shape: Shape): void;
}

export function createGroupKernels(wasm: GroupExports): GroupKernels {
  const limit = wasm.GROUP_CHANNELS.value as number;
  const check = ({ channels, groups }: GroupLayout): void => {
    if (groups > 1 && channels > limit)
      throw new RangeError(`${channels} channels in groups are too many: up to ${limit} can be split`);
    if (channels % groups !== 0) throw new RangeError(`${channels} channels cannot be split into ${groups} groups`);
  };
  const whole = ({ rows, positions, channels }: GroupLayout): number => rows * positions * channels;
  const coefficients = ({ rows, groups }: GroupLayout): number => rows * groups;

  return {
    groupMoments(x, mean, variance, g) {
      check(g);
      const n = coefficients(g);
      const to = address(mean, n);
      wasm.groupMoments(address(x, whole(g)), to, address(variance, n), g.rows, g.positions, g.channels, g.groups);
    },
    groupMeanSquares(x, meanSquare, g) {
      check(g);
      const to = address(meanSquare, coefficients(g));
      wasm.groupMeanSquares(address(x, whole(g)), to, g.rows, g.positions, g.channels, g.groups);
    },
    groupScale(x, shift, factor, y, g) {
      check(g);
      const n = coefficients(g);
      const size = whole(g);
      wasm.groupScale(
        address(x, size),
        optional(shift, n),
        address(factor, n),
        address(y, size),
        g.rows,
        g.positions,
        g.channels,
        g.groups,
      );
    },
    groupSums(a, b, sumA, sumAB, g) {
      check(g);
      const n = coefficients(g);
      const size = whole(g);
      wasm.groupSums(
        address(a, size),
        address(b, size),
        address(sumA, n),
        address(sumAB, n),
        g.rows,
        g.positions,
        g.channels,
        g.groups,
      );
    },
    groupCombine(a, p, b, q, r, out, g) {
      check(g);
      const n = coefficients(g);
      const size = whole(g);
      wasm.groupCombine(
        address(a, size),
        address(p, n),
        address(b, size),
        address(q, n),
        optional(r, n),
        address(out, size),
        g.rows,
        g.positions,
        g.channels,
        g.groups,
      );
    },
  };
}
