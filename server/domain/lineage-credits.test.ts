import { describe, expect, it } from 'vitest';
import { linkedEpisodes, owedBy, reachOf, rolesOf, sharesLineage } from './episode-lineage.ts';
import type { ExposureRow, Reach } from './episode-lineage.ts';
import type { Episode } from './exposure.ts';
import { noCredits, remainderOf } from './set-off.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);

const episode = (
  startAt: number,
  endAt: number,
  outageIds: string[],
  service: Episode['service'] = null,
): Episode => ({ service, startAt, endAt, seconds: endAt - startAt, outageIds, pieces: [] });

describe('entitlements that an outage ties together', () => {
  const groups = (...episodes: Episode[]) =>
    linkedEpisodes(episodes).map((one) => [
      one.outageIds.join(''),
      one.episodes.map(({ startAt }) => startAt),
    ]);

  it('are one group, with a gap between them too, and others are their own', () => {
    expect(groups(episode(0, 10, ['A']), episode(20, 30, ['B']), episode(40, 50, ['A']))).toEqual([
      ['A', [0, 40]],
      ['B', [20]],
    ]);
    expect(groups()).toEqual([]);
  });

  it('are joined by an episode of the outages of two groups', () => {
    expect(
      groups(
        episode(0, 10, ['A']),
        episode(20, 30, ['C']),
        episode(12, 14, ['D']),
        episode(40, 50, ['C', 'A', 'B']),
      ),
    ).toEqual([
      ['ABC', [0, 20, 40]],
      ['D', [12]],
    ]);
  });

  it('come in order of their start, then of their lowest outage', () => {
    const same = [episode(5, 9, ['B'], 'data'), episode(5, 9, ['A'], 'voice')];
    expect(groups(...same).map(([ids]) => ids)).toEqual(['A', 'B']);
    expect(groups(...same.slice().reverse()).map(([ids]) => ids)).toEqual(['A', 'B']);
    expect(groups(episode(7, 9, ['A']), episode(5, 6, ['B'])).map(([ids]) => ids)).toEqual([
      'B',
      'A',
    ]);
  });
});

describe('how far an entitlement reaches', () => {
  const from = at('2026-10-31 22:00');
  const until = at('2026-11-01 02:00');
  const stretch = { service: 'data', startAt: from, endAt: until } as const;

  it('is what it touches, where each episode is its own', () => {
    expect(reachOf(stretch, undefined, zone, 15)).toEqual({ service: 'data', from, until });
    expect(reachOf(stretch, 'episode', zone, 15)).toEqual({ service: 'data', from, until });
  });

  it('is all of the period in which it begins, and its own end where that is later', () => {
    expect(reachOf(stretch, 'local_day', zone, 15)).toMatchObject({
      from: at('2026-10-31 00:00'),
      until,
    });
    expect(reachOf(stretch, 'month', zone, 15)).toMatchObject({
      from: at('2026-10-01 00:00'),
      until,
    });
    expect(reachOf(stretch, 'billing_period', zone, 15)).toMatchObject({
      from: at('2026-10-15 00:00'),
      until: at('2026-11-15 00:00') - 1,
    });
    expect(reachOf(stretch, 'billing_period', zone, null)).toMatchObject({
      from: at('2026-10-01 00:00'),
      until,
    });
    const early = { ...stretch, startAt: at('2026-10-03 08:00'), endAt: at('2026-10-03 09:00') };
    expect(reachOf(early, 'month', zone, null)).toEqual({
      service: 'data',
      from: at('2026-10-01 00:00'),
      until: at('2026-11-01 00:00') - 1,
    });
    expect(reachOf(early, 'local_day', zone, null)).toMatchObject({
      until: at('2026-10-04 00:00') - 1,
    });
  });
});

const paid = (
  from: number,
  until: number,
  outageIds: string[],
  service: Reach['service'] = null,
): ExposureRow => ({ outageIds, reach: [{ service, from, until }] });

describe('two calculations of a line', () => {
  it('are of one lineage where they meet in time, both ends included', () => {
    const mine = paid(10, 20, ['A']);
    expect(sharesLineage(mine, paid(20, 30, ['B']))).toBe(true);
    expect(sharesLineage(mine, paid(0, 10, ['B']))).toBe(true);
    expect(sharesLineage(mine, paid(12, 13, ['B']))).toBe(true);
    expect(sharesLineage(mine, paid(21, 30, ['B']))).toBe(false);
    expect(sharesLineage(mine, paid(0, 9, ['B']))).toBe(false);
  });

  it('are so of one service, or of the whole line', () => {
    const data = paid(10, 20, ['A'], 'data');
    expect(sharesLineage(data, paid(10, 20, ['B'], 'voice'))).toBe(false);
    expect(sharesLineage(data, paid(10, 20, ['B'], 'data'))).toBe(true);
    expect(sharesLineage(data, paid(10, 20, ['B']))).toBe(true);
    expect(sharesLineage(paid(10, 20, ['B']), data)).toBe(true);
  });

  it('are so about one outage, wherever a correction moved it', () => {
    expect(sharesLineage(paid(10, 20, ['A', 'B']), paid(90, 99, ['B'], 'sms'))).toBe(true);
    const far = { outageIds: ['Z'], reach: [...paid(90, 99, []).reach, ...paid(5, 10, []).reach] };
    expect(sharesLineage(paid(10, 20, ['A']), far)).toBe(true);
    expect(sharesLineage({ outageIds: ['A'], reach: [] }, far)).toBe(false);
  });
});

