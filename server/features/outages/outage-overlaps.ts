import type { Knex } from 'knex';
import type { OutageOverlap } from '#contract/outage-work.ts';
import { areaHolds } from '#domain/area-scope.ts';
import type { Actor } from '#domain/context.ts';
import type { ServiceStretch } from '#domain/outage-facts.ts';
import type { SnapshotRef } from './membership.ts';
import { reaches } from './outage-reach.ts';
import { refOf, type OutageSpan, type OutageSpans } from './outage-spans.ts';
import { narrowingSites, whereInScope, type Scope } from './scope-lines.ts';

/** Services, times and place of an outage, or of the draft of one. */
export interface Footprint extends Scope {
  /** Null for a draft. */
  id: string | null;
  parentId: string | null;
  services: readonly ServiceStretch[];
  startedAt: number;
  endedAt: number | null;
}

interface SharedPlace {
  sharedAreas: string[];
  sharedSites: string[];
}

const SHOWN = 20;
/** Counting lines in both reads them all; of the others it is only asked whether there are any. */
const COUNTED = 3;
const CANDIDATES = 500;
/** The end of time, for what has no end yet. */
const FAR = 8_640_000_000_000_000;
/** Of a page, whose outages may lie far apart. */
const PAGE_CANDIDATES = 500;

interface Needs {
  db: Knex;
  spans: Pick<OutageSpans, 'between'>;
}

/** Outages that may be one and the same: the same service at the same time and place. A family was told to be one. */
export function createOutageOverlaps({ db, spans }: Needs) {
  function inBoth(snapshotId: string, one: Scope, other: Scope): Knex.QueryBuilder {
    const query = db('line_facts').where({ snapshot_id: snapshotId });
    for (const scope of [one, other]) {
      void whereInScope(db, query, scope);
      const sites = narrowingSites(scope);
      if (sites.length > 0) void query.whereIn('site_code', [...sites]);
    }
    return query;
  }

  async function anyInBoth(snapshotId: string, one: Scope, other: Scope): Promise<boolean> {
    const row: unknown = await inBoth(snapshotId, one, other).first('line_id');
    return row !== undefined;
  }

  async function countInBoth(snapshotId: string, one: Scope, other: Scope): Promise<number> {
    const counting = inBoth(snapshotId, one, other).count<{ n: number }[]>({ n: '*' });
    const [row] = (await counting) as { n: number }[];
    return Number(row?.n ?? 0);
  }

  return {
    anyInBoth,

    /** The latest twenty, of those the reader may know of. A list that shares no line with it is no overlap. */
    async of(
      actor: Pick<Actor, 'areaCodes'>,
      mine: Footprint,
      snapshot: SnapshotRef | undefined,
    ): Promise<OutageOverlap[]> {
      const until = mine.endedAt ?? FAR;
      const near = await spans.between(mine.startedAt, until, CANDIDATES);
      const found: OutageOverlap[] = [];
      for (const other of near) {
        if (found.length >= SHOWN) break;
        const place = meets(mine, other) && reaches(actor, other) ? sharedPlace(mine, other) : null;
        if (place === null) continue;
        const byList = mine.attachedListId != null || other.attachedListId !== null;
        if (byList && snapshot !== undefined && !(await anyInBoth(snapshot.id, mine, other)))
          continue;
        const sharedLines =
          snapshot === undefined || found.length >= COUNTED
            ? null
            : await countInBoth(snapshot.id, mine, other);
        found.push({ ...refOf(other), ...place, sharedLines });
      }
      return found;
    },

    /** How many each of these runs into, by time, service and place alone. */
    async countsOf(pages: readonly Footprint[]): Promise<Map<string, number>> {
      if (pages.length === 0) return new Map();
      const from = Math.min(...pages.map(({ startedAt }) => startedAt));
      const until = Math.max(...pages.map(({ endedAt }) => endedAt ?? FAR));
      const near = await spans.between(from, until, PAGE_CANDIDATES);
      return new Map(
        pages.map((mine) => {
          const met = near.filter((other) => meets(mine, other) && sharedPlace(mine, other));
          return [mine.id ?? '', Math.min(met.length, SHOWN)] as const;
        }),
      );
    },
  };
}

export type OutageOverlaps = ReturnType<typeof createOutageOverlaps>;

function meets(mine: Footprint, other: OutageSpan): boolean {
  if (
    other.startedAt >= (mine.endedAt ?? Infinity) ||
    mine.startedAt >= (other.endedAt ?? Infinity)
  )
    return false;
  if (mine.id === other.id || sameFamily(mine, other)) return false;
  return mine.services.some((one) =>
    other.services.some((two) => {
      const [a, b] = [within(one, mine), within(two, other)];
      return one.service === two.service && a.start < b.end && b.start < a.end;
    }),
  );
}

function sameFamily(mine: Footprint, other: OutageSpan): boolean {
  const family = mine.parentId ?? mine.id;
  return family !== null && (other.id === family || other.parentId === family);
}

function within(stretch: ServiceStretch, outage: Pick<Footprint, 'startedAt' | 'endedAt'>) {
  return {
    start: stretch.startedAt ?? outage.startedAt,
    end: stretch.endedAt ?? outage.endedAt ?? Infinity,
  };
}

/** Null where they lie apart. Where a list says whom one hit, its areas may be unknown: its lines decide then. */
function sharedPlace(mine: Footprint, other: OutageSpan): SharedPlace | null {
  const byList = mine.attachedListId != null || other.attachedListId !== null;
  const sharedAreas = [
    ...new Set(
      mine.areaCodes.flatMap((a) =>
        other.areaCodes.flatMap((b) => (areaHolds(a, b) ? [b] : areaHolds(b, a) ? [a] : [])),
      ),
    ),
  ];
  const sharedSites = mine.siteCodes.filter((site) => other.siteCodes.includes(site));
  if (byList) return { sharedAreas, sharedSites };
  if (sharedAreas.length === 0) return null;
  const bothSited = mine.siteCodes.length > 0 && other.siteCodes.length > 0;
  return bothSited && sharedSites.length === 0 ? null : { sharedAreas, sharedSites };
}
