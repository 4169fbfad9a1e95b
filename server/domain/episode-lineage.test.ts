import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentRows,
  differenceOf,
  lineageOf,
  owedBy,
  successionOf,
  unreversed,
} from './episode-lineage.ts';
import type { EpisodeCredit, EpisodeRow } from './episode-lineage.ts';
import type { Episode } from './exposure.ts';

const row = (id: string, startAt: number, endAt: number, replaces: string[] = []): EpisodeRow => ({
  id,
  service: null,
  startAt,
  endAt,
  replaces,
});

const episode = (startAt: number, endAt: number, service: Episode['service'] = null): Episode => ({
  service,
  startAt,
  endAt,
  seconds: (endAt - startAt) / 1000,
  outageIds: ['O1'],
  pieces: [],
});

const credit = (
  episodeId: string,
  amount: number,
  over: Partial<EpisodeCredit> = {},
): EpisodeCredit => ({ episodeId, benefit: 'data', amount, reversed: 0, ...over });

const none = { data: 0, voice: 0, validity: 0, money: 0 };

describe('episodes that succeed each other', () => {
  it('keep the row of an episode that did not change', () => {
    const { next, ended } = successionOf([episode(0, 10)], [row('A', 0, 10)]);
    expect(next).toMatchObject([{ keeps: 'A', replaces: [] }]);
    expect(ended).toEqual([]);
  });

  it.each([
    ['longer', 0, 20],
    ['shorter', 0, 5],
    ['begun earlier', -5, 10],
  ])('replace a row whose episode is %s', (_how, startAt, endAt) => {
    const { next } = successionOf([episode(startAt, endAt)], [row('A', 0, 10)]);
    expect(next).toMatchObject([{ keeps: null, replaces: ['A'] }]);
  });

  it('name every row they join, also one they only touch, in order of time', () => {
    const rows = [row('B', 20, 30), row('A', 0, 10), row('C', 31, 40)];
    const { next, ended } = successionOf([episode(10, 30)], rows);
    expect(next[0]?.replaces).toEqual(['A', 'B']);
    expect(ended).toEqual(['C']);
  });

  it('both name a row that a correction split', () => {
    const { next, ended } = successionOf([episode(0, 4), episode(6, 10)], [row('A', 0, 10)]);
    expect(next.map(({ replaces }) => replaces)).toEqual([['A'], ['A']]);
    expect(ended).toEqual([]);
  });

  it('leave rows of other services alone', () => {
    const { next, ended } = successionOf([episode(0, 10, 'data')], [row('A', 0, 10)]);
    expect(next).toMatchObject([{ keeps: null, replaces: [] }]);
    expect(ended).toEqual(['A']);
  });

  it('only look at rows that stand: those nobody replaced, by start and id', () => {
    const rows = [row('D', 5, 9), row('B', 0, 20, ['A']), row('A', 0, 10), row('C', 5, 8)];
    expect(currentRows(rows).map(({ id }) => id)).toEqual(['B', 'C', 'D']);
    expect(successionOf([episode(0, 10)], rows).next[0]).toMatchObject({ keeps: null });
  });

  it('know all rows before them, however far back, and only those', () => {
    const rows = [
      row('A', 0, 1),
      row('B', 0, 2, ['A']),
      row('C', 0, 3, ['B', 'X']),
      row('Z', 9, 10),
    ];
    expect([...lineageOf('C', rows)].sort()).toEqual(['A', 'B', 'C', 'X']);
    expect([...lineageOf('A', rows)]).toEqual(['A']);
  });
});

describe('what a lineage owes', () => {
  const rows = [row('A', 0, 10), row('B', 12, 20)];
  const joined = { ...row('C', 0, 20, ['A', 'B']), own: { data: 500, money: 70 } };

  it('is its own amount less the un-reversed credits of the rows it replaced', () => {
    const credits = [credit('A', 200), credit('B', 150, { reversed: 50 }), credit('Z', 90)];
    expect(owedBy([joined], rows, credits).get('C')).toEqual({ ...none, data: 200, money: 70 });
  });

  it('counts benefits apart and never falls below zero', () => {
    const credits = [credit('A', 900), credit('B', 20, { benefit: 'money' })];
    expect(owedBy([joined], rows, credits).get('C')).toEqual({ ...none, data: 0, money: 50 });
  });

  it('uses the credits of a split row once, for the earlier part first', () => {
    const parts = [
      { ...row('P2', 6, 10, ['A']), own: { data: 100 } },
      { ...row('P1', 0, 4, ['A']), own: { data: 100 } },
    ];
    const owed = owedBy(parts, [row('A', 0, 10)], [credit('A', 150)]);
    expect([owed.get('P1')?.data, owed.get('P2')?.data]).toEqual([0, 50]);
  });

  it('gives parts that begin together their credits in order of id', () => {
    const parts = ['Q', 'P'].map((id) => ({ ...row(id, 0, 4, ['A']), own: { data: 10 } }));
    const owed = owedBy(parts, [row('A', 0, 10)], [credit('A', 10)]);
    expect([owed.get('P')?.data, owed.get('Q')?.data]).toEqual([0, 10]);
  });

  it('shows what was credited too much with its sign', () => {
    const credits = [credit('A', 200, { benefit: 'money' }), credit('A', 5, { reversed: 5 })];
    expect(unreversed(credits)).toEqual({ ...none, money: 200 });
    expect(differenceOf({ data: 3 }, credits)).toEqual({ ...none, data: 3, money: -200 });
  });

  it('never lets credits and what is still owed pass its own amount, unless they did before', () => {
    const amount = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 6 }), amount, amount, (given, one, two) => {
        const credits = given.map((value, index) => credit(index % 2 === 0 ? 'A' : 'B', value));
        const standing = [
          { ...row('C', 0, 15, ['A', 'B']), own: { data: one } },
          { ...row('D', 16, 20, ['B']), own: { data: two } },
        ];
        const owed = owedBy(standing, rows, credits);
        const due = (owed.get('C')?.data ?? 0) + (owed.get('D')?.data ?? 0);
        const credited = unreversed(credits).data;
        expect(due).toBeGreaterThanOrEqual(Math.max(0, one + two - credited));
        expect(due).toBeLessThanOrEqual(one + two);
        if (credited === 0) expect(due).toBe(one + two);
      }),
    );
  });
});
