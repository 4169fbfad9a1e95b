import { describe, expect, it } from 'vitest';
import {
  afterAnswer,
  afterFault,
  DEFAULT_LIMITS,
  probeAt,
  shareOf,
  systemOfSource,
  type Breaker,
} from './breaker.ts';

const limits = { ...DEFAULT_LIMITS.network, breakerThreshold: 3, coolDownSeconds: 60 };
const closed: Breaker = { state: 'closed', sinceAt: 0, failures: 0 };

describe('A circuit breaker', () => {
  it('opens at the threshold of faults in a row, and not before', () => {
    const two = afterFault(afterFault(closed, limits, 1), limits, 2);
    expect(two).toEqual({ state: 'closed', sinceAt: 0, failures: 2 });
    expect(afterFault(two, limits, 3)).toEqual({ state: 'open', sinceAt: 3, failures: 3 });
    expect(afterFault(afterAnswer(two, 3), limits, 4).state).toBe('closed');
    expect(afterAnswer(two, 3)).toEqual({ state: 'closed', sinceAt: 0, failures: 0 });
  });

  it('stays open for its cool-down, whatever late calls bring', () => {
    const open: Breaker = { state: 'open', sinceAt: 1_000, failures: 3 };
    expect(probeAt(open, limits)).toBe(61_000);
    expect(afterAnswer(open, 2_000)).toEqual(open);
    expect(afterFault(open, limits, 2_000)).toEqual({ ...open, failures: 4 });
  });

  it('closes with a good probe, and opens anew with a bad one', () => {
    const half: Breaker = { state: 'half_open', sinceAt: 61_000, failures: 3 };
    expect(afterAnswer(half, 62_000)).toEqual({ state: 'closed', sinceAt: 62_000, failures: 0 });
    expect(afterFault(half, limits, 62_000)).toMatchObject({ state: 'open', sinceAt: 62_000 });
  });
});

describe('Slots shared by workers', () => {
  it('never add up to more than the system stands, however workers come', () => {
    for (let concurrency = 1; concurrency <= 12; concurrency += 1) {
      const held: { slots: number }[] = [];
      for (let worker = 0; worker < 6; worker += 1) held.push(shareOf(concurrency, held));
      expect(held.reduce((sum, one) => sum + one.slots, 0)).toBeLessThanOrEqual(concurrency);
    }
  });

  it('leave one for a second worker while the first is alone, and give what is left', () => {
    expect(shareOf(8, [])).toEqual({ slots: 7 });
    expect(shareOf(1, [])).toEqual({ slots: 1 });
    expect(shareOf(8, [{ slots: 7 }])).toEqual({ slots: 1 });
    expect(shareOf(8, [{ slots: 1 }])).toEqual({ slots: 4 });
    expect(shareOf(9, [{ slots: 3 }, { slots: 3 }])).toEqual({ slots: 3 });
    expect(shareOf(2, [{ slots: 1 }, { slots: 1 }])).toEqual({ slots: 0 });
    expect(shareOf(2, [{ slots: 2 }, { slots: 3 }])).toEqual({ slots: 0 });
    expect(shareOf(3, [{ slots: 0 }, { slots: 0 }, { slots: 0 }])).toEqual({ slots: 1 });
  });

  it('become even once each has renewed its share', () => {
    let [a, b] = [{ slots: 8 }, { slots: 0 }];
    a = shareOf(8, [b]);
    b = shareOf(8, [a]);
    expect([a.slots, b.slots]).toEqual([4, 4]);
  });
});

it.each([
  ['BIL', 'billing'],
  ['PLAT', 'platform'],
  ['sp', 'platform'],
  ['HLR', 'network'],
  [' hss ', 'network'],
  ['ＰＣＲＦ', 'network'],
  ['CRM', 'crm'],
  ['ESB', null],
  ['', null],
  [null, null],
])('a refusal of %j came from %j', (source, system) => {
  expect(systemOfSource(source)).toBe(system);
});

it('no system is taken to stand more than its own calls, until an administrator says otherwise', () => {
  expect(DEFAULT_LIMITS).toEqual({
    billing: { concurrency: 8, ratePerSecond: 80, breakerThreshold: 10, coolDownSeconds: 60 },
    platform: { concurrency: 12, ratePerSecond: 100, breakerThreshold: 10, coolDownSeconds: 60 },
    network: { concurrency: 8, ratePerSecond: 60, breakerThreshold: 10, coolDownSeconds: 60 },
    crm: { concurrency: 12, ratePerSecond: 100, breakerThreshold: 10, coolDownSeconds: 60 },
  });
});
