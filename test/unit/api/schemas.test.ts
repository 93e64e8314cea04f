import { describe, expectTypeOf, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as types from '../../../app/service/types.ts';
import type * as probes from '../../../app/api/probe-schemas.ts';
import type * as schemas from '../../../app/api/schemas.ts';
import { Num, float32From, float64From, toJson, toLittleEndian } from '../../../app/api/numbers.ts';

describe('schemas', () => {
  it('decode to exactly the types of the services (checked by the compiler)', () => {
    expectTypeOf<z.output<typeof schemas.RunRow>>().toEqualTypeOf<types.RunRow>();
    expectTypeOf<z.output<typeof schemas.RunDetail>>().toEqualTypeOf<types.RunDetail>();
    expectTypeOf<z.output<typeof probes.ProbeRow>>().toEqualTypeOf<types.ProbeRow>();
    expectTypeOf<z.output<typeof schemas.NewRuns>>().toEqualTypeOf<types.NewRuns>();
    expectTypeOf<z.output<typeof schemas.ProbeEstimate>>().toEqualTypeOf<types.ProbeEstimate>();
    expectTypeOf<z.output<typeof schemas.Estimate>>().toEqualTypeOf<types.Estimate>();
    expectTypeOf<z.output<typeof schemas.DatasetRow>>().toEqualTypeOf<types.DatasetRow>();
    expectTypeOf<z.output<typeof schemas.ImportOptions>>().toEqualTypeOf<types.ImportOptions>();
    expectTypeOf<z.output<typeof schemas.Comparison>>().toEqualTypeOf<types.Comparison>();
    expectTypeOf<z.output<typeof schemas.Settings>>().toEqualTypeOf<types.Settings>();
    expectTypeOf<z.output<typeof schemas.SettingsChange>>().toEqualTypeOf<Partial<types.Settings>>();
    expectTypeOf<z.output<typeof schemas.Status>>().toEqualTypeOf<types.WorkbenchStatus>();
    expectTypeOf<z.output<typeof schemas.Changes>>().toEqualTypeOf<types.Changes>();
    expectTypeOf<keyof z.output<typeof schemas.ImportPreview>>().toEqualTypeOf<keyof types.ImportPreview>();
  });
});

describe('numbers', () => {
  it('keep what JSON has no words for', () => {
    const values = [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    expect(toJson({ values })).toBe('{"values":[1.5,"NaN","Infinity","-Infinity",0]}');
    expect(Num.array().parse(JSON.parse(toJson(values)))).toEqual(values);
    expect(Num.array().encode(values)).toEqual(JSON.parse(toJson(values)));
    for (const wrong of ['nan', '1', null, true]) expect(Num.safeParse(wrong).success).toBe(false);
  });

  it('travel as little-endian bytes, from views into larger buffers too', () => {
    const all = Float64Array.of(9, 1, -0, Number.NaN, 9);
    const bytes = toLittleEndian(all.subarray(1, 4));
    expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
    expect([...float64From(bytes.buffer)]).toEqual([1, -0, Number.NaN]);
    expect([...float32From(toLittleEndian(Float32Array.of(0.5, 2)).buffer)]).toEqual([0.5, 2]);
    expect(() => float64From(new ArrayBuffer(7))).toThrow(RangeError);
  });
});
