import type { Channel } from '#domain/channels.ts';
import { chargesBetween } from '#domain/charges.ts';
import { hourOfDayAt, localDateAt, monthKeyAt, startOfMonth } from '#domain/time.ts';
import type { LandingFacts } from '../../features/unsubscribes/case-landing.ts';
import type { SnapshotLine } from '../../features/lines/snapshot-store.ts';
import type { Chance } from './chance.ts';
import { causeOf, causes, unseenCause, type Cause } from './causes.ts';
import { products, type DemoProduct } from './products.ts';
import { DAY, DEMO_DAYS, HOUR, MINUTE, type DemoTimes } from './timeline.ts';

/** What becomes of a case of the demo after it landed. */
export type Fate = 'settled' | 'stays' | 'held' | 'unknown';

export interface DemoCase {
  facts: LandingFacts;
  fate: Fate;
}

const CHANNELS: readonly (readonly [Channel, number])[] = [
  ['app', 34],
  ['sms', 21],
  ['hotline', 16],
  ['web', 11],
  ['shop', 9],
  ['partner_page', 5],
  ['ivr', 3],
  ['third_party', 1],
];

/** How many of each kind are still open; the rest of the total has ended. */
const OPEN = {
  waitingCustomer: 40,
  /** With the fifteen that wait for the outage in progress, sixty. */
  waitingDate: 45,
  /** With the three that a task holds, ten. */
  held: 7,
  /** With the three of bulk jobs, fifteen. */
  unknown: 12,
  refusedByHand: 45,
  disputed: 5,
  recent: 378,
  /** A partner that stopped answering this morning, and a raw code nobody has seen before. */
  silentPartner: 30,
  unseen: 12,
  breached: 3,
  dueSoon: 8,
};
/** What is due in less than this is due within two hours for as long as the demo is looked at first. */
const PRESSING = 3 * HOUR;
/** With the open ones above 5,000, so that a plan over all of them needs another person. */
const SETTLED = 4_450;

const NEXT_MONTH = 'USR-04';
const WAITING_DATE = ['POL-01', 'POL-02', 'POL-06', NEXT_MONTH];
const WAITING_CUSTOMER = ['SET-02', 'SET-03', 'USR-02', 'POL-03'];
const BY_HAND = ['POL-05', 'POL-07', 'POL-10'];
const WEIGHED = causes.map((cause) => [cause, cause.weight] as const);
const ACCEPTED = WEIGHED.filter(
  ([{ code }]) => /^(SYN|TEC|UNK)-/.test(code) && !['SYN-08', 'SYN-09'].includes(code),
);

interface Needs {
  chance: Chance;
  times: DemoTimes;
  lines: readonly SnapshotLine[];
}

/** All cases of the demo in the order of their requests. */
export function demoCases(needs: Needs): DemoCase[] {
  const { chance, times } = needs;
  const make = caseMaker(needs);
  const { anchorAt } = times;
  const monthStart = startOfMonth(times.zone, monthKeyAt(times.zone, anchorAt));
  const within = (fromMs: number, untilMs: number) => anchorAt - chance.int(untilMs, fromMs);
  /** Like `within`, with more of them in the hours when people ask. */
  const byHour = (fromMs: number, untilMs: number): number => {
    for (;;) {
      const at = within(fromMs, untilMs);
      if (chance.next() * 20 < (HOURS[hourOfDayAt(times.zone, at)]?.[1] ?? 0)) return at;
    }
  };
  const several = (n: number, one: (i: number) => DemoCase) =>
    Array.from({ length: n }, (_, i) => one(i));
  const accepted = () => chance.weighted(ACCEPTED);
  const oneOf = (codes: readonly string[]) => causeOf(chance.pick(codes));

  const settled = several(SETTLED, (i) => {
    const at = settledAt(chance, times);
    // Every code at least once, then by weight; after the bad release mostly time-outs.
    const spike = at >= times.release.fromAt && at < times.release.untilAt && chance.next() < 0.6;
    const cause = causes[i] ?? (spike ? causeOf('TEC-01') : chance.weighted(WEIGHED));
    return make(cause, at, 'settled');
  });
  return [
    ...settled,
    ...several(OPEN.waitingCustomer, () =>
      make(oneOf(WAITING_CUSTOMER), within(6 * DAY, HOUR), 'stays'),
    ),
    ...several(OPEN.waitingDate, () => {
      const at = within(20 * DAY, HOUR);
      // What waits for the next month no longer waits once it has begun.
      const codes =
        at < monthStart ? WAITING_DATE.filter((code) => code !== NEXT_MONTH) : WAITING_DATE;
      return make(oneOf(codes), at, 'stays');
    }),
    ...several(OPEN.refusedByHand, () => make(oneOf(BY_HAND), within(5 * DAY, HOUR), 'stays')),
    ...several(OPEN.disputed, () => make(causeOf('USR-05'), within(18 * HOUR, 2 * HOUR), 'stays')),
    ...several(OPEN.held, () => make(accepted(), within(18 * HOUR, 4 * HOUR), 'held')),
    ...several(OPEN.unknown, () =>
      make(oneOf(['SYN-07', 'TEC-01', 'SYN-03']), within(20 * HOUR, 3 * HOUR), 'unknown'),
    ),
    ...several(OPEN.breached, () =>
      make(accepted(), within(DAY + 70 * MINUTE, DAY + 5 * MINUTE), 'stays'),
    ),
    ...several(OPEN.dueSoon, () =>
      make(accepted(), within(DAY - 10 * MINUTE, DAY - 115 * MINUTE), 'stays'),
    ),
    ...several(OPEN.silentPartner, () =>
      make(causeOf('SYN-04'), within(5 * HOUR, 10 * MINUTE), 'stays'),
    ),
    ...several(OPEN.unseen, () => make(unseenCause, within(5 * HOUR, 10 * MINUTE), 'stays')),
    ...several(OPEN.recent, () => make(accepted(), byHour(DAY - 125 * MINUTE, MINUTE), 'stays')),
  ].sort((a, b) => a.facts.requestedAt - b.facts.requestedAt);
}

