import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import { affected, lockRows } from '../../db/dialect.ts';
import type { AreaName } from './result.ts';
import type { SimulationRow } from './simulation-row.ts';

type Change = Partial<Omit<SimulationRow, 'id' | 'created_at' | 'created_by'>>;

export function createSimulationStore(db: Knex) {
  return {
    async byId(id: string): Promise<SimulationRow | undefined> {
      return await db<SimulationRow>('simulations').where({ id }).first<SimulationRow>();
    },

    /** The row, locked until the transaction ends. */
    async lock(id: string): Promise<SimulationRow> {
      const [row] = (await lockRows(
        db,
        db('simulations').where({ id }).select('*'),
      )) as SimulationRow[];
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return row;
    },

    async insert(row: SimulationRow): Promise<void> {
      await db('simulations').insert(row);
    },

    /** Writes if the row still is in the state that was seen. */
    async change(seen: Pick<SimulationRow, 'id' | 'state'>, change: Change): Promise<void> {
      const { id, state } = seen;
      const touched = await db('simulations').where({ id, state }).update(change);
      if (affected(touched) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Deletes up to `limit` that ended before; answers how many went. */
    async forget(before: number, limit: number): Promise<number> {
      const old = await db('simulations')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .select<{ id: string }[]>('id');
      if (old.length === 0) return 0;
      return affected(
        await db('simulations')
          .whereIn(
            'id',
            old.map(({ id }) => id),
          )
          .delete(),
      );
    },

    async areaNames(codes: readonly string[]): Promise<AreaName[]> {
      const rows = await db('areas')
        .whereIn('code', [...codes])
        .select<Record<string, unknown>[]>('code', 'name_zh', 'name_en');
      return rows.map((row) => ({
        code: String(row['code']),
        nameZh: String(row['name_zh']),
        nameEn: String(row['name_en']),
      }));
    },
  };
}

export type SimulationStore = ReturnType<typeof createSimulationStore>;
