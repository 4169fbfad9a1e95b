import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { DomainError } from './errors.ts';

describe('canonical JSON', () => {
  it('sorts keys, leaves out what is undefined, and puts no space anywhere', () => {
    expect(canonicalJson({ b: [1, 'x', null], a: { d: true, c: undefined }, c: undefined })).toBe(
      '{"a":{"d":true},"b":[1,"x",null]}',
    );
  });

  it('writes equal values as equal bytes, whatever the order in which they were made', () => {
    expect(canonicalJson({ z: 1, a: 2, m: 3 })).toBe(canonicalJson({ m: 3, z: 1, a: 2 }));
    expect(canonicalJson([-0, 0])).toBe('[0,0]');
    expect(canonicalJson('补\n"偿"')).toBe('"补\\n\\"偿\\""');
  });

  it('keeps the places of a list where nothing stands', () => {
    expect(canonicalJson([undefined, null, 1])).toBe('[null,null,1]');
    expect(canonicalJson(undefined)).toBe('null');
    expect(canonicalJson([])).toBe('[]');
    expect(canonicalJson({})).toBe('{}');
  });

  it.each([[0.5], [2 ** 53], [NaN], [Infinity]])('refuses %d, whose text could differ', (value) => {
    expect(() => canonicalJson({ amount: [value] })).toThrow(
      new DomainError('invalid', 'errors.batches.notCanonical', { args: { value: String(value) } }),
    );
    expect(canonicalJson(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
  });
});
