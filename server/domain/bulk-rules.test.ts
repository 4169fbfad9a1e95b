import { describe, expect, it } from 'vitest';
import { affordable, refilled, spent } from './bulk-pacing.ts';
import {
  exclusionOf,
  maskHas,
  maskOf,
  parseCount,
  staysWithin,
  type PlanFacts,
} from './bulk-rules.ts';
import { lampSystems } from './lamps.ts';
import { caseStates } from './lifecycles.ts';
import { parsePastedList } from './pasted-list.ts';

const NOW = 1_000_000;
const lagging: PlanFacts = {
  state: 'open',
  wanted: 'cancelled',
  wantedFromAt: null,
  actual: { crm: 'cancelled', platform: 'absent', network: 'active', billing: 'unknown' },
  assigneeId: null,
};

describe('what a plan leaves out', () => {
  it('sends again only open cases with an accepted order that is due and lags', () => {
    const resync = (changes: Partial<PlanFacts>) =>
      exclusionOf({ kind: 'resync' }, { ...lagging, ...changes }, NOW);
    expect(resync({})).toBeNull();
    const allowed = caseStates.filter((state) => resync({ state }) === null);
    expect(allowed).toEqual(['open']);
    expect(resync({ state: 'unknown' })).toBe('unknown_first');
    expect(resync({ wanted: 'active' })).toBe('refused');
    expect(resync({ wantedFromAt: NOW + 1 })).toBe('waiting_date');
    const all = {
      crm: 'absent',
      platform: 'absent',
      network: 'absent',
      billing: 'absent',
    } as const;
    expect(resync({ actual: all })).toBe('nothing_lags');
  });

  it('assigns what has not ended and is not so already', () => {
    const assign = (assigneeId: string | null, changes: Partial<PlanFacts> = {}) =>
      exclusionOf({ kind: 'assign', assigneeId }, { ...lagging, ...changes }, NOW);
    expect(assign('a')).toBeNull();
    expect(assign(null)).toBe('already_so');
    expect(assign('a', { state: 'verified' })).toBe('ended');
  });

  it('holds what is to do, releases what is held, and notes anything', () => {
    for (const state of caseStates) {
      const facts = { ...lagging, state };
      expect(exclusionOf({ kind: 'hold' }, facts, NOW) === null).toBe(state === 'open');
      expect(exclusionOf({ kind: 'release' }, facts, NOW) === null).toBe(state === 'held');
      expect(exclusionOf({ kind: 'note' }, facts, NOW)).toBeNull();
    }
  });
});

describe('sets of systems', () => {
  it('are one integer, and a later set may only be smaller', () => {
    const mask = maskOf(['billing', 'network']);
    expect(lampSystems.filter((system) => maskHas(mask, system))).toEqual(['network', 'billing']);
    expect(staysWithin(['billing'], mask)).toBe(true);
    expect(staysWithin([], mask)).toBe(true);
    expect(staysWithin(['billing', 'crm'], mask)).toBe(false);
  });
});

it.each([
  ['1204', 1204],
  ['1,204', 1204],
  ['１，２０４', 1204],
  [' 1 204 ', 1204],
  ['', null],
  ['12a', null],
  ['-5', null],
  ['1.204', null],
])('reads the typed count %j as %j', (typed, count) => {
  expect(parseCount(typed)).toBe(count);
});

describe('the pace', () => {
  const rates = { crm: 10, platform: 4, network: 1, billing: 0, items: 200 };

  it('begins with one second’s worth, refills by time, and keeps two seconds at most', () => {
    const first = refilled({ at: NOW, budget: {} }, rates, NOW);
    expect(affordable(first, maskOf(['platform']))).toBe(4);
    const left = spent(first, maskOf(['platform']), 4);
    expect(affordable(left, maskOf(['platform']))).toBe(0);
    const half = refilled({ at: NOW, budget: left }, rates, NOW + 500);
    expect(affordable(half, maskOf(['platform']))).toBe(2);
    const day = refilled({ at: NOW, budget: left }, rates, NOW + 86_400_000);
    expect(affordable(day, maskOf(['platform']))).toBe(8);
  });

  it('is that of the slowest system an item calls; none passes a closed one', () => {
    const budget = refilled({ at: NOW, budget: {} }, rates, NOW);
    expect(affordable(budget, maskOf(['crm', 'network']))).toBe(1);
    expect(affordable(budget, maskOf(['crm', 'billing']))).toBe(0);
    expect(affordable(budget, 0)).toBe(200);
  });

  it('does not run backwards when the clock does', () => {
    const budget = refilled({ at: NOW, budget: { platform: 0 } }, rates, NOW - 5_000);
    expect(affordable(budget, maskOf(['platform']))).toBe(0);
  });
});

describe('a pasted list', () => {
  it('takes numbers in any way of writing and tickets, each once', () => {
    const text =
      '138 0013 8000\n+86-13800138000, UC-261119-0417；uc-1 UC-2\t１３９００００００００';
    expect(parsePastedList(text)).toEqual({
      numbers: ['+8613800138000', '+8613900000000'],
      tickets: ['UC-261119-0417', 'uc-1', 'UC-2'],
      repeated: 1,
    });
  });

  it('is empty for blanks', () => {
    expect(parsePastedList(' \n\t,;')).toEqual({ numbers: [], tickets: [], repeated: 0 });
  });
});
