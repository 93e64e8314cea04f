/** What is known of the formats that hold the network of a run, before one is made. */
import { describe, expect, it } from 'vitest';
import { MODEL_FORMATS, MODEL_OPTIONS, modelFormat } from '../../../../engine/export/formats.ts';
import { RunSpec, type ModelInput } from '../../../../engine/spec/schema.ts';

const specWith = (type: string): RunSpec =>
  RunSpec.parse({ model: { hidden: [4], normalization: { type } } as ModelInput });

describe('formats of the network', () => {
  it('are each known by their name', () => {
    expect(MODEL_FORMATS.map((format) => modelFormat(format).format)).toEqual(MODEL_FORMATS);
    expect(new Set(MODEL_FORMATS.map((format) => modelFormat(format).words.title)).size).toBe(MODEL_FORMATS.length);
  });

  it('say why a run cannot be had in them: a script starts from initial weights', () => {
    const run = { name: 'ring', spec: specWith('batch') };
    const refused = (continued: boolean) =>
      MODEL_FORMATS.filter((format) => modelFormat(format).refusal({ ...run, continued }) !== null);
    expect(refused(false)).toEqual([]);
    expect(refused(true)).toEqual(['pytorch']);
    expect(modelFormat('pytorch').refusal({ ...run, continued: true })).toMatchObject({
      code: 'export.pytorch.continued',
      text: expect.stringContaining('"ring" began at a checkpoint of another run'),
    });
  });

  it('offer folding for ONNX, where there is something to fold', () => {
    expect(MODEL_OPTIONS.map(({ name, formats }) => [name, formats])).toEqual([['fold', ['onnx']]]);
    const { matters } = MODEL_OPTIONS[0]!.option;
    expect(matters({ spec: specWith('batch') })).toBe(true);
    expect(matters({ spec: specWith('layer') })).toBe(false);
    expect(matters({ spec: specWith('none') })).toBe(false);
  });
});
