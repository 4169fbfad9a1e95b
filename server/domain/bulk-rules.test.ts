import { describe, expect, it } from 'vitest';
import { affordable, refilled, spent } from './bulk-pacing.ts';
import {
  exclusionOf,
  maskHas,
  maskOf,
  parseCount,
  staysWithin,
  systemsOf,
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

  it('says of every state why it is not sent again', () => {
    const reasons = caseStates.map((state) =>
      exclusionOf({ kind: 'resync' }, { ...lagging, state }, NOW),
    );
    expect(Object.fromEntries(caseStates.map((state, nth) => [state, reasons[nth]]))).toEqual({
      open: null,
      queued: 'in_flight',
      sent: 'in_flight',
      unknown: 'unknown_first',
      confirmed: 'in_flight',
      verified: 'ended',
      waiting_customer: 'waiting_customer',
      waiting_date: 'waiting_date',
      held: 'held',
      failed_final: 'ended',
      withdrawn: 'ended',
      duplicate: 'ended',
    });
    const due = { ...lagging, wantedFromAt: NOW };
    expect(exclusionOf({ kind: 'resync' }, due, NOW)).toBeNull();
  });

  it('says why it neither holds nor releases', () => {
    const act = (kind: 'hold' | 'release', state: PlanFacts['state']) =>
      exclusionOf({ kind }, { ...lagging, state }, NOW);
    expect(act('hold', 'held')).toBe('already_so');
    expect(act('hold', 'sent')).toBe('in_flight');
    expect(act('hold', 'verified')).toBe('ended');
    expect(act('release', 'open')).toBe('not_held');
    expect(act('release', 'withdrawn')).toBe('ended');
    expect(exclusionOf({ kind: 'assign' }, { ...lagging, assigneeId: 'a' }, NOW)).toBeNull();
    expect(exclusionOf({ kind: 'message' }, { ...lagging, state: 'verified' }, NOW)).toBeNull();
  });

  it('calls the systems that lag, and only to send again', () => {
    expect(systemsOf('resync', lagging, NOW)).toEqual(['billing', 'network']);
    expect(systemsOf('resync', { ...lagging, wantedFromAt: NOW + 1 }, NOW)).toEqual([]);
    for (const kind of ['assign', 'note', 'message', 'hold', 'release'] as const)
      expect(systemsOf(kind, lagging, NOW)).toEqual([]);
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
    expect(lampSystems.map((system) => maskOf([system]))).toEqual([1, 2, 4, 8]);
    expect(maskOf(['crm', 'crm', 'billing'])).toBe(9);
    expect(maskOf([])).toBe(0);
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
  ["1'204", 1204],
  ['1，204', 1204],
  ['x12', null],
  ['999999999', 999_999_999],
  ['1234567890', null],
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

  it('takes blanks as dividers where what stands between them is no number', () => {
    expect(parsePastedList('13800138000 13900139000;UC-9|UC-9、UC-8；a\rb')).toEqual({
      numbers: ['+8613800138000', '+8613900139000'],
      tickets: ['UC-9', 'UC-8', 'a', 'b'],
      repeated: 1,
    });
    expect(parsePastedList('x'.repeat(50)).tickets).toEqual(['x'.repeat(40)]);
    expect(parsePastedList('ＵＣ-7').tickets).toEqual(['UC-7']);
  });

  it('is empty for blanks', () => {
    expect(parsePastedList(' \n\t,;')).toEqual({ numbers: [], tickets: [], repeated: 0 });
  });
});
