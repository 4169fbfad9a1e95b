import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOfReading, isCorrection, type LedgerEntry } from './charge-ledger.ts';
import { chargesBetween, type ChargeMode } from './charges.ts';
import {
  overchargeOfPosting,
  owesRefund,
  periodNameOf,
  type PostedCharge,
} from './posted-charges.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);
const effect = at('2026-10-10 12:00');
const rule = (mode: ChargeMode) => ({ mode, billDay: 1, zone });
const posting = (changes: Partial<PostedCharge> = {}): PostedCharge => ({
  postingId: 'CHG-1',
  fen: 1000,
  postedAt: at('2026-11-01 02:10'),
  coversFromAt: null,
  coversUntilAt: null,
  ...changes,
});
const october = { coversFromAt: at('2026-10-01 00:00'), coversUntilAt: at('2026-11-01 00:00') };

describe('What of a posting is too much', () => {
  const table: [ChargeMode, Partial<PostedCharge>, number, string][] = [
    ['full_month', {}, 1000, 'all of it'],
    ['full_month', { postedAt: effect }, 1000, 'also at the very instant of the effect'],
    ['full_month', { postedAt: effect - 1 }, 0, 'nothing an instant before'],
    ['daily', { fen: 33, postedAt: at('2026-10-11 00:00') }, 33, 'a day after the effect'],
    ['pro_rata', october, 677, '21 of 31 days, 677.4 rounded'],
    ['pro_rata', {}, 677, 'of the billing period before it where billing names none'],
    ['pro_rata', { ...october, fen: -1000 }, -677, 'given back in the same share'],
    ['per_use', { fen: 200, postedAt: at('2026-10-12 20:00') }, 200, 'a use after the effect'],
    [
      'per_use',
      { fen: 200, coversFromAt: at('2026-10-09 08:00'), coversUntilAt: at('2026-10-09 08:01') },
      0,
      'nothing for a use before it, whenever posted',
    ],
  ];
  it.each(table)('%s %o: %i fen, %s', (mode, changes, fen) => {
    expect(overchargeOfPosting(rule(mode), effect, posting(changes))).toBe(fen);
  });

  it('is owed for an accepted cancel that failed, and for no refusal by policy', () => {
    const facts = { wanted: 'cancelled', countsAsFailure: true, policyRefusal: false } as const;
    expect(owesRefund(facts)).toBe(true);
    expect(owesRefund({ ...facts, policyRefusal: true })).toBe(false);
    expect(owesRefund({ ...facts, countsAsFailure: false })).toBe(false);
    expect(owesRefund({ ...facts, wanted: 'active' })).toBe(false);
  });

  it('is what the estimate says, where billing posts by the rule', () => {
    const span = { fromAt: effect, untilAt: at('2026-12-20 00:00') };
    for (const mode of ['full_month', 'pro_rata', 'daily'] as const) {
      const estimate = chargesBetween({ ...rule(mode), feeFen: 999 }, effect, span);
      for (const { fen, postedAt, overchargeFen } of estimate)
        expect(overchargeOfPosting(rule(mode), effect, posting({ fen, postedAt }))).toBe(
          overchargeFen,
        );
    }
  });
});

describe('The time of a posting', () => {
  it('is the month of a period, or the day, of what it covers, else of when it was posted', () => {
    const name = (changes: Partial<PostedCharge>) => periodNameOf(zone, posting(changes));
    expect(name(october)).toBe('2026-10');
    expect(name({})).toBe('2026-11-01');
    const day = at('2026-10-09 00:00');
    const hours = (count: number) => ({
      coversFromAt: day,
      coversUntilAt: day + count * 3_600_000,
    });
    expect(name(hours(24))).toBe('2026-10-09');
    // The day on which clocks go back has 25 hours.
    expect(name(hours(26))).toBe('2026-10-09');
    expect(name(hours(27))).toBe('2026-10');
    expect(name({ coversFromAt: day })).toBe('2026-10-09');
    expect(name({ coversUntilAt: day })).toBe('2026-11-01');
  });

  it('that is turned round is not believed: the billing period before it counts', () => {
    const turned = { coversFromAt: october.coversUntilAt, coversUntilAt: october.coversFromAt };
    const empty = { coversFromAt: october.coversFromAt, coversUntilAt: october.coversFromAt };
    const half = { coversUntilAt: october.coversUntilAt };
    for (const changes of [turned, empty, half, { coversFromAt: october.coversFromAt }])
      expect(overchargeOfPosting(rule('pro_rata'), effect, posting(changes))).toBe(677);
  });

  it('decides about a use: one that ends with the effect is owed, one after it is not', () => {
    const use = (until: number) =>
      posting({ fen: 200, coversFromAt: until - 60_000, coversUntilAt: until });
    expect(overchargeOfPosting(rule('per_use'), effect, use(effect))).toBe(0);
    expect(overchargeOfPosting(rule('per_use'), effect, use(effect + 1))).toBe(200);
  });
});

/** What the store does with the answer: adds the entries, replaces open estimates up to the reading. */
function take(
  ledger: readonly LedgerEntry[],
  reading: { postings: readonly PostedCharge[]; throughAt: number },
  mode: ChargeMode = 'full_month',
): LedgerEntry[] {
  const added = entriesOfReading(ledger, reading, rule(mode), effect).map((entry, nth) => ({
    ...entry,
    id: `E${ledger.length + nth}`,
    state: 'open' as const,
  }));
  return [
    ...ledger.map((entry) =>
      entry.source === 'derived' &&
      entry.state === 'open' &&
      !isCorrection(entry.key) &&
      entry.postedAt <= reading.throughAt
        ? { ...entry, state: 'replaced' as const }
        : entry,
    ),
    ...added,
  ];
}
const counted = (ledger: readonly LedgerEntry[]): number =>
  ledger
    .filter(({ state }) => state !== 'void' && state !== 'replaced')
    .reduce((sum, { fen }) => sum + fen, 0);
