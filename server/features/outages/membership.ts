import type { Knex } from 'knex';
import type { Membership } from '#contract/outages.ts';
import { planTypes } from '#domain/policy-types.ts';
import { narrowingSites, whereInScope, type Scope } from './scope-lines.ts';

export interface SnapshotRef {
  id: string;
  asOfAt: number;
}

const SITE_CHUNK = 500;

/** Whom an outage hit, in the snapshot valid at its start: by home area, narrowed to sites, or by a list of lines. */
export function createMembershipReads(db: Knex) {
  const linesOf = (snapshotId: string, scope: Scope) =>
    whereInScope(db, db('line_facts').where({ snapshot_id: snapshotId }), scope);

  async function attachedOf(listId: string | null | undefined, inSnapshot: number) {
    if (listId == null) return null;
    const row: { name: string; matched: number } | undefined = await db('attached_lists')
      .where({ id: listId })
      .first('name', 'matched');
    return { listId, name: row?.name ?? '', lines: Number(row?.matched ?? 0), inSnapshot };
  }

  /** Site by site and plan by plan, so that counts and the sites found come from one reading. */
  async function tally(
    snapshotId: string,
    scope: Scope,
  ): Promise<{ planType: string; siteCode: string | null; lines: number }[]> {
    type Row = { plan_type: string; site_code?: string; n: number };
    const sites = narrowingSites(scope);
    if (sites.length === 0) {
      const rows = await linesOf(snapshotId, scope)
        .groupBy('plan_type')
        .select('plan_type')
        .count<Row[]>({ n: '*' });
      return rows.map((row) => ({ planType: row.plan_type, siteCode: null, lines: Number(row.n) }));
    }
    const found: { planType: string; siteCode: string | null; lines: number }[] = [];
    for (let start = 0; start < sites.length; start += SITE_CHUNK) {
      const rows = await linesOf(snapshotId, scope)
        .whereIn('site_code', sites.slice(start, start + SITE_CHUNK))
        .groupBy('plan_type', 'site_code')
        .select('plan_type', 'site_code')
        .count<Row[]>({ n: '*' });
      for (const row of rows)
        found.push({
          planType: row.plan_type,
          siteCode: row.site_code ?? null,
          lines: Number(row.n),
        });
    }
    return found;
  }

  return {
    /** The latest complete snapshot taken at or before an instant. */
    async snapshotValidAt(at: number): Promise<SnapshotRef | undefined> {
      const row = (await db('snapshots')
        .where({ state: 'complete' })
        .where('as_of_at', '<=', at)
        .orderBy([
          { column: 'as_of_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .first()) as { id: string; as_of_at: number } | undefined;
      return row === undefined ? undefined : { id: row.id, asOfAt: Number(row.as_of_at) };
    },

    async snapshotById(id: string): Promise<SnapshotRef | undefined> {
      const row = (await db('snapshots').where({ id }).first()) as
        { id: string; as_of_at: number } | undefined;
      return row === undefined ? undefined : { id: row.id, asOfAt: Number(row.as_of_at) };
    },

    async count(snapshot: SnapshotRef, scope: Scope): Promise<Membership> {
      const rows = await tally(snapshot.id, scope);
      const byPlanType = planTypes.map((planType) => ({
        planType,
        lines: sum(rows.filter((row) => row.planType === planType)),
      }));
      const matched = new Set(rows.flatMap(({ siteCode }) => siteCode ?? []));
      const sites = narrowingSites(scope);
      const unmatched = sites.filter((code) => !matched.has(code));
      const affectedLines = sum(rows);
      return {
        affectedLines,
        byPlanType: byPlanType.filter(({ lines }) => lines > 0),
        basis: scope.attachedListId == null ? 'home_area' : 'attached_lines',
        snapshotId: snapshot.id,
        snapshotAsOfAt: snapshot.asOfAt,
        sitesNamed: sites.length,
        sitesMatched: sites.length - unmatched.length,
        sitesUnmatched: unmatched,
        attached: await attachedOf(scope.attachedListId, affectedLines),
      };
    },
  };
}

export type MembershipReads = ReturnType<typeof createMembershipReads>;

const sum = (rows: readonly { lines: number }[]): number =>
  rows.reduce((total, { lines }) => total + lines, 0);
