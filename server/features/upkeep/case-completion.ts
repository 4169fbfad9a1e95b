import type { Knex } from 'knex';
import { insertIgnore, lockRows } from '../../db/dialect.ts';
import type { RegroupedCase } from '../causes/group-landing.ts';

/** How far the walk over the cases of an older release has come. */
interface CompletionProgress {
  /** The last case that was looked at. */
  cursorId: string;
  seen: number;
  grouped: number;
  clocked: number;
  finishedAt: number | null;
}

interface Needs {
  db: Knex;
  now(): number;
  regroup(cases: readonly RegroupedCase[]): Promise<void>;
  /** Gives those of them that are open and have no clocks theirs; answers how many. */
  adoptClocks(ids: readonly string[]): Promise<number>;
}

/** One step of the walk; small, so that nobody waits for its locks. */
const AT_ONCE = 500;
const NAME = 'cases.completion';
const START: CompletionProgress = {
  ...{ cursorId: '', seen: 0, grouped: 0, clocked: 0 },
  finishedAt: null,
};

type Row = Record<string, unknown>;

/**
 * Cases that an older release stored have no cause group and no clocks. One walk over all cases by id, once in the
 * life of a database, gives them theirs; what a release writes itself is complete from the start. Where it stands
 * is kept with each step, so that an interrupted walk goes on and a second one finds nothing to do.
 */
export function createCaseCompletion({ db, now, regroup, adoptClocks }: Needs) {
  const setting = () => db('settings').where({ name: NAME });

  async function locked(): Promise<CompletionProgress> {
    const value = JSON.stringify(START);
    await insertIgnore(db, 'settings', [{ name: NAME, value, updated_at: now() }]);
    const [row] = (await lockRows(db, setting().select('value'))) as { value: string }[];
    return progressOf(row);
  }

  async function complete(
    rows: readonly Row[],
  ): Promise<Pick<CompletionProgress, 'grouped' | 'clocked'>> {
    // Duplicates stand with their first case and are in no group.
    const own = rows.filter((row) => row['duplicate_of_id'] == null);
    const stray = own.filter((row) => row['group_id'] == null).map(strayOf);
    await regroup(stray);
    const open = own.filter((row) => row['ended_at'] == null);
    return {
      grouped: stray.length,
      clocked: await adoptClocks(open.map((row) => String(row['id']))),
    };
  }

  return {
    progress: () => completionOf(db),

    /** The next step, in the caller's transaction; false once all were looked at. */
    async step(): Promise<boolean> {
      const before = await locked();
      if (before.finishedAt !== null) return false;
      const rows = (await lockRows(
        db,
        db('cases')
          .where('id', '>', before.cursorId)
          .orderBy('id')
          .limit(AT_ONCE)
          .select(...COLUMNS),
      )) as Row[];
      const { grouped, clocked } = await complete(rows);
      const after: CompletionProgress = {
        cursorId: String(rows.at(-1)?.['id'] ?? before.cursorId),
        seen: before.seen + rows.length,
        grouped: before.grouped + grouped,
        clocked: before.clocked + clocked,
        finishedAt: rows.length < AT_ONCE ? now() : null,
      };
      await setting().update({ value: JSON.stringify(after), updated_at: now() });
      return after.finishedAt === null;
    },
  };
}

const COLUMNS = [
  ...['id', 'line_id', 'group_id', 'source_system', 'raw_code', 'failure_code'],
  ...['requested_at', 'ended_at', 'duplicate_of_id', 'demo'],
];

/** Where the walk stands; also asked by the migration's command, without a graph. */
export async function completionOf(db: Knex): Promise<CompletionProgress> {
  return progressOf(await db('settings').where({ name: NAME }).first<{ value: string }>('value'));
}

const progressOf = (row: { value: string } | undefined): CompletionProgress =>
  row === undefined ? START : (JSON.parse(row.value) as CompletionProgress);

const strayOf = (row: Row): RegroupedCase => ({
  id: String(row['id']),
  lineId: String(row['line_id']),
  groupId: null,
  sourceSystem: String(row['source_system']),
  rawCode: String(row['raw_code']),
  failureCode: String(row['failure_code']),
  requestedAt: Number(row['requested_at']),
  open: row['ended_at'] == null,
  demo: Boolean(row['demo']),
});
