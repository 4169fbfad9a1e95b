import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  actualStateOf,
  actualStates,
  agrees,
  allAgree,
  hasNoAcceptedOrder,
  laggingSystems,
  lampTone,
  unseenSystems,
  wantedFor,
} from './lamps.ts';
import type { ActualState, LampFacts, OrderRule } from './lamps.ts';
import { createZone } from './time.ts';

const facts = (
  states: readonly [ActualState, ActualState, ActualState, ActualState],
  part: Partial<LampFacts> = {},
): LampFacts => ({
  wanted: 'cancelled',
  wantedFromAt: 100,
  actual: { crm: states[0], platform: states[1], network: states[2], billing: states[3] },
  ...part,
});
const allActive = ['active', 'active', 'active', 'active'] as const;
const catalogue = JSON.parse(
  readFileSync(new URL('../seed/data/failure-codes.json', import.meta.url), 'utf8'),
) as { codes: OrderRule[] };
const ruleOf = (code: string): OrderRule => {
  const found = catalogue.codes.find((entry) => entry.code === code);
  if (found === undefined) throw new Error(`no ${code}`);
  return found;
};

describe('laggingSystems', () => {
  it('names those not as wanted, billing first', () => {
    expect(laggingSystems(facts(allActive), 100)).toEqual([
      'billing',
      'platform',
      'network',
      'crm',
    ]);
    expect(laggingSystems(facts(['active', 'absent', 'cancelled', 'active']), 100)).toEqual([
      'billing',
      'crm',
    ]);
  });

  it('counts what nobody has seen', () => {
    const unseen = facts(['cancelled', 'unknown', 'cancelled', 'cancelled']);
    expect(laggingSystems(unseen, 100)).toEqual(['platform']);
    expect(unseenSystems(unseen)).toEqual(['platform']);
  });

  it('is empty before the wanted date and without an accepted order', () => {
    expect(laggingSystems(facts(allActive), 99)).toEqual([]);
    expect(laggingSystems(facts(allActive, { wanted: 'active', wantedFromAt: null }), 100)).toEqual(
      [],
    );
  });
});

describe('lampTone', () => {
  it.each([
    ['active', 99, 'due_later'],
    ['active', 100, 'lag'],
    ['cancelled', 99, 'agree'],
    ['absent', 100, 'agree'],
    ['unknown', 99, 'unknown'],
    ['unknown', 100, 'unknown'],
  ] as const)('of %s at %i is %s', (state, now, tone) => {
    expect(lampTone(facts(['active', 'active', 'active', state]), 'billing', now)).toBe(tone);
  });

  it('is never red without an accepted order', () => {
    const refused = { wanted: 'active', wantedFromAt: null } as const;
    expect(lampTone(facts(allActive, refused), 'crm', 100)).toBe('nothing_wanted');
    expect(lampTone(facts(['unknown', 'active', 'active', 'active'], refused), 'crm', 100)).toBe(
      'unknown',
    );
  });
});

describe('one system', () => {
  it('is as wanted where it runs, or where it is cancelled or absent', () => {
    expect(actualStates.map((state) => agrees('active', state))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(actualStates.map((state) => agrees('cancelled', state))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('has nothing to wait for where no date is set', () => {
    const atOnce = facts(allActive, { wantedFromAt: null });
    expect(laggingSystems(atOnce, 0)).toHaveLength(4);
    expect(lampTone(atOnce, 'crm', 0)).toBe('lag');
    expect(unseenSystems(atOnce)).toEqual([]);
  });
});

describe('allAgree', () => {
  it('needs all four, and accepts absent for cancelled', () => {
    expect(allAgree(facts(['cancelled', 'absent', 'cancelled', 'cancelled']))).toBe(true);
    expect(allAgree(facts(['cancelled', 'unknown', 'cancelled', 'cancelled']))).toBe(false);
    expect(allAgree(facts(allActive, { wanted: 'active' }))).toBe(true);
    expect(allAgree(facts(['cancelled', 'active', 'active', 'active'], { wanted: 'active' }))).toBe(
      false,
    );
  });
});

describe('what is wanted', () => {
  it('is nothing after a refusal, a failed identity check or a request the customer left', () => {
    const without = catalogue.codes.filter(hasNoAcceptedOrder).map(({ code }) => code);
    expect(without).toEqual([
      'SET-02',
      'SET-03',
      'POL-01',
      'POL-02',
      'POL-03',
      'POL-04',
      'POL-05',
      'POL-06',
      'POL-07',
      'POL-08',
      'POL-09',
      'POL-10',
      'USR-01',
      'USR-02',
      'USR-03',
      'USR-06',
    ]);
    expect(wantedFor(ruleOf('POL-01'), 5, createZone('UTC'))).toEqual({
      wanted: 'active',
      wantedFromAt: null,
    });
  });

  it('is cancelled from the request on for other failures', () => {
    expect(wantedFor(ruleOf('SYN-08'), 5, createZone('UTC'))).toEqual({
      wanted: 'cancelled',
      wantedFromAt: 5,
    });
  });

  it('is cancelled from the first of the next month in the zone for a next-cycle cancel', () => {
    const lastHour = Date.UTC(2026, 11, 31, 15, 59);
    expect(wantedFor(ruleOf('USR-04'), lastHour, createZone('Asia/Shanghai')).wantedFromAt).toBe(
      Date.UTC(2026, 11, 31, 16),
    );
    expect(
      wantedFor(ruleOf('SYN-03'), lastHour, createZone('UTC'), 'next_cycle').wantedFromAt,
    ).toBe(Date.UTC(2027, 0, 1));
  });
});

describe('actualStateOf', () => {
  it('knows the words of imports and nothing else', () => {
    expect(actualStateOf('正常')).toBe('active');
    expect(actualStateOf(' 已取消 ')).toBe('cancelled');
    expect(actualStateOf('未订购')).toBe('absent');
    const words: Record<ActualState, string[]> = {
      active: ['active', '正常', '在用', '已开通', '已订购'],
      cancelled: ['Cancelled', 'canceled', '已取消', '已退订', '已停止'],
      absent: ['ABSENT', '无', '不存在', '未订购', '无记录'],
      unknown: ['ｕｎｋｎｏｗｎ', '未知'],
    };
    for (const state of actualStates)
      expect(words[state].map(actualStateOf)).toEqual(words[state].map(() => state));
    expect(actualStateOf('constructor')).toBeNull();
    expect(actualStateOf('')).toBeNull();
    expect(actualStateOf('异常')).toBeNull();
  });
});
