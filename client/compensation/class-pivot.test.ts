import { describe, expect, it } from 'vitest';
import type { BatchClass } from '#contract/compensation.ts';
import { pivotOf, rangeOf } from './class-pivot.ts';

interface Given {
  planType?: BatchClass['planType'];
  fromFen?: number;
  left?: number | 'unlimited' | 'shared';
  items: number;
  mb: number;
  minutes?: number;
  eligible?: boolean;
}

function classOf(given: Given): BatchClass {
  const { planType = 'data', fromFen = 0, left = 0, items, mb, minutes = 0 } = given;
  return {
    classNo: 1,
    classKey: '',
    planType,
    paymentType: 'prepaid',
    feeBand: { index: 0, fromFen, toFen: null },
    remainingBand:
      typeof left === 'string'
        ? { special: left }
        : { index: 0, fromPerMille: left, toPerMille: null },
    lineCount: items,
    eligible: given.eligible ?? true,
    reason: null,
    benefits: [
      { benefit: 'data', unit: 'MB', amount: mb, capped: false, valueFen: 0 },
      { benefit: 'voice', unit: 'minute', amount: minutes, capped: false, valueFen: 0 },
    ],
    credited: [{ benefit: 'data', items, amount: items * mb }],
    steps: [],
  };
}

describe('the table of an approval sheet', () => {
  it('has a row for each plan and fee, bands in their order and the rest last', () => {
    const pivot = pivotOf([
      classOf({ left: 'unlimited', items: 2, mb: 300 }),
      classOf({ left: 300, items: 5, mb: 300 }),
      classOf({ left: 0, items: 3, mb: 450 }),
      classOf({ planType: 'voice', left: 0, items: 1, mb: 225 }),
    ]);
    expect(pivot.bands.map(({ key }) => key)).toEqual(['0', '300', 'other']);
    expect(pivot.rows.map(({ planType, lines, mb }) => [planType, lines, mb])).toEqual([
      ['data', 10, 3450],
      ['voice', 1, 225],
    ]);
    expect(pivot.rows[1]?.cells).toEqual([{ lines: 1, mb: 225 }, null, null]);
  });

  it('adds classes of one cell and names no amount when they differ', () => {
    const same = pivotOf([classOf({ items: 2, mb: 100 }), classOf({ items: 3, mb: 100 })]);
    expect(same.rows[0]?.cells).toEqual([{ lines: 5, mb: 100 }]);
    const mixed = pivotOf([
      classOf({ left: 'shared', items: 2, mb: 100 }),
      classOf({ left: 'unlimited', items: 3, mb: 120 }),
    ]);
    expect(mixed.rows[0]?.cells).toEqual([{ lines: 5, mb: null }]);
    expect(mixed.rows[0]?.mb).toBe(560);
  });

  it('leaves out who gets nothing', () => {
    expect(pivotOf([classOf({ items: 4, mb: 0, eligible: false })]).rows).toEqual([]);
    expect(pivotOf([classOf({ items: 0, mb: 90 })]).rows).toEqual([]);
  });
});

describe('the range of a benefit', () => {
  const classes = [
    classOf({ planType: 'voice', items: 1, mb: 1, minutes: 40 }),
    classOf({ planType: 'voice', items: 1, mb: 1, minutes: 25 }),
  ];
  it('runs from the least to the most', () => {
    expect(rangeOf(classes, 'voice', 'voice')).toEqual({ from: 25, to: 40 });
  });
  it('is nothing where nobody gets it', () => {
    expect(rangeOf(classes, 'bundle', 'voice')).toBeNull();
  });
});
