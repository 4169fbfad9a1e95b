import type { OutageShow, OutageTimeframe } from '#contract/outages.ts';
import { hasYear, type Calendar } from '#domain/calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import { impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import { createZone, localDateAt, type Zone } from '#domain/time.ts';
import { compileProfile, weightedTotal, type WeightProfileBands } from '#domain/weights.ts';
import type { MembershipReads } from './membership.ts';
import type { OutageReads } from './outage-reads.ts';
import type { Outage } from './outage-row.ts';
import type { OutageService } from './outage-service.ts';
import type { OutageStore } from './outage-store.ts';
import type { UnsubscribeTicks } from './unsubscribe-ticks.ts';

export interface OutageViewsNeeds {
  find: OutageService['find'];
  reads: OutageReads;
  store: Pick<OutageStore, 'editorsOf'>;
  membership: MembershipReads;
  ticks: UnsubscribeTicks;
  now(): number;
  profileInForceAt(
    at: number,
  ): Promise<{ id: string; name: string; calendarId: string; bands: WeightProfileBands }>;
  calendar(id: string): Promise<Calendar>;
}

const MARGIN_MS = 86_400_000;

/** What the page of one outage is made of. */
export function createOutageViews(needs: OutageViewsNeeds) {
  const untilOf = (facts: OutageFacts): number =>
    Math.max(facts.startedAt, facts.endedAt ?? needs.now());

  const ticksOf = (facts: OutageFacts) =>
    needs.ticks({
      areaCodes: facts.areaCodes,
      startedAt: facts.startedAt,
      untilAt: untilOf(facts),
    });

  async function membershipOf({ facts, snapshotId }: Outage) {
    const snapshot =
      snapshotId === null ? undefined : await needs.membership.snapshotById(snapshotId);
    return snapshot === undefined ? null : needs.membership.count(snapshot, facts);
  }

  return {
    async show(ctx: ActionContext, id: string): Promise<OutageShow> {
      const outage = await needs.find(ctx, id);
      return {
        ...(await needs.reads.record(id)),
        revisions: await needs.reads.revisions(id),
        membership: await membershipOf(outage),
        failedUnsubscribes: await ticksOf(outage.facts),
        editorIds: await needs.store.editorsOf(id),
      };
    },

    /** Bands, calendar and the server's own sums; a year without data leaves the sums out and is named. */
    async timeframe(ctx: ActionContext, id: string): Promise<OutageTimeframe> {
      const { facts } = await needs.find(ctx, id);
      const untilAt = untilOf(facts);
      const profile = await needs.profileInForceAt(facts.startedAt);
      const whole = await needs.calendar(profile.calendarId);
      const zone = createZone(facts.zone);
      const missingYears = yearsTouched(zone, facts.startedAt, untilAt).filter(
        (year) => !hasYear(whole, Number(year)),
      );
      // The picture shows some of the days around the outage, too.
      const shown = yearsTouched(zone, facts.startedAt - MARGIN_MS, untilAt + MARGIN_MS);
      const calendar = wireCalendar(whole, shown);
      return {
        zone: facts.zone,
        startedAt: facts.startedAt,
        endedAt: facts.endedAt,
        untilAt,
        profile: {
          id: profile.id,
          name: profile.name,
          bands: profile.bands,
        },
        calendar,
        missingYears,
        weighted: missingYears.length > 0 ? [] : weighted(facts, untilAt, profile.bands, whole),
        failedUnsubscribes: await ticksOf(facts),
      };
    },
  };
}

export type OutageViews = ReturnType<typeof createOutageViews>;

/** The local years of [startAt, endAt). */
function yearsTouched(zone: Zone, startAt: number, endAt: number): string[] {
  const first = Number(localDateAt(zone, startAt).slice(0, 4));
  const last = Number(localDateAt(zone, Math.max(startAt, endAt - 1)).slice(0, 4));
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

function wireCalendar(calendar: Calendar, years: readonly string[]): OutageTimeframe['calendar'] {
  const kept = Object.entries(calendar.years).filter(([year]) => years.includes(year));
  return {
    id: calendar.id,
    years: Object.fromEntries(
      kept.map(([year, data]) => [
        year,
        {
          ...data,
          holidays: [...data.holidays],
          makeupWorkdays: [...data.makeupWorkdays],
        },
      ]),
    ),
  };
}

function weighted(
  facts: OutageFacts,
  untilAt: number,
  bands: WeightProfileBands,
  calendar: Calendar,
): OutageTimeframe['weighted'] {
  const compiled = compileProfile(bands, calendar, facts.zone);
  return impactsOf('', facts, untilAt).map(({ service, severity, startAt, endAt }) => ({
    service,
    severity,
    startedAt: startAt,
    endedAt: endAt,
    elapsedSeconds: Math.floor(endAt / 1000) - Math.floor(startAt / 1000),
    weightedPerMilleSeconds: weightedTotal(compiled, startAt, endAt, service),
  }));
}
