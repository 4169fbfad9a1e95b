import { describe, expect, it } from 'vitest';
import { compileMapping } from './classification.ts';
import { caseStates } from './lifecycles.ts';
import { pathTo, reclassified, ruleDifferences, type StoredCase } from './mapping-runs.ts';
import { createZone } from './time.ts';

const NOW = Date.UTC(2026, 10, 21, 4);
const rules = {
  'SYN-02': { code: 'SYN-02', retry: 'auto', countsAsFailure: true, policyRefusal: false },
  'POL-05': { code: 'POL-05', retry: 'manual', countsAsFailure: true, policyRefusal: true },
  'POL-03': { code: 'POL-03', retry: 'never', countsAsFailure: true, policyRefusal: true },
} as const;

const stored = (changes: Partial<StoredCase> = {}): StoredCase => ({
  state: 'open',
  failureCode: 'UNK-00',
  sourceSystem: 'PLAT',
  rawCode: '4417',
  rawText: '',
  wanted: 'cancelled',
  requestedAt: NOW - 3_600_000,
  contractEndOn: null,
  attemptCount: 0,
  ...changes,
});

/** What becomes of a case when PLAT 4417 becomes `code`. */
const as = (code: string, changes: Partial<StoredCase> = {}) =>
  reclassified(stored(changes), {
    classify: compileMapping([
      { sourceSystem: 'PLAT', rawCode: '4417', textPattern: null, failureCode: code, priority: 1 },
    ]),
    ruleOf: (name) => (Object.hasOwn(rules, name) ? rules[name as keyof typeof rules] : undefined),
    effectRule: 'at_once',
    now: NOW,
    zone: createZone('Asia/Shanghai'),
  });

describe('A stored case under another mapping', () => {
  it('is left alone when its code stays', () => {
    expect(as('SYN-02', { failureCode: 'SYN-02' })).toBeNull();
    expect(as('SYN-02', { rawCode: '1' })).toBeNull();
  });

  it('takes another code of the same kind wherever it stands, also in flight', () => {
    for (const state of ['open', 'queued', 'sent', 'unknown', 'confirmed', 'held'] as const)
      expect(as('SYN-02', { state, attemptCount: 2 })).toEqual({
        ...{ to: 'SYN-02', fate: 'moves', opening: null },
      });
  });

  it('keeps its code once it has ended', () => {
    for (const state of ['verified', 'failed_final', 'withdrawn', 'duplicate'] as const)
      expect(as('POL-05', { state })?.fate).toBe('ended');
  });

  it('begins again as a refusal when nobody has worked on it, else a person decides', () => {
    expect(as('POL-03')).toMatchObject({
      fate: 'moves',
      opening: { state: 'waiting_customer', wanted: 'active', dueAt: null },
    });
    expect(as('POL-03', { attemptCount: 1 })?.fate).toBe('person');
    expect(as('POL-03', { state: 'sent' })?.fate).toBe('person');
    expect(as('POL-03', { state: 'held' })?.fate).toBe('person');
  });

  it('becomes an accepted order with a clock when the refusal was none', () => {
    const refused = { failureCode: 'POL-03', wanted: 'active', state: 'waiting_customer' } as const;
    expect(as('SYN-02', refused)).toMatchObject({
      fate: 'moves',
      opening: { state: 'open', wanted: 'cancelled' },
    });
  });

  it('waits as the new refusal waits', () => {
    const refused = { failureCode: 'POL-03', wanted: 'active', state: 'waiting_customer' } as const;
    expect(as('POL-05', refused)).toMatchObject({ fate: 'moves', opening: { state: 'open' } });
  });

  it('is for a person when the catalogue has no such code', () => {
    expect(as('NEW-01')?.fate).toBe('person');
  });

  it('goes only legal ways', () => {
    expect(pathTo('open', 'open')).toEqual([]);
    expect(pathTo('open', 'waiting_customer')).toEqual(['waiting_customer']);
    expect(pathTo('waiting_customer', 'waiting_date')).toEqual(['open', 'waiting_date']);
    expect(caseStates).toContain('waiting_date');
  });
});

describe('Rules against the published ones', () => {
  const rule = (rawCode: string, failureCode: string) => ({
    ...{ sourceSystem: 'PLAT', rawCode, textPattern: null, failureCode },
  });

  it('are the same, added, changed or removed, by what they look at', () => {
    const before = [rule('1', 'A'), rule('2', 'B'), rule('3', 'C')];
    const after = [rule('4', 'D'), rule('2', 'X'), rule('1', 'A')];
    expect(
      ruleDifferences(before, after).map(({ rule: one, change, wasCode }) => [
        one.rawCode,
        change,
        wasCode,
      ]),
    ).toEqual([
      ['4', 'added', null],
      ['2', 'changed', 'B'],
      ['1', 'same', null],
      ['3', 'removed', 'C'],
    ]);
  });
});
