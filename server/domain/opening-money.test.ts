import { describe, expect, it } from 'vitest';
import type { Opening } from './case-rules.ts';
import { feesOf, openingMoney } from './opening-money.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);
const opening = (over: Partial<Opening> = {}): Opening => ({
  state: 'open',
  wanted: 'cancelled',
  wantedFromAt: at('2026-08-10 12:00'),
  dueAt: null,
  notBeforeAt: null,
  ...over,
});

describe('the money of a case at its opening', () => {
  const facts = {
    requestedAt: at('2026-08-10 12:00'),
    monthlyFeeFen: 1_990,
    actual: { crm: 'cancelled', platform: 'cancelled', network: 'absent', billing: 'active' },
  } as const;
  const failure = { countsAsFailure: true, policyRefusal: false };
  const rule = { mode: 'full_month', billDay: 1, zone, now: at('2026-10-15 00:00') } as const;

  it('is every month charged since the cancel should have held, and the next charge', () => {
    const { charges, nextChargeAt } = openingMoney(facts, failure, opening(), rule);
    expect(charges.map(({ period }) => period)).toEqual(['2026-09', '2026-10']);
    expect(feesOf(charges)).toBe(2 * 1_990);
    expect(nextChargeAt).toBe(at('2026-11-01 00:00'));
  });

  it('follows the bill day and the way the product is charged', () => {
    const daily = openingMoney(facts, failure, opening(), {
      ...rule,
      mode: 'daily',
      now: at('2026-08-12 10:00'),
    });
    expect(daily.charges.map(({ period }) => period)).toEqual(['2026-08-11', '2026-08-12']);
    const { nextChargeAt } = openingMoney(facts, failure, opening(), { ...rule, billDay: 20 });
    expect(nextChargeAt).toBe(at('2026-10-20 00:00'));
  });

  it('is nothing for a refusal, and nothing yet for a cancel that is to hold later', () => {
    const refused = { countsAsFailure: true, policyRefusal: true };
    expect(openingMoney(facts, refused, opening(), rule).charges).toEqual([]);
    const later = opening({ wantedFromAt: at('2026-11-01 00:00') });
    expect(openingMoney(facts, failure, later, rule).charges).toEqual([]);
    const unread = { ...facts, actual: { ...facts.actual, billing: 'unknown' } } as const;
    expect(openingMoney(unread, failure, opening(), rule).charges).toEqual([]);
  });
});
