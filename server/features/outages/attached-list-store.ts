import type { Knex } from 'knex';
import type { AttachedList } from '#contract/outage-work.ts';
import { insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { Author } from './outage-store.ts';

export type ListCounts = Pick<AttachedList, 'read' | 'matched' | 'repeated' | 'rejects'>;

const INSERT_ROWS = 500;
const DELETE_ROWS = 5000;

/** Lists of attached lines. Complete ones never change; one that no outage ever named may go. */
export function createAttachedListStore(db: Knex, world: World) {
  async function dropLines(listId: string): Promise<void> {
    for (;;) {
      const rows: { line_id: string }[] = await db('attached_list_lines')
        .where({ list_id: listId })
        .orderBy('line_id')
        .limit(DELETE_ROWS)
        .select('line_id');
      const last = rows.at(-1)?.line_id;
      if (last === undefined) return;
      await db('attached_list_lines')
        .where({ list_id: listId })
        .where('line_id', '<=', last)
        .delete();
    }
  }

  return {
    /** A list that is still being read: nothing can name it yet. */
    async begin(name: string, author: Author): Promise<string> {
      const id = world.nextId();
      await db('attached_lists').insert({
        id,
        name,
        state: 'reading',
        numbers: 0,
        matched: 0,
        repeated: 0,
        rejects: '[]',
        created_by: author.id,
        created_by_name: author.name,
        created_at: world.now(),
        used_at: null,
      });
      return id;
    },

    async addLines(listId: string, lineIds: readonly string[]): Promise<void> {
      for (let start = 0; start < lineIds.length; start += INSERT_ROWS)
        await insertIgnore(
          db,
          'attached_list_lines',
          lineIds
            .slice(start, start + INSERT_ROWS)
            .map((lineId) => ({ list_id: listId, line_id: lineId })),
        );
    },

    async complete(id: string, counts: ListCounts): Promise<void> {
      await db('attached_lists')
        .where({ id, state: 'reading' })
        .update({
          state: 'ready',
          numbers: counts.read,
          matched: counts.matched,
          repeated: counts.repeated,
          rejects: JSON.stringify(counts.rejects),
        });
    },

    async drop(id: string): Promise<void> {
      await dropLines(id);
      await db('attached_lists').where({ id }).whereNull('used_at').delete();
    },

    async byId(id: string): Promise<AttachedList | undefined> {
      const row = (await db('attached_lists').where({ id, state: 'ready' }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : listOf(row);
    },

    /** From now on it stays: a revision names it. */
    async use(id: string): Promise<void> {
      await db('attached_lists')
        .where({ id })
        .whereNull('used_at')
        .update({ used_at: world.now() });
    },

    /** Lists made before an instant that no outage ever named. */
    async unused(before: number, limit: number): Promise<string[]> {
      return (await db('attached_lists')
        .whereNull('used_at')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .pluck('id')) as string[];
    },
  };
}

export type AttachedListStore = ReturnType<typeof createAttachedListStore>;

function listOf(row: Record<string, unknown>): AttachedList {
  const read = Number(row['numbers']);
  const matched = Number(row['matched']);
  return {
    id: String(row['id']),
    name: String(row['name']),
    read,
    matched,
    unmatched: read - matched,
    repeated: Number(row['repeated']),
    rejects: JSON.parse(String(row['rejects'])) as AttachedList['rejects'],
    createdByName: String(row['created_by_name']),
    createdAt: Number(row['created_at']),
  };
}
