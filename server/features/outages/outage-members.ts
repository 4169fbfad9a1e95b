import type { Knex } from 'knex';
import type { OutageLine } from '#contract/outage-work.ts';
import { areaRange } from '#domain/area-range.ts';
import { areaHolds, outermostAreas } from '#domain/area-scope.ts';
import type { PlanType } from '#domain/policy-types.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { narrowingSites, type Scope } from './scope-lines.ts';

export interface MembersAsked {
  snapshotId: string;
  scope: Scope;
  /** Areas the reader is narrowed to; empty means all. */
  ownAreas: readonly string[];
  /** Id of the line behind which the page begins. */
  after?: string | undefined;
  /** From the end, before `after`. */
  backwards?: boolean;
  offset?: number;
  limit: number;
}

interface Key {
  line_id: string;
}

/**
 * The lines that an outage hit, one page at a time. By area, site and id, which is how the index stands, so that a page
 * reads no more than itself however many there are; the lines of a list by id.
 */
export function createOutageMembers(db: Knex) {
  async function ofList(asked: MembersAsked, wanted: number): Promise<Key[]> {
    const query = db('attached_list_lines as al')
      .join('line_facts as lf', (on) =>
        on.on('lf.line_id', 'al.line_id').andOnVal('lf.snapshot_id', asked.snapshotId),
      )
      .where('al.list_id', asked.scope.attachedListId ?? '');
    if (asked.after !== undefined)
      void query.where('al.line_id', asked.backwards === true ? '<' : '>', asked.after);
    return whereInAreas(query, 'lf.area_code', asked.ownAreas)
      .orderBy('al.line_id', asked.backwards === true ? 'desc' : 'asc')
      .limit(wanted)
      .select('al.line_id');
  }

  async function ofAreas(asked: MembersAsked, wanted: number): Promise<Key[]> {
    const backwards = asked.backwards === true;
    const [beyond, order] = backwards ? (['<', 'desc'] as const) : (['>', 'asc'] as const);
    const sites = narrowingSites(asked.scope);
    const found: Key[] = [];
    const read = async (narrow: (q: Knex.QueryBuilder) => void): Promise<void> => {
      if (found.length >= wanted) return;
      const query = db('line_facts').where({ snapshot_id: asked.snapshotId });
      narrow(query);
      if (sites.length > 0) void query.whereIn('site_code', [...sites]);
      const rows: Key[] = await query
        .orderBy(['area_code', 'site_code', 'line_id'].map((column) => ({ column, order })))
        .limit(wanted - found.length)
        .select('line_id');
      found.push(...rows);
    };

    const place = asked.after === undefined ? undefined : await placeOf(asked, asked.after);
    // What is left of the site, then of the area: each one stretch of the index.
    if (place !== undefined && asked.after !== undefined) {
      const { area_code, site_code } = place;
      const after = asked.after;
      await read((q) => void q.where({ area_code, site_code }).where('line_id', beyond, after));
      await read((q) => void q.where({ area_code }).where('site_code', beyond, site_code));
    }
    const areas = readable(asked.scope.areaCodes, asked.ownAreas);
    for (const { from, until } of (backwards ? areas.reverse() : areas).map(areaRange))
      await read((q) => {
        void q.where('area_code', '>=', from).where('area_code', '<', until);
        if (place !== undefined) void q.where('area_code', beyond, place.area_code);
      });
    return found;
  }

  async function placeOf(
    { snapshotId }: MembersAsked,
    lineId: string,
  ): Promise<{ area_code: string; site_code: string } | undefined> {
    return await db('line_facts')
      .where({ snapshot_id: snapshotId, line_id: lineId })
      .first('area_code', 'site_code');
  }

  async function linesOf(snapshotId: string, keys: readonly Key[]): Promise<OutageLine[]> {
    const ids = keys.map(({ line_id }) => line_id);
    if (ids.length === 0) return [];
    const rows: Record<string, unknown>[] = await db('line_facts as lf')
      .join('lines as l', 'l.id', 'lf.line_id')
      .leftJoin('areas as a', 'a.code', 'lf.area_code')
      .where('lf.snapshot_id', snapshotId)
      .whereIn('lf.line_id', ids)
      .select('lf.*', 'l.msisdn_masked', 'a.name_zh', 'a.name_en');
    const byId = new Map(rows.map((row) => [String(row['line_id']), lineOf(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    async page(asked: MembersAsked): Promise<OutageLine[]> {
      const offset = asked.offset ?? 0;
      const wanted = offset + asked.limit;
      const keys =
        asked.scope.attachedListId == null
          ? await ofAreas(asked, wanted)
          : await ofList(asked, wanted);
      return linesOf(asked.snapshotId, keys.slice(offset));
    },
  };
}

export type OutageMembers = ReturnType<typeof createOutageMembers>;

/** The areas of a scope as far as the reader may see them, in the order of their codes. */
function readable(areas: readonly string[], own: readonly string[]): string[] {
  const outer = outermostAreas(areas);
  if (own.length === 0) return outer;
  return outermostAreas(
    outer.flatMap((area) =>
      own.flatMap((mine) => (areaHolds(mine, area) ? [area] : areaHolds(area, mine) ? [mine] : [])),
    ),
  );
}

function lineOf(row: Record<string, unknown>): OutageLine {
  const areaCode = String(row['area_code']);
  return {
    id: String(row['line_id']),
    msisdnMasked: String(row['msisdn_masked']),
    planName: String(row['plan_name']),
    planType: String(row['plan_type']) as PlanType,
    areaCode,
    areaNameZh: String(row['name_zh'] ?? areaCode),
    areaNameEn: String(row['name_en'] ?? areaCode),
    siteCode: String(row['site_code']),
    status: String(row['status']),
  };
}
