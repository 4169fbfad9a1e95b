import type { Knex } from 'knex';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** What is known of the last reading of a case's postings. */
export interface ReadingState {
  /** Up to when billing was asked, successfully; null: never. */
  throughAt: number | null;
  /** Questions in a row that went unanswered. */
  tries: number;
  fault: string | null;
}

const CHUNK = 200;

/** Which cases' postings are to be read from billing, and how far each was. */
export function createReadingStore(db: Knex, world: World) {
  return {
    /** These cases are due; what was planned for them before gives way. */
    async plan(due: readonly { caseId: string; dueAt: number }[]): Promise<void> {
      const rows = due.map(({ caseId, dueAt }) => ({
        case_id: caseId,
        due_at: dueAt,
        through_at: null,
        tries: 0,
        fault: null,
        updated_at: world.now(),
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('charge_readings')
          .insert(rows.slice(start, start + CHUNK))
          .onConflict('case_id')
          .merge(['due_at', 'updated_at']);
    },

    /** Takes cases whose time has come, oldest first; the caller puts them into a job in the same transaction. */
    async takeDue(limit: number): Promise<string[]> {
      const query = db('charge_readings')
        .where('due_at', '<=', world.now())
        .orderBy([{ column: 'due_at' }, { column: 'case_id' }])
        .limit(limit)
        .select('case_id');
      const ids = ((await lockRows(db, query)) as { case_id: string }[]).map((row) => row.case_id);
      for (let start = 0; start < ids.length; start += CHUNK)
        await db('charge_readings')
          .whereIn('case_id', ids.slice(start, start + CHUNK))
          .update({ due_at: null, updated_at: world.now() });
      return ids;
    },

    async of(caseId: string): Promise<ReadingState> {
      const row = (await db('charge_readings').where({ case_id: caseId }).first()) as
        { through_at: unknown; tries: unknown; fault: string | null } | undefined;
      return {
        throughAt: row?.through_at == null ? null : Number(row.through_at),
        tries: Number(row?.tries ?? 0),
        fault: row?.fault ?? null,
      };
    },

    /** Up to when billing has spoken about these cases. */
    async throughOf(caseIds: readonly string[]): Promise<Map<string, number>> {
      const through = new Map<string, number>();
      for (let start = 0; start < caseIds.length; start += CHUNK) {
        const rows: { case_id: string; through_at: unknown }[] = await db('charge_readings')
          .whereIn('case_id', caseIds.slice(start, start + CHUNK))
          .whereNotNull('through_at')
          .select('case_id', 'through_at');
        for (const row of rows) through.set(row.case_id, Number(row.through_at));
      }
      return through;
    },

    async answered(caseId: string, throughAt: number): Promise<void> {
      const answer = { through_at: throughAt, tries: 0, fault: null, updated_at: world.now() };
      await db('charge_readings')
        .insert({ case_id: caseId, due_at: null, ...answer })
        .onConflict('case_id')
        .merge(answer);
    },

    /** Nothing certain was read; asked again at a time, or with the next occasion. */
    async unanswered(caseId: string, fault: string, againAt: number | null): Promise<void> {
      await db('charge_readings')
        .where({ case_id: caseId })
        .update({
          tries: db.raw('tries + 1'),
          fault: fault.slice(0, 64),
          ...(againAt === null ? {} : { due_at: againAt }),
          updated_at: world.now(),
        });
    },
  };
}

export type ReadingStore = ReturnType<typeof createReadingStore>;
