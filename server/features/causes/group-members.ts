import type { Knex } from 'knex';
import { affected, insertIgnore } from '../../db/dialect.ts';
import { updateEach } from '../../db/update-each.ts';
import type { OpenedCase } from '../unsubscribes/case-listener.ts';

const CHUNK = 200;

/** Which cases and lines belong to a group. */
export function createGroupMembers(db: Knex) {
  async function knownPairs(pairs: readonly [string, string][]): Promise<Set<string>> {
    const rows: { group_id: string; line_id: string }[] = await db('cause_group_lines')
      .whereIn(['group_id', 'line_id'], pairs as unknown as string[][])
      .select('group_id', 'line_id');
    return new Set(rows.map((row) => `${row.group_id} ${row.line_id}`));
  }

  return {
    /** Writes the group onto cases that have just been opened. */
    async setGroups(cases: readonly Pick<OpenedCase, 'id'>[], groupIds: readonly string[]) {
      const rows = cases.map(({ id }, index) => ({
        ...{ id, change: { group_id: groupIds[index] ?? '' } },
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await updateEach(db, 'cases', rows.slice(start, start + CHUNK), () => undefined);
    },

    /** Adds lines to groups; answers how many of each group are new to it. */
    async addLines(pairs: readonly [string, string][]): Promise<Map<string, number>> {
      const distinct = [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()];
      const added = new Map<string, number>();
      for (let start = 0; start < distinct.length; start += CHUNK) {
        const slice = distinct.slice(start, start + CHUNK);
        const known = await knownPairs(slice);
        const fresh = slice.filter((pair) => !known.has(pair.join(' ')));
        const rows = fresh.map(([group_id, line_id]) => ({ group_id, line_id }));
        await insertIgnore(db, 'cause_group_lines', rows);
        for (const [groupId] of fresh) added.set(groupId, (added.get(groupId) ?? 0) + 1);
      }
      return added;
    },

    /** Takes lines out of a group that have no case left in it; answers how many went. */
    async dropLines(groupId: string, lineIds: readonly string[]): Promise<number> {
      const distinct = [...new Set(lineIds)];
      let gone = 0;
      for (let start = 0; start < distinct.length; start += CHUNK) {
        const slice = distinct.slice(start, start + CHUNK);
        const still: { line_id: string }[] = await db('cases')
          .whereIn('line_id', slice)
          .where({ group_id: groupId })
          .distinct('line_id');
        const kept = new Set(still.map((row) => row.line_id));
        const left = slice.filter((id) => !kept.has(id));
        if (left.length === 0) continue;
        gone += affected(
          await db('cause_group_lines')
            .where({ group_id: groupId })
            .whereIn('line_id', left)
            .delete(),
        );
      }
      return gone;
    },
  };
}

export type GroupMembers = ReturnType<typeof createGroupMembers>;
