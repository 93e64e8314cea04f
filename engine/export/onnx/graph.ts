/** Collects the nodes of a graph one by one, and gives names to them, to their outputs and to constants. */
import type { NamedArray } from '../arrays.ts';
import type { Attribute, OnnxNode } from './proto.ts';

/** A graph in the making. What is made is named after the layer that was announced last. */
export class GraphBuilder {
  readonly initializers: NamedArray[] = [];
  #nodes: OnnxNode[] = [];
  readonly #learned: ReadonlyMap<string, NamedArray>;
  readonly #taken = new Set<string>();
  #layer = '';

  /** `learned`: arrays that nodes may ask for by name. */
  constructor(learned: readonly NamedArray[]) {
    this.#learned = new Map(learned.map((array) => [array.name, array]));
  }

  /** From here on nodes belong to the layer with that path. */
  begin(layer: string): void {
    this.#layer = layer;
  }

  /** A node with one output, whose name is returned. */
  node(operator: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}): string {
    const name = this.#free(operator);
    this.#nodes.push({ name, operator, inputs, outputs: [name], attributes });
    return name;
  }

  /** A learned array of the layer, or undefined where it has none of that name. */
  find(own: string): NamedArray | undefined {
    return this.#learned.get(`${this.#layer}.${own}`);
  }

  /** The numbers of a learned array that the layer has. */
  numbers(own: string): ArrayLike<number> {
    return this.find(own)!.data as Float32Array;
  }

  /** A learned array as an input of nodes, in another shape where one is given. */
  learned(own: string, shape?: readonly number[]): string {
    const array = this.find(own)!;
    this.initializers.push(shape === undefined ? array : { ...array, shape: [...shape] });
    return array.name;
  }

  /** Numbers that are computed here; one alone has no dimensions. */
  constant(what: string, values: number | ArrayLike<number>, shape: readonly number[] = []): string {
    const data = typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
    return this.#add({ name: this.#free(what), shape: [...shape], data });
  }

  /** Whole numbers: the wanted shape of Reshape. */
  integers(what: string, values: readonly number[]): string {
    return this.#add({ name: this.#free(what), shape: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  /** All nodes in the order in which they work, the value `last` renamed to `output`. */
  nodes(last: string, output: string): OnnxNode[] {
    const rename = (name: string): string => (name === last ? output : name);
    return this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
  }

  #add(array: NamedArray): string {
    this.initializers.push(array);
    return array.name;
  }

  /** `dense1/Gemm`, and `dense1/Gemm_2` where there is one already. */
  #free(what: string): string {
    const base = `${this.#layer}/${what}`;
    let name = base;
    for (let number = 2; this.#taken.has(name); number++) name = `${base}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

export type Attributes = Readonly<Record<string, Attribute>>;
