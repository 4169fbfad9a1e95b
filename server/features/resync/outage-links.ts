import type { Knex } from 'knex';
import { outermostAreas } from '#domain/area-scope.ts';
import { caseEndStates } from '#domain/lifecycles.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import { BILL_RUN_CODE, OUTAGE_CODE } from './case-waits.ts';

const MAX_OUTAGES = 50;

/** Which cases failed in which outage: technical ones, in its areas or by its lines, since it began. */
export function createOutageLinks(db: Knex) {
  return {
    /** Cases of open outages that are not tied to one yet. */
    async unlinked(limit: number): Promise<{ caseId: string; outageId: string }[]> {
      const open: Record<string, unknown>[] = await db('outages')
        .where({ state: 'open' })
        .orderBy('started_at')
        .limit(MAX_OUTAGES)
        .select('id', 'area_codes', 'attached_list_id', 'started_at');
      const found: { caseId: string; outageId: string }[] = [];
      for (const outage of open) {
        const areas = JSON.parse(String(outage['area_codes'])) as string[];
        const listId = outage['attached_list_id'] as string | null;
        if ((areas.length === 0 && listId === null) || found.length >= limit) continue;
        const since = db('cases')
          .where('requested_at', '>=', Number(outage['started_at']))
          .where({ category: 'technical' })
          .whereNull('outage_id')
          .whereNotIn('state', [...caseEndStates]);
        // Where a list says whom it hit, home areas do not.
        const hit =
          listId === null
            ? whereInAreas(since, 'area_code', outermostAreas(areas))
            : since.whereIn(
                'line_id',
                db('attached_list_lines').where({ list_id: listId }).select('line_id'),
              );
        const rows: { id: string }[] = await hit.limit(limit - found.length).select('id');
        for (const { id } of rows) found.push({ caseId: id, outageId: String(outage['id']) });
      }
      return found;
    },

    async isOpen(outageId: string): Promise<boolean> {
      return (await db('outages').where({ id: outageId, state: 'open' }).first('id')) !== undefined;
    },

    /** Whether its code says to wait for the outage's end; others may be sent meanwhile. */
    waits: (row: Pick<CaseRow, 'failureCode'>): boolean => row.failureCode === OUTAGE_CODE,

    /** Cases refused by the freeze of a run that has ended, or of one before it; they wait without a date. */
    async frozen(endedAt: number, limit: number): Promise<string[]> {
      const rows: { id: string }[] = await db('cases')
        .where({ failure_code: BILL_RUN_CODE, state: 'waiting_date' })
        .whereNull('not_before_at')
        .where('requested_at', '<=', endedAt)
        .orderBy('requested_at')
        .limit(limit)
        .select('id');
      return rows.map((row) => row.id);
    },
  };
}

export type OutageLinks = ReturnType<typeof createOutageLinks>;
