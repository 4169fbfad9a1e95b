import type { OutageEstimate, OutageLine, OutageOverlap } from '#contract/outage-work.ts';
import type { OutageShow, OutageTimeframe } from '#contract/outages.ts';
import { hasYear, type Calendar } from '#domain/calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import { impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import { createZone, localDateAt, type Zone } from '#domain/time.ts';
import { compileProfile, weightedTotal, type WeightProfileBands } from '#domain/weights.ts';
import type { ListQuery, ListResult } from '../../http/rest-list.ts';
import type { AttachedListStore } from './attached-list-store.ts';
import { writeLocal } from './local-times.ts';
import type { MembershipReads } from './membership.ts';
import type { OutageMembers } from './outage-members.ts';
import type { OutageOverlaps } from './outage-overlaps.ts';
import { reaches } from './outage-reach.ts';
import type { OutageReads } from './outage-reads.ts';
import type { Outage } from './outage-row.ts';
import type { OutageService } from './outage-service.ts';
import { refOf, type OutageSpan, type OutageSpans } from './outage-spans.ts';
import type { OutageStore, StoredEstimate } from './outage-store.ts';
import type { UnsubscribeTicks } from './unsubscribe-ticks.ts';

export interface OutageViewsNeeds {
  find: OutageService['find'];
  reads: OutageReads;
  store: Pick<OutageStore, 'editorsOf'>;
  estimates(outageId: string): Promise<StoredEstimate[]>;
  lists: Pick<AttachedListStore, 'byId'>;
  spans: Pick<OutageSpans, 'byIds' | 'childrenOf'>;
  overlaps: Pick<OutageOverlaps, 'of'>;
  members: OutageMembers;
  membership: MembershipReads;
  ticks: UnsubscribeTicks;
  now(): number;
  profileInForceAt(
    at: number,
  ): Promise<{ id: string; name: string; calendarId: string; bands: WeightProfileBands }>;
  calendar(id: string): Promise<Calendar>;
}

type PageRequest = Pick<ListQuery<unknown>, 'cursor' | 'sort' | 'offset' | 'limit'>;

const CHILDREN = 50;
const MARGIN_MS = 86_400_000;

/** What the page of one outage is made of. */
export function createOutageViews(needs: OutageViewsNeeds) {
  const untilOf = (facts: OutageFacts): number =>
    Math.max(facts.startedAt, facts.endedAt ?? needs.now());

  const ticksOf = (facts: OutageFacts) =>
    needs.ticks({
      areaCodes: facts.areaCodes,
      attachedListId: facts.attachedListId,
      startedAt: facts.startedAt,
      untilAt: untilOf(facts),
    });

  async function familyOf(ctx: ActionContext, { id, facts }: Outage) {
    const known = (spans: OutageSpan[]) => spans.filter((span) => reaches(ctx.actor, span));
    const [parent] = known(await needs.spans.byIds(facts.parentId == null ? [] : [facts.parentId]));
    return {
      parent: parent === undefined ? null : refOf(parent),
      children: known(await needs.spans.childrenOf(id, CHILDREN)).map(refOf),
    };
  }

  async function listOf({ attachedListId }: OutageFacts) {
    const list = attachedListId == null ? undefined : await needs.lists.byId(attachedListId);
    if (list === undefined) return null;
    return { id: list.id, name: list.name, read: list.read, matched: list.matched };
  }

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
        attachedList: await listOf(outage.facts),
        ...(await familyOf(ctx, outage)),
      };
    },

    /** Oldest first. */
    async estimates(ctx: ActionContext, id: string): Promise<OutageEstimate[]> {
      const { facts } = await needs.find(ctx, id);
      const zone = createZone(facts.zone);
      return (await needs.estimates(id)).map((one) => ({
        ...one,
        estimatedLocal: one.estimatedAt === null ? null : writeLocal(zone, one.estimatedAt),
      }));
    },

    async overlaps(ctx: ActionContext, id: string): Promise<OutageOverlap[]> {
      const { facts, snapshotId } = await needs.find(ctx, id);
      const snapshot =
        snapshotId === null ? undefined : await needs.membership.snapshotById(snapshotId);
      const mine = { ...facts, id, parentId: facts.parentId ?? null };
      return needs.overlaps.of(ctx.actor, mine, snapshot);
    },

    /** The lines it hit, numbers masked; nobody where no snapshot was valid at its start. */
    async lines(
      ctx: ActionContext,
      id: string,
      query: PageRequest,
    ): Promise<ListResult<OutageLine>> {
      const { facts, snapshotId, affectedLines } = await needs.find(ctx, id);
      if (snapshotId === null) return { rows: [], total: { count: 0, bounded: false } };
      const { cursor, sort, offset, limit } = query;
      const rows = await needs.members.page({
        ...{ snapshotId, scope: facts, ownAreas: ctx.actor.areaCodes },
        ...{ after: cursor?.id, offset, limit },
        backwards: sort.descending !== (cursor?.back === true),
      });
      // Whoever is narrowed to areas is not told how many lie beyond them.
      const total =
        ctx.actor.areaCodes.length === 0 ? { count: affectedLines, bounded: false } : null;
      return { rows: cursor?.back === true ? rows.reverse() : rows, total };
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
    ...(calendar.versionNo === undefined ? {} : { versionNo: calendar.versionNo }),
    ...(calendar.weekend === undefined ? {} : { weekend: [...calendar.weekend] }),
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
