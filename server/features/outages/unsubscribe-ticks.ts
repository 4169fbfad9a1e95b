import type { Knex } from 'knex';
import { outermostAreas } from '#domain/area-scope.ts';
import { whereInAreas } from '../../db/area-filter.ts';

export interface TickWindow {
  areaCodes: readonly string[];
  /** These lines instead of those of the areas. */
  attachedListId?: string | null | undefined;
  startedAt: number;
  untilAt: number;
}

const MAX_TICKS = 60;

/** Failed unsubscribes requested in an outage's areas, or by the lines of its list, while it lasted: how many, and when some of them were. */
export function createUnsubscribeTicks(db: Knex) {
  return async function unsubscribeTicks(window: TickWindow) {
    const { areaCodes, attachedListId, startedAt, untilAt } = window;
    const nobody = attachedListId == null && areaCodes.length === 0;
    if (nobody || untilAt <= startedAt) return { count: 0, requestedAt: [] };
    const requested = () =>
      db('cases').where('requested_at', '>=', startedAt).where('requested_at', '<', untilAt);
    const cases = () =>
      attachedListId == null
        ? whereInAreas(requested(), 'area_code', outermostAreas(areaCodes))
        : requested().whereIn(
            'line_id',
            db('attached_list_lines').where({ list_id: attachedListId }).select('line_id'),
          );
    // One tick per slot of the window, its first: spread evenly however many there are.
    const slot = Math.max(1, Math.ceil((untilAt - startedAt) / MAX_TICKS));
    const rows = (await db
      .from(
        cases()
          .select('requested_at')
          .select(
            db.raw('(requested_at - ?) - ((requested_at - ?) % ?) as slot', [
              startedAt,
              startedAt,
              slot,
            ]),
          )
          .as('ticks'),
      )
      .groupBy('slot')
      .min({ first: 'requested_at' })
      .count({ n: '*' })
      .orderBy('first')) as { first: number; n: number }[];
    return {
      count: rows.reduce((total, row) => total + Number(row.n), 0),
      requestedAt: rows.map((row) => Number(row.first)),
    };
  };
}

export type UnsubscribeTicks = ReturnType<typeof createUnsubscribeTicks>;
