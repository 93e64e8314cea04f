/** The tensor: what every kernel reads and writes. How it is reserved is in memory.ts. */

/** A block of numbers in the arena of one kernel set; it stays valid however much is allocated later. */
export interface Tensor {
  /** Live view of the numbers. Ask the tensor again after something was allocated: a view that was kept may be dead. */
  readonly data: Float32Array | Float64Array;
  /** Address inside the arena: bytes for `wasm`, elements for `reference`. Opaque to layers. */
  readonly offset: number;
  readonly size: number;
}
