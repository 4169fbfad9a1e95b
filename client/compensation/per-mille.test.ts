import { describe, expect, it } from 'vitest';
import { perMilleOf, wholeOf } from './per-mille.ts';

describe('a typed factor', () => {
  it('is read exactly, without passing through floating point', () => {
    expect(perMilleOf('1.005')).toBe(1005);
    expect(perMilleOf('0.29')).toBe(290);
    expect(perMilleOf(' 1 ')).toBe(1000);
    expect(perMilleOf('10')).toBe(10_000);
  });

  it('is refused outside 0.001 to 10 and beyond three decimals', () => {
    for (const text of ['0', '0.000', '10.001', '1.2345', '-1', '1e3', '', '.5', '1,5'])
      expect(perMilleOf(text)).toBeNull();
  });
});

describe('a typed amount', () => {
  it('may carry separators', () => {
    expect(wholeOf('1,204')).toBe(1204);
    expect(wholeOf('1，204')).toBe(1204);
    expect(wholeOf('0')).toBe(0);
  });

  it('is refused when it is no whole number the server takes', () => {
    for (const text of ['', '1.5', '-3', 'x', '2000000001', '99999999999'])
      expect(wholeOf(text)).toBeNull();
  });
});
