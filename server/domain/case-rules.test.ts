import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { mustReadFirst, openingOf, readBackVerdict, resyncVerdict } from './case-rules.ts';
import { caseLifecycle, caseStates, isCaseEnded } from './lifecycles.ts';
import { createZone } from './time.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 4);
const zone = createZone('Asia/Shanghai');
const lagging = {
  crm: 'cancelled',
  platform: 'cancelled',
  network: 'cancelled',
  billing: 'active',
} as const;
const done = { ...lagging, billing: 'absent' } as const;

describe('the state in which a failure becomes a case', () => {
  const opening = (rule: object, facts: object = {}) =>
    openingOf(
      { code: 'X', retry: 'auto', countsAsFailure: true, policyRefusal: false, ...rule },
      {
        ...{ requestedAt: NOW - HOUR, contractEndOn: null, effectRule: 'at_once', now: NOW, zone },
        ...facts,
      },
    );

  it('is open with a day to go where an order was accepted', () => {
    expect(opening({})).toEqual({
      state: 'open',
      wanted: 'cancelled',
      wantedFromAt: NOW - HOUR,
      dueAt: NOW + 23 * HOUR,
      notBeforeAt: null,
    });
  });

  it('waits for the date of a next-cycle product, and its day begins then', () => {
    const first = Date.UTC(2026, 10, 30, 16);
    expect(opening({}, { effectRule: 'next_cycle' })).toMatchObject({
      ...{ state: 'waiting_date', wantedFromAt: first, notBeforeAt: first },
      dueAt: first + 24 * HOUR,
    });
    const past = { effectRule: 'next_cycle', requestedAt: Date.UTC(2026, 8, 1) };
    expect(opening({}, past)).toMatchObject({ state: 'open', notBeforeAt: null });
  });

  it('has no clock where the request was refused, and waits by the way the obstacle goes', () => {
    const refusal = { policyRefusal: true };
    expect(opening({ ...refusal, retry: 'scheduled' }, { contractEndOn: '2026-11-30' })).toEqual({
      state: 'waiting_date',
      wanted: 'active',
      wantedFromAt: null,
      dueAt: null,
      notBeforeAt: Date.UTC(2026, 10, 30, 16),
    });
    const longDay = { contractEndOn: '2026-11-01', zone: createZone('America/New_York') };
    expect(opening({ ...refusal, retry: 'scheduled' }, longDay)).toMatchObject({
      notBeforeAt: Date.UTC(2026, 10, 2, 5),
    });
    expect(opening({ ...refusal, retry: 'scheduled' })).toMatchObject({ notBeforeAt: null });
    expect(opening({ ...refusal, retry: 'never' })).toMatchObject({ state: 'waiting_customer' });
    expect(opening({ ...refusal, retry: 'manual' })).toMatchObject({ state: 'open', dueAt: null });
    expect(opening({ retry: 'never' })).toMatchObject({ wanted: 'active' });
  });
});

describe('whether a case may be sent again', () => {
  const facts = { wanted: 'cancelled', wantedFromAt: null, actual: lagging } as const;

  it('is no for ends, calls under way, held ones, refusals, early ones and where nothing lags', () => {
    const reasons = [
      [{ state: 'verified' }, 'ended'],
      [{ state: 'queued' }, 'inFlight'],
      [{ state: 'sent' }, 'inFlight'],
      [{ state: 'confirmed' }, 'inFlight'],
      [{ state: 'unknown' }, 'unknown'],
      [{ state: 'held' }, 'held'],
      [{ wanted: 'active' }, 'refused'],
      [{ wantedFromAt: NOW + 1 }, 'notYet'],
      [{ actual: done }, 'nothingLags'],
    ] as const;
    for (const [change, reason] of reasons)
      expect(resyncVerdict({ state: 'open', ...facts, ...change }, NOW)).toEqual({
        allowed: false,
        reasonKey: `errors.cases.resync.${reason}`,
      });
    expect(resyncVerdict({ state: 'waiting_date', ...facts, wantedFromAt: NOW }, NOW)).toEqual({
      allowed: true,
      reasonKey: null,
    });
  });

  it('never says yes from a state that cannot be queued', () => {
    for (const state of caseStates) {
      const { allowed } = resyncVerdict({ state, ...facts }, NOW);
      if (allowed) expect(caseLifecycle[state]).toContain('queued');
      if (isCaseEnded(state)) expect(readBackVerdict({ state }).allowed).toBe(false);
    }
  });

  it('asks to read first by its code, after an earlier send, and where a system is unseen', () => {
    const fresh = { state: 'open', ...facts, generation: 1 } as const;
    expect(mustReadFirst(fresh, 'auto')).toBe(false);
    expect(mustReadFirst(fresh, 'verify')).toBe(true);
    expect(mustReadFirst({ ...fresh, generation: 2 }, 'auto')).toBe(true);
    expect(mustReadFirst({ ...fresh, actual: { ...done, crm: 'unknown' } }, 'auto')).toBe(true);
  });
});

describe('waiting between tries', () => {
  it('grows threefold up to its cap, moved by a quarter at most, the same for the same seed', () => {
    const scale = { baseMs: 1_000, capMs: 60_000 };
    fc.assert(
      fc.property(fc.nat(60), fc.string(), (tries, seed) => {
        const wait = backoffMs(tries, seed, scale);
        const plain = Math.min(1_000 * 3 ** tries, 60_000);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * 0.75));
        expect(wait).toBeLessThanOrEqual(Math.ceil(plain * 1.25));
        expect(backoffMs(tries, seed, scale)).toBe(wait);
      }),
    );
  });

  it('spreads cases that failed together', () => {
    const waits = Array.from({ length: 200 }, (_, i) =>
      backoffMs(0, `case-${i}`, { baseMs: 10_000, capMs: 60_000 }),
    );
    expect(new Set(waits).size).toBeGreaterThan(150);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(4_000);
  });
});