const estimate = (period: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ id: `D${period}`, key: period, period, fen: 1000, postedAt: at(`${period}-01 00:00`) },
  source: 'derived',
  state: 'open',
  ...changes,
});

describe('A reading', () => {
  const throughAt = at('2026-12-02 00:00');

  it('takes the place of the estimates up to it, and leaves the later ones', () => {
    const ledger = [estimate('2026-11'), estimate('2026-12'), estimate('2027-01')];
    const after = take(ledger, { postings: [posting({ fen: 800 })], throughAt });
    expect(counted(after)).toBe(800 + 1000);
    expect(after.map(({ state }) => state)).toEqual(['replaced', 'replaced', 'open', 'open']);
  });

  it('sets an estimate off that a batch has taken, so that nothing is paid twice', () => {
    const paid = estimate('2026-11', { state: 'refunded' });
    const after = take([paid], { postings: [posting({ fen: 1200 })], throughAt });
    expect(counted(after)).toBe(1200);
    const due = after.filter(({ state }) => state === 'open');
    expect(due.reduce((sum, { fen }) => sum + fen, 0)).toBe(200);
    expect(after.find(({ key }) => key === `fix:${paid.id}`)?.fen).toBe(-1000);
  });

  it('sets off what a batch has taken once, and only what was estimated up to it', () => {
    const news = (ledger: LedgerEntry[]) =>
      entriesOfReading(ledger, { postings: [], throughAt }, rule('full_month'), effect);
    const taken = estimate('2026-12', { state: 'claimed' });
    const [fix, ...rest] = news([taken]);
    expect(rest).toEqual([]);
    expect(fix).toEqual({
      key: 'fix:D2026-12',
      period: '2026-12',
      fen: -1000,
      postedAt: at('2026-12-01 00:00'),
      source: 'derived',
    });
    const set = { ...estimate('2026-12'), id: 'F1', key: 'fix:D2026-12', fen: -1000 };
    expect(news([taken, set])).toEqual([]);
    expect(news([taken, { ...set, state: 'refunded' }])).toEqual([]);
    expect(news([estimate('2026-12'), estimate('2026-11', { state: 'void' })])).toEqual([]);
    expect(news([estimate('2027-01', { state: 'refunded' })])).toEqual([]);
    expect(news([{ ...taken, source: 'read', key: 'read:1:A' }])).toEqual([]);
    expect(news([{ ...taken, postedAt: throughAt }])).toHaveLength(1);
    expect(news([{ ...taken, postedAt: throughAt + 1 }])).toEqual([]);
  });

  it('counts a voided entry of a posting as nothing, and numbers the next', () => {
    const first: LedgerEntry = {
      ...{ id: 'R1', key: 'read:1:A:b', period: '2026-11', fen: 1000, postedAt: 1 },
      source: 'read',
      state: 'void',
    };
    const postings = [posting({ postingId: 'A:b' })];
    const added = entriesOfReading([first], { postings, throughAt }, rule('full_month'), effect);
    expect(added).toMatchObject([{ key: 'read:2:A:b', fen: 1000, source: 'read' }]);
    expect(isCorrection('read:2:A:b')).toBe(true);
    expect(isCorrection('read:1:A:b')).toBe(false);
    expect(isCorrection('2026-11')).toBe(false);
    expect(isCorrection('fix:D1')).toBe(true);
  });

  it('corrects a posting that billing changed by a new entry', () => {
    const first = take([], { postings: [posting()], throughAt });
    const second = take(first, { postings: [posting({ fen: 400 })], throughAt });
    expect(second.map(({ fen }) => fen)).toEqual([1000, -600]);
    expect(second.map(({ key }) => isCorrection(key))).toEqual([false, true]);
  });

  it('ends in what billing posted, however often, in whatever order and parts it is taken', () => {
    const postings = fc.uniqueArray(
      fc.record({
        postingId: fc.string({ minLength: 1, maxLength: 6 }).map((text) => `P:${text}~`),
        fen: fc.integer({ min: -500, max: 2000 }),
        postedAt: fc.integer({ min: effect - 86_400_000, max: throughAt }),
        coversFromAt: fc.constant(null),
        coversUntilAt: fc.constant(null),
      }),
      { selector: ({ postingId }) => postingId, maxLength: 12 },
    );
    const states = fc.array(fc.constantFrom('open', 'claimed', 'refunded', 'replaced'), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        postings,
        states,
        fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 5 }),
        fc.constantFrom('full_month', 'pro_rata', 'daily', 'per_use'),
        (all, kept, cuts, mode) => {
          let ledger: LedgerEntry[] = kept.map((state, nth) =>
            estimate(['2026-10', '2026-11', '2026-12'][nth] ?? '', { state }),
          );
          for (const cut of [...cuts, 12, 12])
            ledger = take(ledger, { postings: all.slice(0, cut), throughAt }, mode);
          const told = all.map((one) => overchargeOfPosting(rule(mode), effect, one));
          expect(counted(ledger)).toBe(told.reduce((sum, fen) => sum + fen, 0));
          expect(new Set(ledger.map(({ key }) => key)).size).toBe(ledger.length);
        },
      ),
    );
  });
});