describe('how earlier credits count', () => {
  it('is all of them, what an earlier part leaves, or for that part alone', () => {
    const mine = paid(50, 60, ['M']);
    const before = paid(10, 20, ['E']);
    const far = paid(900, 990, ['F']);
    const rows = {
      mine: paid(55, 58, ['X']),
      both: paid(15, 55, ['Y']),
      ahead: paid(5, 12, ['Z']),
      none: paid(200, 300, ['Q']),
    };
    const { roles, sharing } = rolesOf(mine, [far, before], Object.values(rows));
    expect(sharing).toEqual([1]);
    expect(Object.values(rows).map((one) => roles.get(one))).toEqual([
      'own',
      'shared',
      'ahead',
      undefined,
    ]);
  });

  it('is all of them where no earlier part shares any', () => {
    const mine = paid(50, 60, ['M']);
    const row = paid(55, 58, ['X']);
    const other = paid(5, 12, ['Z']);
    const { roles, sharing } = rolesOf(mine, [paid(10, 20, ['E'])], [row, other]);
    expect([sharing, roles.get(row), roles.get(other)]).toEqual([[], 'own', undefined]);
  });
});

describe('what is left of an amount', () => {
  const left = (
    given: { amount: number; aheadAmount?: number; monthCap?: number | null },
    credits: Partial<typeof noCredits> = {},
  ) => remainderOf({ aheadAmount: 0, monthCap: null, ...given }, { ...noCredits, ...credits });

  it('is all of it where nothing was credited', () => {
    expect(left({ amount: 100 })).toEqual({ before: 0, monthUsed: 0, amount: 100 });
  });

  it('is less what its lineage was paid, and never below nothing', () => {
    expect(left({ amount: 100 }, { own: 30, month: 30, inMonth: 30 })).toEqual({
      before: 30,
      monthUsed: 0,
      amount: 70,
    });
    expect(left({ amount: 100 }, { own: 130 }).amount).toBe(0);
  });

  it('takes of shared credits what the earlier part leaves, after those that are for it alone', () => {
    expect(left({ amount: 100, aheadAmount: 40 }, { shared: 60 })).toMatchObject({
      before: 20,
      amount: 80,
    });
    expect(left({ amount: 100, aheadAmount: 40 }, { shared: 60, ahead: 25 })).toMatchObject({
      before: 45,
      amount: 55,
    });
    expect(left({ amount: 100, aheadAmount: 40 }, { shared: 60, ahead: 90 })).toMatchObject({
      before: 60,
    });
    expect(left({ amount: 100, aheadAmount: 90 }, { own: 5, shared: 60 })).toMatchObject({
      before: 5,
      amount: 95,
    });
  });

  it('stays under the cap of the month, where its own lineage does not count against itself', () => {
    expect(left({ amount: 100, monthCap: 60 })).toMatchObject({ monthUsed: 0, amount: 60 });
    expect(left({ amount: 100, monthCap: 60 }, { month: 45 })).toMatchObject({
      monthUsed: 45,
      amount: 15,
    });
    expect(left({ amount: 100, monthCap: 60 }, { month: 90 }).amount).toBe(0);
    expect(left({ amount: 100, monthCap: 60 }, { month: 45, own: 30, inMonth: 30 })).toEqual({
      before: 30,
      monthUsed: 15,
      amount: 15,
    });
    // Credits of the lineage that lie in another month use nothing of this one.
    expect(left({ amount: 100, monthCap: 60 }, { month: 45, own: 30, inMonth: 0 })).toEqual({
      before: 30,
      monthUsed: 45,
      amount: 0,
    });
  });
});

describe('credits that several parts could use', () => {
  it('are left to those that have no others', () => {
    const row = (id: string, startAt: number, replaces: string[]) => ({
      ...{ id, startAt, endAt: startAt + 5, replaces, service: null },
      own: { data: 100 },
    });
    const standing = [row('P1', 0, ['A']), row('P2', 10, ['A', 'B'])];
    const rows = ['A', 'B'].map((id, nth) => row(id, nth * 10, []));
    const credit = (episodeId: string, amount: number) => ({
      ...{ episodeId, amount, reversed: 0 },
      benefit: 'data' as const,
    });
    const owed = owedBy(standing, rows, [credit('A', 100), credit('B', 100)]);
    expect([owed.get('P1')?.data, owed.get('P2')?.data]).toEqual([0, 0]);
    const turned = owedBy(standing.slice().reverse(), rows, [credit('B', 40), credit('A', 120)]);
    expect([turned.get('P1')?.data, turned.get('P2')?.data]).toEqual([0, 40]);
    const second = [row('P1', 0, ['A', 'B']), row('P2', 10, ['A'])];
    const saved = owedBy(second, rows, [credit('A', 100), credit('B', 100)]);
    expect([saved.get('P1')?.data, saved.get('P2')?.data]).toEqual([0, 0]);
  });
});
