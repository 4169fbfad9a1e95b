import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import type { FactoredImpact } from './exposure.ts';
import { episodesOf } from './exposure.ts';
import { services } from './weights.ts';

const impact = (
  outageId: string,
  startSecond: number,
  endSecond: number,
  over: Partial<FactoredImpact> = {},
): FactoredImpact => ({
  outageId,
  service: 'data',
  severity: 'full',
  responsibility: 'own',
  announcedAt: null,
  causeCode: 'fibre_cut',
  startAt: startSecond * 1000,
  endAt: endSecond * 1000,
  severityPerMille: 1000,
  responsibilityPerMille: 1000,
  ...over,
});

describe('episodes of a line', () => {
  it('are the union of overlapping outages, never their sum', () => {
    const [episode, ...rest] = episodesOf(
      [impact('A', 0, 21_600), impact('B', 14_400, 36_000)],
      'line',
    );
    expect(rest).toEqual([]);
    expect(episode).toMatchObject({ seconds: 36_000, outageIds: ['A', 'B'], service: null });
    expect(episode?.pieces.map((p) => [p.seconds, p.outageIds])).toEqual([
      [14_400, ['A']],
      [7200, ['A', 'B']],
      [14_400, ['B']],
    ]);
  });

  it('join where pieces touch and stay apart where a second lies between', () => {
    expect(episodesOf([impact('A', 0, 100), impact('B', 100, 160)], 'line')).toHaveLength(1);
    expect(episodesOf([impact('A', 0, 100), impact('B', 101, 160)], 'line')).toHaveLength(2);
  });

  it('neither grow nor join through an outage that counts nothing', () => {
    const planned = impact('P', 100, 200, { responsibilityPerMille: 0 });
    const episodes = episodesOf([impact('A', 0, 100), planned, impact('B', 200, 300)], 'line');
    expect(episodes.map((e) => [e.seconds, e.outageIds])).toEqual([
      [100, ['A']],
      [100, ['B']],
    ]);
  });

  it('count each piece with the highest severity × responsibility that covers it', () => {
    const [episode] = episodesOf(
      [
        impact('A', 0, 100, { responsibility: 'force_majeure', responsibilityPerMille: 500 }),
        impact('B', 50, 150, { severity: 'degraded', severityPerMille: 600 }),
      ],
      'line',
    );
    expect(episode?.pieces.map((p) => [p.leadOutageId, p.severity])).toEqual([
      ['A', 'full'],
      ['B', 'degraded'],
      ['B', 'degraded'],
    ]);
  });

  it('name every outage and service that covers a piece, and the one that counts', () => {
    const both = [
      impact('B', 0, 100, { service: 'data', severity: 'degraded', severityPerMille: 500 }),
      impact('A', 0, 100, { service: 'voice', responsibility: 'third_party' }),
      impact('B', 0, 100, { service: 'voice' }),
    ];
    const expected = {
      outageIds: ['A', 'B'],
      services: ['voice', 'data'],
      leadOutageId: 'A',
      severity: 'full',
      responsibility: 'third_party',
      severityPerMille: 1000,
      responsibilityPerMille: 1000,
    };
    for (const impacts of [both, [...both].reverse()]) {
      expect(episodesOf(impacts, 'line')[0]?.pieces).toMatchObject([expected]);
    }
  });

  it('give a tie within one outage to its first service', () => {
    const services = [
      impact('A', 0, 100, { service: 'data', severity: 'degraded', severityPerMille: 1000 }),
      impact('A', 0, 100, { service: 'voice' }),
    ];
    for (const impacts of [services, [...services].reverse()]) {
      expect(episodesOf(impacts, 'line')[0]?.pieces[0]?.severity).toBe('full');
    }
  });

  it('count whole seconds: the fraction in which an outage begins or ends is cut off', () => {
    const untidy = { ...impact('A', 0, 0), startAt: 1_999, endAt: 61_999 };
    expect(episodesOf([untidy], 'line')).toMatchObject([
      { startAt: 1_000, endAt: 61_000, seconds: 60 },
    ]);
    expect(episodesOf([{ ...untidy, startAt: 61_000 }], 'line')).toEqual([]);
  });

  it('put outages in order that come in any', () => {
    const episodes = episodesOf(
      [impact('C', 9, 10), impact('A', 1000, 2000), impact('B', 100, 200)],
      'line',
    );
    expect(episodes.map((e) => e.startAt / 1000)).toEqual([9, 100, 1000]);
    const joined = episodesOf([impact('B', 0, 10), impact('A', 10, 20)], 'line');
    expect(joined).toMatchObject([
      { startAt: 0, endAt: 20_000, seconds: 20, outageIds: ['A', 'B'] },
    ]);
  });

  it('per service keep services apart', () => {
    const impacts = [impact('A', 0, 100), impact('A', 50, 200, { service: 'voice' })];
    expect(episodesOf(impacts, 'service').map((e) => [e.service, e.seconds])).toEqual([
      ['voice', 150],
      ['data', 100],
    ]);
    expect(episodesOf(impacts, 'line').map((e) => e.seconds)).toEqual([200]);
  });

  it('refuse an outage that ends before it starts, and ignore an empty one', () => {
    expect(() => episodesOf([impact('A', 10, 9)], 'line')).toThrow(
      new DomainError('invalid', 'errors.time.endBeforeStart'),
    );
    expect(episodesOf([impact('A', 10, 10)], 'line')).toEqual([]);
  });

  it('agree with marking every second, whatever the order of the outages', () => {
    const anImpact = fc
      .record({
        id: fc.constantFrom('A', 'B', 'C', 'D'),
        start: fc.integer({ min: 0, max: 120 }),
        length: fc.integer({ min: 0, max: 60 }),
        service: fc.constantFrom(...services),
        severityPerMille: fc.constantFrom(500, 1000),
        responsibilityPerMille: fc.constantFrom(0, 500, 1000),
      })
      .map(({ id, start, length, ...rest }) => impact(id, start, start + length, rest));
    fc.assert(
      fc.property(fc.array(anImpact, { maxLength: 8 }), (impacts) => {
        const seconds = new Array<number>(200).fill(0);
        for (const i of impacts) {
          for (let s = i.startAt / 1000; s < i.endAt / 1000; s += 1) {
            const factor = i.severityPerMille * i.responsibilityPerMille;
            seconds[s] = Math.max(seconds[s] ?? 0, factor);
          }
        }
        const found = new Array<number>(200).fill(0);
        const episodes = episodesOf(impacts, 'line');
        for (const piece of episodes.flatMap((e) => e.pieces)) {
          const factor = piece.severityPerMille * piece.responsibilityPerMille;
          found.fill(factor, piece.startAt / 1000, piece.endAt / 1000);
        }
        expect(found).toEqual(seconds);
        const starts = seconds.filter((f, s) => f > 0 && (seconds[s - 1] ?? 0) === 0).length;
        expect(episodes).toHaveLength(starts);
        expect(
          episodesOf([...impacts].reverse(), 'line').map((e) => e.pieces.map((p) => p.seconds)),
        ).toEqual(episodes.map((e) => e.pieces.map((p) => p.seconds)));
      }),
    );
  });
});
