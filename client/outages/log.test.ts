import { describe, expect, it } from 'vitest';
import type { OutageAreas } from '#contract/outage-work.ts';
import { inTreeOrder } from './area-tree.ts';
import { emptyOutage, scopeOf } from './draft.ts';
import { monthDays, monthOf, shiftMonth } from './month.ts';

type Area = OutageAreas['areas'][number];

const area = (code: string, parentCode: string | null): Area => ({
  ...{ code, parentCode, level: 'district', nameZh: code, nameEn: code, outages: 1, open: 0 },
  ...{ worst: null, affectedLines: 0, fromAbove: false },
});

describe('the calendar of outages', () => {
  it('shows whole weeks from Monday to Sunday around the month', () => {
    const { own, shown } = monthDays('2026-11');
    expect([own[0], own.at(-1), own.length]).toEqual(['2026-11-01', '2026-11-30', 30]);
    expect([shown[0], shown.at(-1), shown.length % 7]).toEqual(['2026-10-26', '2026-12-06', 0]);
  });

  it('knows leap days and the turn of a year, and refuses what is no month', () => {
    expect(monthDays('2028-02').own).toHaveLength(29);
    expect([shiftMonth('2026-12', 1), shiftMonth('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect([monthOf('2026-13'), monthOf('now'), monthOf('2026-07')]).toEqual([
      null,
      null,
      '2026-07',
    ]);
  });
});

describe('the tree of areas', () => {
  it('puts districts under their city, and one whose city is not told at the top', () => {
    const rows = inTreeOrder([area('d2', 'c'), area('p', null), area('c', 'p'), area('x', 'gone')]);
    expect(rows.map((row) => `${row.depth}${row.area.code}`)).toEqual(['0p', '1c', '2d2', '0x']);
  });
});

describe('the scope of a half-filled form', () => {
  it('takes pasted sites by any separator, times near the start, and empty choices as none', () => {
    const values = {
      ...emptyOutage('Asia/Shanghai'),
      ...{ startedLocal: '11-20 17:30', endedLocal: '23:15', sites: 'A1，B2\nA1|C3' },
    };
    const scope = scopeOf(values, 'UTC', '2026-11-22');
    expect(scope.startedLocal).toBe('2026-11-20T17:30');
    expect(scope.endedLocal).toBe('2026-11-20T23:15');
    expect(scope.siteCodes).toEqual(['A1', 'B2', 'C3']);
    expect([scope.attachedListId, scope.parentId]).toEqual([null, null]);
  });
});
