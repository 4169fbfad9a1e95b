import { areaHolds } from '#domain/area-scope.ts';
import { DomainError } from '#domain/errors.ts';
import { canonicalFacts, impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import { impactFactors } from '#domain/policy.ts';
import type { Interval, PolicyRules } from '#domain/policy-types.ts';
import { createZone, endOfDay, endOfMonth, localDateAt, monthKeyAt } from '#domain/time.ts';
import { startOfDay, startOfMonth, type Zone } from '#domain/time.ts';
import type { Service } from '#domain/weight-bands.ts';
import { sha256, type Companion, type PinnedOutage } from './batch-pins.ts';
import type { BatchNear } from './counted-batches.ts';

export type CurrentOutage = Omit<PinnedOutage, 'factsHash'>;
type Place = Pick<OutageFacts, 'areaCodes' | 'siteCodes' | 'attachedListId'>;

/** What the outages feature answers about outages around a batch's own. */
export interface OutagesAround {
  /** Confirmed outages that last at some time between two instants, both included. */
  confirmedBetween(from: number, until: number): Promise<CurrentOutage[]>;
  /** Those of these that are confirmed now. */
  confirmedByIds(ids: readonly string[]): Promise<CurrentOutage[]>;
  /** Whether two places hold a line of a snapshot in common. */
  anyInBoth(snapshotId: string, one: Place, other: Place): Promise<boolean>;
  snapshotAt(at: number): Promise<{ id: string; asOfAt: number } | undefined>;
}

interface Needs extends OutagesAround {
  /** Batches of a family that count and are about one of these outages, or about the same time. */
  countedNear(
    asked: { ids: readonly string[]; from: number; until: number },
    family: string,
  ): Promise<BatchNear[]>;
}

export interface CompanionsAsked {
  outage: Omit<PinnedOutage, 'factsHash'>;
  policy: { family: string; rules: PolicyRules };
  /** Of months, local days and daily windows. */
  zone: string;
  snapshotId: string;
  /** Where it was said to be before it was corrected: lines of there count as well. */
  alsoIn?: readonly Place[] | undefined;
}

/** One bit each in a line's coverage, and one look at every line: more are one disaster and belong together. */
export const MOST_COMPANIONS = 40;

/** A billing period lies around any instant in it. */
const PERIOD_MS = 32 * 86_400_000;

/**
 * Finds the outages that may share an episode with a batch's own: those that overlap or touch it, or one another, and
 * hit some of the same lines; those that earlier batches counted with them or paid for at that time, wherever a
 * correction has moved them since; and all others of the day, month or
 * billing period where the policy adds time up over that.
 */
export function createCompanions(needs: Needs) {
  async function sharesPlace(asked: CompanionsAsked, other: Place): Promise<boolean> {
    for (const mine of [asked.outage.facts, ...(asked.alsoIn ?? [])])
      if (await meets(asked, mine, other)) return true;
    return false;
  }

  async function meets(asked: CompanionsAsked, mine: Place, other: Place): Promise<boolean> {
    if (mine.attachedListId != null || other.attachedListId != null)
      return needs.anyInBoth(asked.snapshotId, mine, other);
    const areas = mine.areaCodes.some((a) =>
      other.areaCodes.some((b) => areaHolds(a, b) || areaHolds(b, a)),
    );
    const sites = [mine.siteCodes, other.siteCodes];
    if (!areas || sites.some((codes) => codes.length === 0)) return areas;
    return mine.siteCodes.some((code) => other.siteCodes.includes(code));
  }

  return async (asked: CompanionsAsked): Promise<Companion[]> => {
    const { rules, family } = asked.policy;
    const zone = createZone(asked.zone);
    const found = new Map<string, CurrentOutage>();
    const refused = new Set([asked.outage.id]);
    const batches = new Map<string, boolean>();
    const linked: Span[] = [...counting(asked.outage, rules)];
    const { startedAt, endedAt } = asked.outage.facts;
    // What counts nothing now may have been paid for before a correction.
    if (linked.length === 0)
      linked.push({ service: null, startAt: startedAt, endAt: endedAt ?? startedAt });

    async function take(outages: readonly CurrentOutage[], joins: (them: Span[]) => boolean) {
      for (const one of outages) {
        if (refused.has(one.id) || found.has(one.id)) continue;
        const impacts = counting(one, rules);
        if (impacts.length === 0) refused.add(one.id);
        else if (!joins(impacts)) continue;
        else if (!(await sharesPlace(asked, one.facts))) refused.add(one.id);
        else {
          found.set(one.id, one);
          linked.push(...impacts);
        }
        if (found.size > MOST_COMPANIONS) throw tooMany(asked);
      }
    }

    /** Whether a batch may have paid any of the lines; then what it paid for is linked as well. */
    async function counts({ id, outages, startAt, endAt }: BatchNear): Promise<boolean> {
      const known = batches.get(id);
      if (known !== undefined) return known;
      let shares = false;
      for (const one of outages)
        shares ||=
          one.id === asked.outage.id || found.has(one.id) || (await sharesPlace(asked, one.facts));
      batches.set(id, shares);
      if (shares) linked.push({ service: null, startAt, endAt });
      return shares;
    }

    const touchesLinked = (them: Span[]) =>
      them.some((one) => linked.some((other) => touches(one, other, rules.counting.basis)));
    async function close(): Promise<void> {
      for (let more = true; more;) {
        const before = linked.length;
        const { startAt, endAt } = hull(linked);
        const near = { ids: [asked.outage.id, ...found.keys()], from: startAt, until: endAt };
        const told = new Set<string>();
        for (const batch of await needs.countedNear(near, family))
          if (await counts(batch)) for (const { id } of batch.outages) told.add(id);
        await take(await needs.confirmedByIds([...told]), () => true);
        await take(await needs.confirmedBetween(startAt, endAt), touchesLinked);
        more = linked.length > before;
      }
    }

    await close();
    const period = periodAround(rules, zone, hull(linked));
    if (period !== null) {
      const inPeriod = await needs.confirmedBetween(period.startAt, period.endAt);
      await take(inPeriod, (them) => them.some((one) => one.startAt < period.endAt));
      if ((rules.counting.collect ?? 'episode') !== 'episode') await close();
    }
    return Promise.all([...found.values()].sort(byStart).map((one) => pinned(one)));
  };

  async function pinned({ id, number, revision, facts }: CurrentOutage): Promise<Companion> {
    const snapshot = await needs.snapshotAt(facts.startedAt);
    if (snapshot === undefined) throw new DomainError('conflict', 'errors.batch.noSnapshot');
    const factsHash = sha256(canonicalFacts(facts));
    return { id, number, revision, factsHash, facts, snapshotId: snapshot.id };
  }
}

export type CompanionFinder = ReturnType<typeof createCompanions>;

/** A stretch of a service, or of any. */
interface Span extends Interval {
  service: Service | null;
}

const tooMany = ({ outage }: CompanionsAsked) =>
  new DomainError('conflict', 'errors.batch.tooManyCompanions', {
    args: { number: outage.number, most: MOST_COMPANIONS },
  });

/** What an outage did that counts under the rules. */
const counting = (outage: CurrentOutage, rules: PolicyRules): Span[] =>
  impactFactors(impactsOf(outage.id, outage.facts), rules)
    .map((one) => ({ ...one, startAt: toSecond(one.startAt), endAt: toSecond(one.endAt) }))
    .filter(
      (one) => one.severityPerMille * one.responsibilityPerMille > 0 && one.endAt > one.startAt,
    );

/** Exposure is reckoned in seconds. */
const toSecond = (at: number): number => Math.floor(at / 1000) * 1000;

const touches = (a: Span, b: Span, basis: 'line' | 'service'): boolean =>
  (basis === 'line' || a.service === null || b.service === null || a.service === b.service) &&
  a.startAt <= b.endAt &&
  b.startAt <= a.endAt;

const hull = (spans: readonly Interval[]): Interval => ({
  startAt: Math.min(...spans.map(({ startAt }) => startAt)),
  endAt: Math.max(...spans.map(({ endAt }) => endAt)),
});

const byStart = (a: CurrentOutage, b: CurrentOutage): number =>
  a.facts.startedAt - b.facts.startedAt || (a.id < b.id ? -1 : 1);

/** The days, months or billing periods that a stretch lies in, where the policy looks at the whole of them. */
function periodAround(
  rules: PolicyRules,
  zone: Zone,
  { startAt, endAt }: Interval,
): Interval | null {
  const { eligibility, counting: counts, delivery } = rules;
  const asked = new Set<string>([
    eligibility.minimumDuration.measure,
    ...(delivery?.kind === 'automatic_when' ? [delivery.threshold.measure] : []),
    ...(counts.collect === undefined ? [] : [`per_${counts.collect}`]),
  ]);
  if (asked.has('per_billing_period'))
    return { startAt: startAt - PERIOD_MS, endAt: endAt + PERIOD_MS };
  if (asked.has('per_month'))
    return {
      startAt: startOfMonth(zone, monthKeyAt(zone, startAt)),
      endAt: endOfMonth(zone, monthKeyAt(zone, endAt)),
    };
  if (!asked.has('per_local_day')) return null;
  return {
    startAt: startOfDay(zone, localDateAt(zone, startAt)),
    endAt: endOfDay(zone, localDateAt(zone, endAt)),
  };
}
