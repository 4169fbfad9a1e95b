import { describe, expect, it } from 'vitest';
import {
  chargesBetween,
  effectOf,
  lateShare,
  moneyOf,
  monthAfter,
  moneyVerdict,
  nextCharge,
  type ChargeRule,
} from './charges.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);
const rule = (changes: Partial<ChargeRule> = {}): ChargeRule => ({
  mode: 'full_month',
  feeFen: 1000,
  billDay: 1,
  zone,
  ...changes,
});
const brief = (charges: ReturnType<typeof chargesBetween>) =>
  charges.map(({ period, overchargeFen }) => [period, overchargeFen]);

describe('What billing posts while it is not stopped', () => {
  const span = (from: string, until: string) => ({ fromAt: at(from), untilAt: at(until) });

  it('counts the whole month at the first instant of each period after the effect', () => {
    const effect = at('2026-10-10 12:00');
    const charges = chargesBetween(rule(), effect, span('2026-01-01 00:00', '2026-12-01 00:00'));
    expect(brief(charges)).toEqual([
      ['2026-11', 1000],
      ['2026-12', 1000],
    ]);
    expect(charges[0]?.postedAt).toBe(at('2026-11-01 00:00'));
  });

  it('counts what is posted at the very instant of the effect, and not an instant before', () => {
    const effect = at('2026-11-01 00:00');
    const until = span('2026-11-01 00:00', '2026-11-01 00:00');
    expect(brief(chargesBetween(rule(), effect, until))).toEqual([['2026-11', 1000]]);
    const later = { fromAt: effect, untilAt: at('2026-11-30 23:00') };
    expect(chargesBetween(rule(), effect + 1, later)).toEqual([]);
  });

  it('follows the bill day of the line, also one that a month lacks', () => {
    const effect = at('2027-01-31 08:00');
    const charges = chargesBetween(
      rule({ billDay: 31 }),
      effect,
      span('2027-01-31 08:00', '2027-04-01 00:00'),
    );
    expect(charges.map((charge) => charge.postedAt)).toEqual([
      at('2027-02-28 00:00'),
      at('2027-03-31 00:00'),
    ]);
    expect(brief(charges).map(([period]) => period)).toEqual(['2027-02', '2027-03']);
  });

  it('counts of a pro-rata month only the days after that of the effect, rounded half up', () => {
    const effect = at('2026-10-10 12:00');
    const charges = chargesBetween(
      rule({ mode: 'pro_rata', feeFen: 2000 }),
      effect,
      span('2026-10-10 12:00', '2026-12-01 00:00'),
    );
    // 21 of 31 days: 1354.8…; then a whole month.
    expect(brief(charges)).toEqual([
      ['2026-10', 1355],
      ['2026-11', 2000],
    ]);
    expect(charges[0]).toMatchObject({ fen: 2000, postedAt: at('2026-11-01 00:00') });
    const half = rule({ mode: 'pro_rata', feeFen: 1 });
    const middle = chargesBetween(
      half,
      at('2026-11-16 00:00'),
      span('2026-11-16 00:00', '2026-12-01 00:00'),
    );
    expect(brief(middle)).toEqual([['2026-11', 1]]);
  });

  it('splits a daily fee so that the days of a month add up to it exactly', () => {
    const daily = rule({ mode: 'daily', feeFen: 500 });
    const effect = at('2026-10-01 00:00');
    const charges = chargesBetween(daily, effect, span('2026-10-01 00:00', '2026-10-31 12:00'));
    expect(charges).toHaveLength(31);
    expect(charges.reduce((sum, charge) => sum + charge.overchargeFen, 0)).toBe(500);
    expect(new Set(charges.map((charge) => charge.fen))).toEqual(new Set([16, 17]));
    const midday = chargesBetween(daily, effect + 1, span('2026-10-01 00:00', '2026-10-02 00:00'));
    expect(brief(midday).map(([period]) => period)).toEqual(['2026-10-02']);
  });

  it('foretells nothing for what is charged per use, and nothing of what is free', () => {
    expect(nextCharge(rule({ mode: 'per_use' }), 0, at('2026-11-22 10:00'))).toBeNull();
    expect(nextCharge(rule({ feeFen: 0 }), 0, at('2026-11-22 10:00'))).toBeNull();
  });

  it('looks no further than it is asked for, and nowhere where nothing is charged', () => {
    const effect = at('2026-01-01 00:00');
    const year = span('2026-01-01 00:00', '2026-12-31 00:00');
    expect(brief(chargesBetween(rule(), effect, year, 2)).map(([period]) => period)).toEqual([
      '2026-01',
      '2026-02',
    ]);
    const daily = rule({ mode: 'daily' });
    expect(brief(chargesBetween(daily, effect, year, 2)).map(([period]) => period)).toEqual([
      '2026-01-01',
      '2026-01-02',
    ]);
    expect(chargesBetween(rule({ feeFen: 0 }), effect, year)).toEqual([]);
    expect(chargesBetween(rule({ feeFen: -5 }), effect, year)).toEqual([]);
    expect(chargesBetween(rule({ mode: 'per_use' }), effect, year)).toEqual([]);
    expect(chargesBetween(rule(), at('2027-01-01 00:00'), year)).toEqual([]);
    expect(
      chargesBetween(daily, effect, span('2026-01-01 00:00', '2030-01-01 00:00')),
    ).toHaveLength(800);
  });

  it('posts a daily fee of less than a fen a day on some days only', () => {
    const daily = rule({ mode: 'daily', feeFen: 3 });
    const november = span('2026-11-01 00:00', '2026-11-30 12:00');
    const charges = chargesBetween(daily, at('2026-11-01 00:00'), november);
    expect(charges.map(({ period, fen }) => [period, fen])).toEqual([
      ['2026-11-10', 1],
      ['2026-11-20', 1],
      ['2026-11-30', 1],
    ]);
  });

  it('finds the share of the days after the effect, whole days by the local clock', () => {
    const november = { startAt: at('2026-11-01 00:00'), endAt: at('2026-12-01 00:00') };
    const share = (effect: string) => lateShare({ feeFen: 3000, zone }, at(effect), november);
    expect(share('2026-11-01 00:00')).toBe(3000);
    expect(share('2026-11-01 00:01')).toBe(2900);
    expect(share('2026-11-02 00:00')).toBe(2900);
    expect(share('2026-11-30 00:00')).toBe(100);
    expect(share('2026-11-30 00:01')).toBe(0);
    expect(share('2026-12-31 00:00')).toBe(0);
    expect(share('2026-10-01 00:00')).toBe(3000);
  });

  it('announces the next charge, not before the effect', () => {
    const now = at('2026-11-22 10:00');
    expect(nextCharge(rule(), at('2026-11-20 09:00'), now)).toEqual({
      period: '2026-12',
      postedAt: at('2026-12-01 00:00'),
      fen: 1000,
      overchargeFen: 1000,
    });
    expect(nextCharge(rule(), at('2026-12-01 00:00'), now)?.postedAt).toBe(at('2026-12-01 00:00'));
    expect(nextCharge(rule(), at('2026-12-01 00:01'), now)?.postedAt).toBe(at('2027-01-01 00:00'));
    expect(nextCharge(rule(), 0, at('2026-12-01 00:00'))?.postedAt).toBe(at('2027-01-01 00:00'));
  });

  it('loses and doubles nothing wherever a long time is cut in two', () => {
    const effect = at('2026-03-15 10:30');
    const whole = { fromAt: effect, untilAt: at('2026-12-20 00:00') };
    for (const mode of ['full_month', 'pro_rata', 'daily'] as const)
      for (const billDay of [1, 15, 31])
        for (const cut of ['2026-04-01 00:00', '2026-05-15 00:00', '2026-07-30 23:59']) {
          const one = rule({ mode, billDay, feeFen: 999 });
          const parts = [
            ...chargesBetween(one, effect, { ...whole, untilAt: at(cut) }),
            ...chargesBetween(one, effect, { ...whole, fromAt: at(cut) + 1 }),
          ];
          expect(parts).toEqual(chargesBetween(one, effect, whole));
        }
  });
});

