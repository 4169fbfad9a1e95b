import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import {
  add,
  compare,
  div,
  formatRatio,
  formatRounded,
  mul,
  parseDecimal,
  ratio,
  round,
  roundToNumber,
  splitByLargestRemainder,
  sub,
} from './quantity.ts';
import type { RoundingMode } from './quantity.ts';

const big = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const divisor = fc.bigInt({ min: 1n, max: 10n ** 12n });
const anyRatio = fc.tuple(big, divisor).map(([n, d]) => ratio(n, d));

describe('ratios', () => {
  it('are kept in lowest terms with a positive divisor', () => {
    expect(ratio(6, -4)).toEqual({ n: -3n, d: 2n });
    expect(ratio(0, -7)).toEqual({ n: 0n, d: 1n });
  });

  it('refuse a zero divisor', () => {
    expect(() => ratio(1, 0)).toThrow(new DomainError('invalid', 'errors.quantity.zeroDivisor'));
    expect(() => div(ratio(1), ratio(0))).toThrow('errors.quantity.zeroDivisor');
  });

  it('obey the laws of arithmetic far beyond 2^53', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(mul(a, add(b, c))).toEqual(add(mul(a, b), mul(a, c)));
        expect(add(sub(a, b), b)).toEqual(a);
        if (b.n !== 0n) expect(mul(div(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
      }),
    );
  });
});

describe('rounding', () => {
  const table: [string, Record<RoundingMode, number>][] = [
    ['1.5', { up: 2, down: 1, half_up: 2, half_even: 2 }],
    ['2.5', { up: 3, down: 2, half_up: 3, half_even: 2 }],
    ['-2.5', { up: -3, down: -2, half_up: -3, half_even: -2 }],
    ['2.4999', { up: 3, down: 2, half_up: 2, half_even: 2 }],
    ['2.0001', { up: 3, down: 2, half_up: 2, half_even: 2 }],
    ['7', { up: 7, down: 7, half_up: 7, half_even: 7 }],
  ];
  it.each(table)('of %s goes where its mode says', (text, expected) => {
    for (const mode of ['up', 'down', 'half_up', 'half_even'] as const) {
      expect(roundToNumber(parseDecimal(text), mode)).toBe(expected[mode]);
    }
  });

  it('lands on the nearest whole number by comparing distances', () => {
    fc.assert(
      fc.property(anyRatio, (value) => {
        const up = round(value, 'up');
        const down = round(value, 'down');
        const near = round(value, 'half_up');
        expect(up === down || up - down === 1n || down - up === 1n).toBe(true);
        const distance = (whole: bigint) => {
          const gap = sub(ratio(whole), value);
          return gap.n < 0n ? sub(ratio(0), gap) : gap;
        };
        const other = near === up ? down : up;
        expect(compare(distance(near), distance(other))).not.toBe(1);
        expect(compare(distance(round(value, 'half_even')), distance(near))).toBe(0);
      }),
    );
  });

  it('refuses a number that JavaScript could not hold exactly', () => {
    expect(roundToNumber(ratio(2n ** 53n - 1n), 'up')).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => roundToNumber(ratio(2n ** 53n), 'up')).toThrow(
      new DomainError('invalid', 'errors.quantity.tooLarge', {
        args: { value: '9007199254740992' },
      }),
    );
  });
});

describe('text', () => {
  it.each([
    [55, 8, '6.875'],
    [10, 3, '3 1/3'],
    [1, 3, '1/3'],
    [-10, 3, '-3 1/3'],
    [-1, 4, '-0.25'],
    [12_375, 10, '1237.5'],
    [1, 1_000_000, '0.000001'],
    [7, 1, '7'],
  ])('of %i/%i is %s', (n, d, text) => {
    expect(formatRatio(ratio(n, d))).toBe(text);
  });

  it('that is decimal reads back as the same value', () => {
    fc.assert(
      fc.property(big, fc.integer({ min: 0, max: 20 }), (n, places) => {
        const value = ratio(n, 10n ** BigInt(places));
        expect(parseDecimal(formatRatio(value))).toEqual(value);
      }),
    );
  });

  it.each(['', '1,5', '1e3', ' 1', '1.', '.5', '0x1', '１'])('refuses %j as a decimal', (text) => {
    expect(() => parseDecimal(text)).toThrow(
      new DomainError('invalid', 'errors.quantity.notDecimal', { args: { text } }),
    );
  });

  it('with fixed decimals says when it was rounded', () => {
    expect(formatRounded(ratio(10, 3), 2)).toBe('≈3.33');
    expect(formatRounded(ratio(-1, 4), 2)).toBe('-0.25');
    expect(formatRounded(ratio(1, 2), 0)).toBe('≈1');
    expect(formatRounded(ratio(129), 2)).toBe('129.00');
  });
});

describe('the split by largest remainder', () => {
  it('gives the units left over to the largest remainders, the earlier on a tie', () => {
    expect(splitByLargestRemainder(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(splitByLargestRemainder(7, [50, 30, 20])).toEqual([4, 2, 1]);
    expect(splitByLargestRemainder(10, [10, 22, 31, 37])).toEqual([1, 2, 3, 4]);
    expect(splitByLargestRemainder(7, [11, 11, 39, 39])).toEqual([1, 1, 3, 2]);
    expect(splitByLargestRemainder(-10, [1, 1, 1])).toEqual([-4, -3, -3]);
  });

  it('refuses to split something by nothing, and splits nothing by nothing', () => {
    const refusal = new DomainError('invalid', 'errors.quantity.cannotSplit');
    expect(() => splitByLargestRemainder(1, [0, 0])).toThrow(refusal);
    expect(() => splitByLargestRemainder(1, [2, -1])).toThrow(refusal);
    expect(splitByLargestRemainder(0, [0, 0])).toEqual([0, 0]);
  });

  it('adds up exactly and keeps each part within one unit of its share', () => {
    const shares = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
      .filter((list) => list.some((share) => share > 0));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 45 }), shares, (total, list) => {
        const parts = splitByLargestRemainder(total, list);
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
        const sum = list.reduce((a, b) => a + b, 0);
        for (const [index, part] of parts.entries()) {
          const exact = ratio(BigInt(total) * BigInt(list[index] ?? 0), BigInt(sum));
          expect([0n, 1n]).toContain(BigInt(part) - round(exact, 'down'));
        }
      }),
    );
  });
});
