/**
 * ONNX files as messages: the numbers of the fields, and the versions that are written. Knows nothing of layers.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
 */
import { bytesOf, type NamedArray } from '../arrays.ts';
import { float, integer, integers, nested, text, type Message } from './protobuf.ts';

/** Operator set 17 is the first with LayerNormalization; version 8 of the format belongs to it. */
export const OPSET = 17;
const IR_VERSION = 8;

/** AttributeProto.AttributeType. */
const [FLOAT, INT, INTS] = [1, 2, 7] as const;
/** TensorProto.DataType. */
const [FLOAT_TENSOR, INT32_TENSOR, INT64_TENSOR] = [1, 6, 7] as const;

/** A number that an operator takes as a float, whole or not. */
export interface FloatAttribute {
  float: number;
}
export type Attribute = number | readonly number[] | FloatAttribute;

export interface OnnxNode {
  name: string;
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** An input or output of the graph: numbers of 32 bits, the first dimension open under a name. */
export interface OnnxValue {
  name: string;
  batch: string;
  /** Of one sample. */
  shape: readonly number[];
}

export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  initializers: readonly NamedArray[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

export interface OnnxModel {
  producer: { name: string; version: string };
  description: string;
  graph: OnnxGraph;
  metadata: Readonly<Record<string, string>>;
}

/** ModelProto: the whole file. */
export function modelMessage({ producer, description, graph, metadata }: OnnxModel): Message {
  return [
    ...integer(1, IR_VERSION),
    ...text(2, producer.name),
    ...text(3, producer.version),
    ...text(6, description),
    ...nested(7, graphMessage(graph)),
    ...nested(8, [...text(1, ''), ...integer(2, OPSET)]),
    ...Object.entries(metadata).flatMap(([key, value]) => nested(14, [...text(1, key), ...text(2, value)])),
  ];
}

const graphMessage = ({ name, nodes, initializers, inputs, outputs }: OnnxGraph): Message => [
  ...nodes.flatMap((node) => nested(1, nodeMessage(node))),
  ...text(2, name),
  ...initializers.flatMap((array) => nested(5, tensorMessage(array))),
  ...inputs.flatMap((value) => nested(11, valueMessage(value))),
  ...outputs.flatMap((value) => nested(12, valueMessage(value))),
];

const nodeMessage = ({ name, operator, inputs, outputs, attributes }: OnnxNode): Message => [
  ...inputs.flatMap((input) => text(1, input)),
  ...outputs.flatMap((output) => text(2, output)),
  ...text(3, name),
  ...text(4, operator),
  ...Object.entries(attributes).flatMap(([key, value]) => nested(5, [...text(1, key), ...attributeMessage(value)])),
];

function attributeMessage(value: Attribute): Message {
  if (typeof value === 'number') return [...integer(3, value), ...integer(20, INT)];
  if ('float' in value) return [...float(2, value.float), ...integer(20, FLOAT)];
  return [...integers(8, value), ...integer(20, INTS)];
}

const tensorMessage = (array: NamedArray): Message => [
  ...integers(1, array.shape),
  ...integer(2, dataType(array)),
  ...text(8, array.name),
  ...nested(9, [bytesOf(array)]),
];

function dataType({ data }: NamedArray): number {
  if (data instanceof Float32Array) return FLOAT_TENSOR;
  return data instanceof Int32Array ? INT32_TENSOR : INT64_TENSOR;
}

/** ValueInfoProto: a name and, in a TypeProto, the type and shape of a tensor. */
const valueMessage = ({ name, batch, shape }: OnnxValue): Message => [
  ...text(1, name),
  ...nested(
    2,
    nested(1, [
      ...integer(1, FLOAT_TENSOR),
      ...nested(2, [...nested(1, text(2, batch)), ...shape.flatMap((size) => nested(1, integer(1, size)))]),
    ]),
  ),
];