describe('What is owed', () => {
  const facts = {
    wanted: 'cancelled' as const,
    wantedFromAt: at('2026-10-10 12:00'),
    requestedAt: at('2026-10-10 12:00'),
    billing: 'active' as const,
    ended: false,
    countsAsFailure: true,
    policyRefusal: false,
  };
  const now = at('2026-11-22 10:00');

  it('is counted while an accepted cancel meets a running billing', () => {
    const money = moneyOf(facts, rule(), facts.wantedFromAt, now);
    expect(brief(money.charges)).toEqual([['2026-11', 1000]]);
    expect(money.nextChargeAt).toBe(at('2026-12-01 00:00'));
  });

  it('is nothing for a refusal, a code that is no failure, a stopped billing or an ended case', () => {
    expect(moneyVerdict({ ...facts, wanted: 'active' })).toBe('refused');
    expect(moneyVerdict({ ...facts, policyRefusal: true })).toBe('not_a_failure');
    expect(moneyVerdict({ ...facts, countsAsFailure: false })).toBe('not_a_failure');
    expect(moneyVerdict({ ...facts, billing: 'absent' })).toBe('billing_stopped');
    expect(moneyVerdict({ ...facts, ended: true })).toBe('ended');
    for (const change of [{ policyRefusal: true }, { billing: 'unknown' as const }]) {
      const money = moneyOf({ ...facts, ...change }, rule(), facts.wantedFromAt, now);
      expect(money.charges).toEqual([]);
      expect(money.nextChargeAt).toBe(at('2026-12-01 00:00'));
    }
    expect(moneyVerdict({ ...facts, billing: 'unknown' })).toBe('billing_unknown');
    expect(moneyVerdict({ ...facts, billing: 'unknown', policyRefusal: true })).toBe(
      'not_a_failure',
    );
    expect(moneyVerdict(facts)).toBe('counted');
    for (const change of [{ wanted: 'active' as const }, { ended: true }]) {
      expect(moneyOf({ ...facts, ...change }, rule(), facts.wantedFromAt, now)).toEqual({
        nextChargeAt: null,
        charges: [],
      });
    }
    const free = moneyOf(facts, rule({ feeFen: 0 }), facts.wantedFromAt, now);
    expect(free).toEqual({ nextChargeAt: null, charges: [] });
    const stopped = moneyOf({ ...facts, billing: 'cancelled' }, rule(), facts.wantedFromAt, now);
    expect(stopped).toEqual({ nextChargeAt: null, charges: [] });
  });
});

it('a cancel takes effect when it was wanted, else when it was asked for', () => {
  expect(effectOf({ wantedFromAt: 7, requestedAt: 5 })).toBe(7);
  expect(effectOf({ wantedFromAt: null, requestedAt: 5 })).toBe(5);
});

it('a bill run is followed by that of the next month', () => {
  expect([monthAfter('2026-11'), monthAfter('2026-12')]).toEqual(['2026-12', '2027-01']);
});
