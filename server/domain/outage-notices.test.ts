import { describe, expect, it } from 'vitest';
import {
  channelOf,
  occasionOf,
  outageEvents,
  outageGatesOf,
  outageTemplateOf,
  outageValues,
  RESTORED_WITHIN_MS,
  saidOf,
  servicesGone,
  stillTrue,
  trueUntil,
} from './outage-notices.ts';
import type { OutageEvent, OutageStanding, ToldRound } from './outage-notices.ts';
import { createZone, parseLocal } from './time.ts';

const zone = createZone('Asia/Shanghai');
const at = (text: string) => parseLocal(zone, text);
const now = at('2026-11-22 10:00');
const HOUR = 3_600_000;

/** A fault under way, counted, with an estimate. */
const fault = (over: Partial<OutageStanding> = {}): OutageStanding => ({
  state: 'open',
  responsibility: 'own',
  services: [
    { service: 'data', severity: 'full', endedAt: null },
    { service: 'voice', severity: 'degraded', endedAt: null },
  ],
  areaCodes: ['330100'],
  siteCodes: [],
  attachedListId: null,
  startedAt: now - HOUR,
  endedAt: null,
  estimatedEndAt: now + 2 * HOUR,
  estimateSeq: 1,
  restoredRevision: null,
  counted: true,
  ...over,
});
const works = (over: Partial<OutageStanding> = {}): OutageStanding =>
  fault({
    responsibility: 'planned',
    startedAt: now + 48 * HOUR,
    estimatedEndAt: now + 50 * HOUR,
    ...over,
  });
const restored = (over: Partial<OutageStanding> = {}): OutageStanding =>
  fault({ state: 'restored', endedAt: now - HOUR, restoredRevision: 2, ...over });
const told = (event: OutageEvent, standing: OutageStanding): ToldRound => ({
  event,
  occasion: occasionOf(event, standing),
  said: saidOf(standing),
});

describe('an outage may be told', () => {
  const gates = (event: OutageEvent, standing: OutageStanding, before: ToldRound[] = []) =>
    outageGatesOf(event, standing, before, now);

  it('as begun while it is open, as a fault, and once', () => {
    expect(gates('begun', fault())).toEqual([]);
    expect(gates('begun', works({ startedAt: now - 1 }))).toEqual(['planned_work']);
    expect(gates('begun', restored())).toEqual(['over']);
    expect(gates('begun', fault({ startedAt: now + 1 }))).toEqual(['not_begun']);
    expect(gates('begun', fault({ startedAt: now }))).toEqual([]);
    expect(gates('begun', fault(), [told('begun', fault())])).toEqual(['told']);
  });

  it('only where its lines were counted', () => {
    expect(gates('begun', fault({ counted: false }))).toEqual(['not_counted']);
    expect(gates('begun', restored({ counted: false }))).toEqual(['over', 'not_counted']);
  });

  it('with a new estimate after it was told as begun', () => {
    const begun = told('begun', fault());
    const later = fault({ estimatedEndAt: now + 3 * HOUR, estimateSeq: 2 });
    expect(gates('estimate', later)).toEqual(['begun_first']);
    expect(gates('estimate', later, [begun])).toEqual([]);
    expect(gates('estimate', fault({ estimateSeq: 2 }), [begun])).toEqual(['nothing_new']);
    const again = fault({ estimatedEndAt: now + 3 * HOUR, estimateSeq: 3 });
    expect(gates('estimate', again, [begun, told('estimate', later)])).toEqual(['nothing_new']);
    expect(gates('estimate', later, [begun, told('estimate', later)])).toEqual(['told']);
    expect(gates('estimate', restored(), [begun])).toEqual(['over']);
    expect(gates('estimate', later, [told('restored', restored())])).toEqual(['begun_first']);
  });

  it('as restored for a day after its end, and again when it was restored again', () => {
    expect(gates('restored', restored())).toEqual([]);
    for (const state of ['confirmed', 'closed'] as const)
      expect(gates('restored', restored({ state }))).toEqual([]);
    expect(gates('restored', fault())).toEqual(['not_over']);
    expect(gates('restored', restored({ state: 'cancelled' }))).toEqual(['not_over']);
    expect(gates('restored', restored({ endedAt: null }))).toEqual(['not_over']);
    const day = now - RESTORED_WITHIN_MS;
    expect(gates('restored', restored({ endedAt: day }))).toEqual([]);
    expect(gates('restored', restored({ endedAt: day - 1 }))).toEqual(['too_late']);
    const before = [told('restored', restored())];
    expect(gates('restored', restored(), before)).toEqual(['told']);
    expect(gates('restored', restored({ restoredRevision: 4 }), before)).toEqual([]);
  });

  it('ahead as works that are still to come, with their end', () => {
    expect(gates('planned', works())).toEqual([]);
    expect(gates('planned', fault({ startedAt: now + HOUR }))).toEqual(['not_planned']);
    expect(gates('planned', works({ state: 'cancelled' }))).toEqual(['over']);
    expect(gates('planned', works({ startedAt: now }))).toEqual(['too_late']);
    expect(gates('planned', works({ estimatedEndAt: null }))).toEqual(['end_not_set']);
    const moved = works({ startedAt: now + 72 * HOUR, estimatedEndAt: now + 74 * HOUR });
    expect(gates('planned', moved, [told('planned', works())])).toEqual([]);
    const longer = works({ estimatedEndAt: now + 51 * HOUR });
    expect(gates('planned', longer, [told('planned', works())])).toEqual([]);
    expect(gates('planned', works(), [told('planned', works())])).toEqual(['told']);
  });

  it('as called off where works were announced and cancelled before they began', () => {
    const announced = [told('planned', works())];
    const off = works({ state: 'cancelled' });
    expect(gates('called_off', off, announced)).toEqual([]);
    expect(gates('called_off', off)).toEqual(['not_told']);
    expect(gates('called_off', works(), announced)).toEqual(['not_called_off']);
    expect(gates('called_off', works({ state: 'cancelled', startedAt: now }), announced)).toEqual([
      'too_late',
    ]);
  });
});