/** A moment of the eight weeks, more often when it was busy; three days of it with the bad release. */
function settledAt(chance: Chance, times: DemoTimes): number {
  for (;;) {
    const day = times.dayAgo(chance.int(1, DEMO_DAYS - 1));
    const at = day + chance.weighted(HOURS) * HOUR + chance.int(0, HOUR - 1);
    const inRelease = at >= times.release.fromAt && at < times.release.untilAt;
    const load = times.loadAt(at) * (inRelease ? 2 : 1);
    if (at < times.anchorAt - 25 * HOUR && chance.next() * 3.2 < load) return at;
  }
}

const HOURS: readonly (readonly [hour: number, weight: number])[] = Array.from(
  { length: 24 },
  (_, hour) => [
    hour,
    hour < 7 ? 2 : hour < 9 ? 8 : hour < 12 ? 20 : hour < 19 ? 14 : hour < 22 ? 19 : 8,
  ],
);

function caseMaker({ chance, times, lines }: Needs) {
  const usable = lines.filter((line) => line.status === 'active' || line.status === 'suspended');
  let serial = 0;
  const taken = new Set<string>();

  /** A line and product that have no case yet: a second one would join the first. */
  function freePair(fits: (product: DemoProduct) => boolean) {
    for (;;) {
      const line = chance.pick(usable);
      const product = chance.pick(products);
      if (!fits(product)) continue;
      const pair = `${line.msisdn} ${product.code}`;
      if (taken.has(pair)) continue;
      taken.add(pair);
      return { line, product };
    }
  }

  return (cause: Cause, requestedAt: number, fate: Fate): DemoCase => {
    const fits = (product: DemoProduct) =>
      fate === 'settled' || isQuiet(times, { product, requestedAt, cause });
    const { line, product } = freePair(fits);
    serial += 1;
    const end = times.dayAgo(-chance.int(5, 200));
    return {
      fate,
      facts: {
        ticketNo: ticketNo(times, requestedAt, serial),
        msisdn: line.msisdn,
        productCode: product.code,
        productName: product.name,
        partnerCode: product.partnerCode,
        channel: chance.weighted(CHANNELS),
        requestedAt,
        stage: cause.stage,
        sourceSystem: cause.source,
        rawCode: cause.rawCode,
        rawText:
          cause.code === 'POL-01'
            ? `${cause.rawText}${localDateAt(times.zone, end)}`
            : cause.rawText,
        province: null,
        city: null,
        monthlyFeeFen: product.feeFen,
        actual: cause.actual,
      },
    };
  };
}

/**
 * Open, and not because of its product: a cancel that takes effect with the next cycle would wait for it, and one
 * whose charge has just come, or comes within hours, would be as pressing as those that are meant to be.
 */
export function isQuiet(
  { zone, anchorAt }: DemoTimes,
  one: { product: DemoProduct; requestedAt: number; cause: Cause },
): boolean {
  const { product, requestedAt, cause } = one;
  if (product.effectRule !== 'at_once') return false;
  if (cause.actual.billing === 'cancelled') return true;
  const rule = { mode: product.chargeMode, feeFen: product.feeFen, billDay: 1, zone };
  // Few are charged by the day: those were, so that some open cases have cost money already.
  const fromAt = product.chargeMode === 'daily' ? anchorAt : requestedAt;
  const span = { fromAt, untilAt: anchorAt + PRESSING };
  return chargesBetween(rule, requestedAt, span, 1).length === 0;
}

/** `UC-261119-0417`: the day and a running number. */
function ticketNo(times: DemoTimes, at: number, serial: number): string {
  return `UC-${localDateAt(times.zone, at).slice(2).replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
}
