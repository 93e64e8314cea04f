import { describe, expect, it } from 'vitest';
import { decodeNumbers, Num, toJson } from '../../../app/contract/numbers.ts';

describe('numbers in JSON', () => {
  it('keep what JSON has no words for', () => {
    const values = [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    expect(toJson({ values })).toBe('{"values":[1.5,"NaN","Infinity","-Infinity",0]}');
    expect(Num.array().parse(JSON.parse(toJson(values)))).toEqual(values);
    expect(Num.array().encode(values)).toEqual(JSON.parse(toJson(values)));
    expect(decodeNumbers(JSON.parse(toJson({ values, name: 'nan' })))).toEqual({ values, name: 'nan' });
    for (const wrong of ['nan', '1', null, true]) expect(Num.safeParse(wrong).success).toBe(false);
  });
});
