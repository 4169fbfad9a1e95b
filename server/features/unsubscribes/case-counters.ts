import type { Knex } from 'knex';
import type { CaseState } from '#domain/lifecycles.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import { gatherWrites } from '../../gather.ts';
import type { World } from '../../world.ts';

/** One step of a counter: `n` cases more (or less) in a state with a failure code. */
export interface CountStep {
  state: CaseState;
  failureCode: string;
  n: number;
}

export interface CountFilter {
  states?: readonly string[] | undefined;
  failureCodes?: readonly string[] | undefined;
}

export interface StateCodeCount {
  state: CaseState;
  failureCode: string;
  n: number;
}

const CHUNK = 200;
const FOLD_AT_ONCE = 5000;

/**
 * Exact numbers of cases by state and failure code. A change appends delta rows in its own transaction, so that
 * no two writers wait for one counter; a job folds them; reads add what is not folded yet.
 */
export function createCaseCounters(db: Knex, world: World) {
  async function add(step: CountStep): Promise<void> {
    const key = { state: step.state, failure_code: step.failureCode };
    const touched = affected(await db('case_counts').where(key).increment('n', step.n));
    if (touched === 0) {
      await insertIgnore(db, 'case_counts', [{ ...key, n: 0 }]);
      await db('case_counts').where(key).increment('n', step.n);
    }
  }

  return {
    /** Appends steps to the caller's transaction; steps of one counter are added up first. */
    note: gatherWrites(async (gathered: readonly (readonly CountStep[])[]): Promise<void> => {
      const rows = sumSteps(gathered.flat()).map((step) => ({
        id: world.nextId(),
        state: step.state,
        failure_code: step.failureCode,
        n: step.n,
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('case_count_deltas').insert(rows.slice(start, start + CHUNK));
    }),

    /** Counts by state and code, of one moment: folded and not folded in one statement. */
    async read(filter: CountFilter = {}): Promise<StateCodeCount[]> {
      const part = (table: string) =>
        db(table)
          .select('state', 'failure_code', 'n')
          .modify((q: Knex.QueryBuilder) => {
            if (filter.states) void q.whereIn('state', [...filter.states]);
            if (filter.failureCodes) void q.whereIn('failure_code', [...filter.failureCodes]);
          });
      const rows: {
        state: CaseState;
        failure_code: string;
        n: number;
      }[] = await db
        .from(
          part('case_counts')
            .unionAll([part('case_count_deltas')])
            .as('parts'),
        )
        .select('state', 'failure_code')
        .sum({ n: 'n' })
        .groupBy('state', 'failure_code');
      return rows.map((row) => ({
        state: row.state,
        failureCode: row.failure_code,
        n: Number(row.n),
      }));
    },

    /** Folds deltas into the counters, in the caller's transaction; answers how many. */
    async fold(): Promise<number> {
      const rows = (await lockRows(
        db,
        db('case_count_deltas').orderBy('id').limit(FOLD_AT_ONCE).select('*'),
      )) as { id: string; state: CaseState; failure_code: string; n: number }[];
      const steps = sumSteps(
        rows.map((row) => ({ state: row.state, failureCode: row.failure_code, n: Number(row.n) })),
      );
      for (const step of steps) await add(step);
      const ids = rows.map((row) => row.id);
      for (let start = 0; start < ids.length; start += CHUNK)
        await db('case_count_deltas')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .delete();
      return ids.length;
    },

    /** Counts the rows again, after cases were loaded behind the services; in the caller's transaction. */
    async rebuild(): Promise<void> {
      await db('case_count_deltas').delete();
      await db('case_counts').delete();
      const rows: { state: string; failure_code: string; n: number }[] = await db('cases')
        .groupBy('state', 'failure_code')
        .select('state', 'failure_code')
        .count({ n: '*' });
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('case_counts').insert(rows.slice(start, start + CHUNK));
    },
  };
}

export type CaseCounters = ReturnType<typeof createCaseCounters>;

function sumSteps(steps: readonly CountStep[]): CountStep[] {
  const sums = new Map<string, CountStep>();
  for (const step of steps) {
    const key = `${step.state} ${step.failureCode}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...step });
    else sum.n += step.n;
  }
  return [...sums.values()].filter((step) => step.n !== 0);
}
