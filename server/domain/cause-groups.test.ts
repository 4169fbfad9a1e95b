import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  groupThresholds,
  hourOf,
  nextGroupStep,
  taughtRules,
  usualCases,
  type GroupFacts,
} from './cause-groups.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const facts = (changes: Partial<GroupFacts> = {}): GroupFacts => ({
  state: 'ongoing',
  stateAt: NOW - 10 * DAY,
  firstSeenAt: NOW - 30 * DAY,
  lastSeenAt: NOW - HOUR,
  caseCount: 100,
  customerCount: 90,
  mute: null,
  resolvedAt: null,
  recentCases: 2,
  baselineCases: 24,
  ...changes,
});

describe('The fingerprint of a failure', () => {
  it('is the same however a spreadsheet wrote the code', () => {
    const parts = { failureCode: 'SYN-03', sourceSystem: 'BIL', rawCode: 'B2031' };
    expect(fingerprintOf({ ...parts, sourceSystem: ' bil', rawCode: 'Ｂ２０３１ ' })).toBe(
      fingerprintOf(parts),
    );
  });

  it('does not let a serial number make a group of its own', () => {
    const of = (rawCode: string) =>
      fingerprintOf({ failureCode: 'UNK-00', sourceSystem: 'BIL', rawCode });
    expect(of('QUEUE_FULL 77120931')).toBe(of('QUEUE_FULL 77120932'));
    expect(of('5003')).not.toBe(of('5004'));
  });

  it('folds long numbers wherever they stand, and is cut to its column', () => {
    const of = (rawCode: string) =>
      fingerprintOf({ failureCode: 'UNK-00', sourceSystem: 'Bil', rawCode });
    expect(of('a123456b７７７７７７')).toBe('UNK-00|BIL|A#B#');
    expect(of('12345')).toBe('UNK-00|BIL|12345');
    expect(of('x'.repeat(200))).toHaveLength(120);
  });

  it('tells systems and codes apart', () => {
    const all = [
      { failureCode: 'A', sourceSystem: 'B', rawCode: 'C' },
      { failureCode: 'A', sourceSystem: 'C', rawCode: 'B' },
      { failureCode: 'B', sourceSystem: 'B', rawCode: 'C' },
    ].map(fingerprintOf);
    expect(new Set(all).size).toBe(3);
  });
});