describe('a text that waits', () => {
  it('still says what is so while nothing that it names has changed', () => {
    const said = saidOf(fault());
    const holds = (event: OutageEvent, standing: OutageStanding) =>
      stillTrue(event, said, standing, now);
    expect(holds('begun', fault())).toBe(true);
    expect(holds('begun', fault({ state: 'restored' }))).toBe(false);
    expect(holds('begun', fault({ estimatedEndAt: null }))).toBe(false);
    expect(holds('begun', fault({ areaCodes: ['330200'] }))).toBe(false);
    expect(holds('begun', fault({ siteCodes: ['S1'] }))).toBe(false);
    expect(holds('begun', fault({ attachedListId: 'L1' }))).toBe(false);
    expect(holds('begun', fault({ startedAt: now - 2 * HOUR }))).toBe(false);
    expect(holds('begun', fault({ services: [] }))).toBe(false);
    expect(holds('estimate', fault({ estimateSeq: 9, counted: false }))).toBe(true);
  });

  it('says that it is over, or called off, as long as that is so', () => {
    const said = saidOf(fault());
    expect(stillTrue('restored', said, restored({ areaCodes: [] }), now)).toBe(true);
    expect(stillTrue('restored', said, fault(), now)).toBe(false);
    expect(stillTrue('called_off', said, works({ state: 'cancelled' }), now)).toBe(true);
    expect(stillTrue('called_off', said, works(), now)).toBe(false);
  });

  it('announces no works that have begun', () => {
    expect(stillTrue('planned', saidOf(works()), works(), now)).toBe(true);
    const today = works({ startedAt: now });
    expect(stillTrue('planned', saidOf(today), today, now)).toBe(false);
    const begun = fault({ startedAt: now });
    expect(stillTrue('begun', saidOf(begun), begun, now)).toBe(true);
  });

  it('holds until works begin, until the estimate, or until the hold ends', () => {
    expect(outageEvents.map((event) => trueUntil(event, works()))).toEqual([
      now + 48 * HOUR,
      now + 48 * HOUR,
      now + 50 * HOUR,
      now + 50 * HOUR,
      null,
    ]);
  });
});

describe('the words of an outage', () => {
  it('promise a time only where the estimate lies ahead', () => {
    const texts = (standing: OutageStanding) =>
      outageEvents.map((event) => outageTemplateOf(event, standing, now));
    expect(texts(fault())).toEqual(['O1', 'O1A', 'O2', 'O3', 'O4']);
    expect(texts(fault({ estimatedEndAt: null }))).toEqual(['O1', 'O1A', 'O2A', 'O3A', 'O4']);
    expect(texts(fault({ estimatedEndAt: now }))).toEqual(['O1', 'O1A', 'O2A', 'O3A', 'O4']);
  });

  const wording = { zone, now, hotline: '10086', areas: ['杭州'] };

  it('name areas, services, the time and the period', () => {
    expect(outageValues(fault(), 'zh', wording)).toEqual({
      area: '杭州',
      services: '语音和上网',
      hotline: '10086',
      time: '12:00',
      period: '11月22日09:00-12:00',
    });
  });

  it('leave out what is not known, or has passed', () => {
    const known = { area: '杭州', services: 'voice and data', hotline: '10086' };
    expect(outageValues(fault({ estimatedEndAt: null }), 'en', wording)).toEqual(known);
    expect(outageValues(fault({ estimatedEndAt: now }), 'en', wording)).toEqual({
      ...known,
      period: '22 Nov 09:00-10:00',
    });
    const never = fault({ startedAt: now - HOUR, estimatedEndAt: now - HOUR });
    expect(outageValues(never, 'en', wording)).toEqual(known);
  });
});

describe('the way to a line', () => {
  const gone = (...stretches: OutageStanding['services']) => [...servicesGone(stretches, now)];

  it('looks at services that are gone altogether', () => {
    expect(
      gone(
        { service: 'sms', severity: 'full', endedAt: null },
        { service: 'data', severity: 'degraded', endedAt: null },
        { service: 'voice', severity: 'full', endedAt: now },
      ),
    ).toEqual(['sms']);
    expect(gone({ service: 'data', severity: 'full', endedAt: now + 1 })).toEqual(['data']);
  });

  it('is SMS, or the app where SMS is out, over Wi-Fi if need be', () => {
    expect(channelOf(new Set(), true)).toBe('sms');
    expect(channelOf(new Set(['sms'] as const), true)).toBe('push');
    expect(channelOf(new Set(['sms'] as const), false)).toBe('sms');
    expect(channelOf(new Set(['sms', 'data'] as const), true)).toBe('push');
    expect(channelOf(new Set(['data'] as const), true)).toBe('sms');
  });
});