describe('The state of a cause group', () => {
  it('is new until it is a day old or has twenty cases', () => {
    const young = facts({ state: 'new', firstSeenAt: NOW - HOUR, caseCount: 3 });
    expect(nextGroupStep(young, NOW)).toBeNull();
    expect(nextGroupStep({ ...young, caseCount: groupThresholds.newCases }, NOW)).toEqual({
      to: 'ongoing',
      cause: 'age',
    });
    expect(nextGroupStep({ ...young, firstSeenAt: NOW - DAY }, NOW)?.to).toBe('ongoing');
  });

  it('escalates above three times its own usual rate, and never for a handful', () => {
    // The usual: 24 in 72 hours are 2 in six.
    expect(nextGroupStep(facts({ recentCases: 9 }), NOW)).toBeNull();
    expect(nextGroupStep(facts({ recentCases: 10 }), NOW)).toEqual({
      to: 'escalating',
      cause: 'rate',
    });
    expect(nextGroupStep(facts({ recentCases: 30, baselineCases: 120 }), NOW)).toBeNull();
  });

  it('does not call a cause of today escalating until there are many', () => {
    const young = facts({ state: 'new', firstSeenAt: NOW - HOUR, baselineCases: 0, caseCount: 12 });
    expect(nextGroupStep({ ...young, recentCases: 12 }, NOW)).toBeNull();
    expect(nextGroupStep({ ...young, recentCases: 50 }, NOW)?.to).toBe('escalating');
  });

  it('stands at its limits exactly', () => {
    const day = facts({ firstSeenAt: NOW - DAY, recentCases: 10, baselineCases: 0 });
    expect(nextGroupStep(day, NOW)?.to).toBe('escalating');
    expect(nextGroupStep({ ...day, firstSeenAt: NOW - DAY + 1 }, NOW)).toBeNull();
    const young = { ...day, firstSeenAt: NOW - DAY + 1 };
    expect(nextGroupStep({ ...young, recentCases: 49 }, NOW)).toBeNull();
    expect(nextGroupStep({ ...young, recentCases: 50 }, NOW)?.to).toBe('escalating');
    // Three times the usual of ten is thirty: above it, not at it.
    const usual = facts({ baselineCases: 120 });
    expect(usualCases(usual)).toBe(10);
    expect(nextGroupStep({ ...usual, recentCases: 31 }, NOW)?.to).toBe('escalating');
    const hot = { ...usual, state: 'escalating' } as const;
    expect(nextGroupStep({ ...hot, recentCases: 15 }, NOW)).toEqual({
      to: 'ongoing',
      cause: 'calm',
    });
    expect(nextGroupStep({ ...hot, recentCases: 16 }, NOW)).toBeNull();
    expect(nextGroupStep({ ...hot, baselineCases: 0, recentCases: 9 }, NOW)?.cause).toBe('calm');
    expect(nextGroupStep({ ...hot, baselineCases: 0, recentCases: 10 }, NOW)).toBeNull();
  });

  it('belongs to the hour in which it was asked for', () => {
    expect(hourOf(5 * HOUR)).toBe(5 * HOUR);
    expect(hourOf(6 * HOUR - 1)).toBe(5 * HOUR);
  });

  it('speaks again where a mute has no end of any kind, or none at all', () => {
    const never = { untilAt: null, atCases: null, atCustomers: null };
    expect(nextGroupStep(facts({ state: 'muted', mute: never }), NOW)).toBeNull();
    expect(nextGroupStep(facts({ state: 'muted', mute: null }), NOW)).toEqual({
      to: 'ongoing',
      cause: 'mute_time',
    });
    const unresolved = facts({ state: 'resolved', resolvedAt: null });
    expect(nextGroupStep(unresolved, NOW)).toBeNull();
    const same = facts({ state: 'resolved', resolvedAt: NOW, lastSeenAt: NOW });
    expect(nextGroupStep(same, NOW)).toBeNull();
  });

  it('calms down well below what made it escalate', () => {
    const hot = facts({ state: 'escalating', baselineCases: 60 });
    expect(nextGroupStep({ ...hot, recentCases: 12 }, NOW)).toBeNull();
    expect(nextGroupStep({ ...hot, recentCases: 7 }, NOW)).toEqual({
      to: 'ongoing',
      cause: 'calm',
    });
  });

  it('comes back only by what was requested after it was resolved', () => {
    const done = facts({ state: 'resolved', resolvedAt: NOW - 2 * DAY });
    expect(nextGroupStep({ ...done, lastSeenAt: NOW - 3 * DAY }, NOW)).toBeNull();
    expect(nextGroupStep({ ...done, lastSeenAt: NOW - DAY }, NOW)).toEqual({
      to: 'regressed',
      cause: 'came_back',
    });
  });

  it.each([
    [{ untilAt: NOW, atCases: null, atCustomers: null }, 'mute_time'],
    [{ untilAt: NOW + 1, atCases: 100, atCustomers: null }, 'mute_cases'],
    [{ untilAt: null, atCases: 101, atCustomers: 90 }, 'mute_customers'],
  ] as const)('speaks again when %j is reached', (mute, cause) => {
    expect(nextGroupStep(facts({ state: 'muted', mute }), NOW)).toEqual({ to: 'ongoing', cause });
  });

  it('stays silent before any of them', () => {
    const mute = { untilAt: NOW + 1, atCases: 101, atCustomers: 91 };
    expect(nextGroupStep(facts({ state: 'muted', mute }), NOW)).toBeNull();
  });

  it('stays marked as regressed for a day', () => {
    const back = facts({ state: 'regressed', stateAt: NOW - DAY + 1 });
    expect(nextGroupStep(back, NOW)).toBeNull();
    expect(nextGroupStep({ ...back, stateAt: NOW - DAY }, NOW)?.to).toBe('ongoing');
  });
});

describe('What a merge teaches the mapping', () => {
  it('is a rule for each raw code that has another failure code', () => {
    const merged = [
      { failureCode: 'UNK-00', sourceSystem: 'PLAT', rawCode: '4417' },
      { failureCode: 'SYN-03', sourceSystem: 'BIL', rawCode: '1' },
      { failureCode: 'UNK-00', sourceSystem: 'BIL', rawCode: 'seq 7712093' },
      { failureCode: 'UNK-00', sourceSystem: 'BIL', rawCode: '' },
    ];
    expect(taughtRules(merged, 'SYN-03')).toEqual([
      { sourceSystem: 'PLAT', rawCode: '4417', failureCode: 'SYN-03' },
    ]);
  });
});
