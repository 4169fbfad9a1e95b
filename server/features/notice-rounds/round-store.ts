import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import {
  assertTransition,
  longJobLifecycle,
  type LongJobState,
  type NoticeState,
} from '#domain/lifecycles.ts';
import { affected, lockRows } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import { roundColumns, roundOf, type Round, type RoundChange } from './round-row.ts';

export const ROUND_JOB = 'notice_rounds.work';

export type NewRound = Pick<
  Round,
  | 'id'
  | 'aboutKind'
  | 'aboutId'
  | 'event'
  | 'occasion'
  | 'trigger'
  | 'pinned'
  | 'excluded'
  | 'expected'
  | 'ratePerSecond'
  | 'jobId'
  | 'actorId'
  | 'actorName'
  | 'demo'
>;

/** Few rounds are under way at once; the finished ones are found by what they are about. */
const UNFINISHED = 500;

export function createRoundStore(db: Knex, world: World) {
  const rounds = (rows: unknown): Round[] => (rows as Record<string, unknown>[]).map(roundOf);

  return {
    /** False when this happening of the event has its round already. */
    insert(round: NewRound): Promise<boolean> {
      const now = world.now();
      return insertOnce(db, 'notice_rounds', {
        id: round.id,
        about_kind: round.aboutKind,
        about_id: round.aboutId,
        event: round.event,
        occasion: round.occasion,
        state: 'running' satisfies LongJobState,
        ended_reason: null,
        trigger_kind: round.trigger,
        pinned: JSON.stringify(round.pinned),
        excluded: JSON.stringify(round.excluded),
        expected: round.expected,
        made: 0,
        cursor_line_id: '',
        walked: false,
        rate_per_second: round.ratePerSecond,
        pacing_at: now,
        pacing_left: round.ratePerSecond,
        job_id: round.jobId,
        actor_id: round.actorId,
        actor_name: round.actorName,
        demo: round.demo,
        paused_at: null,
        finished_at: null,
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },

    async byId(id: string): Promise<Round | undefined> {
      return rounds(await db('notice_rounds').where({ id }))[0];
    },

    async byIds(ids: readonly string[]): Promise<Round[]> {
      if (ids.length === 0) return [];
      return rounds(await db('notice_rounds').whereIn('id', [...ids]));
    },

    /** Locks the row until the transaction ends. */
    async lock(id: string): Promise<Round | undefined> {
      return rounds(await lockRows(db, db('notice_rounds').where({ id })))[0];
    },

    /** Oldest first. */
    async about(aboutId: string): Promise<Round[]> {
      return rounds(
        await db('notice_rounds')
          .where({ about_id: aboutId })
          .whereIn('about_kind', ['outage', 'batch'])
          .orderBy('id')
          .limit(UNFINISHED),
      );
    },

    async unfinished(): Promise<Round[]> {
      return rounds(
        await db('notice_rounds').whereNull('finished_at').orderBy('id').limit(UNFINISHED),
      );
    },

    /** Those whose messages may leave: also what still waits of a round that has been walked to its end. */
    async running(): Promise<string[]> {
      const rows: { id: string }[] = await db('notice_rounds')
        .whereNull('finished_at')
        .where({ state: 'running' })
        .orderBy('id')
        .limit(UNFINISHED)
        .select('id');
      return rows.map(({ id }) => id);
    },

    /** What its worker notes on the way; the row is locked, and nobody's view of it changes by that. */
    async note(id: string, change: RoundChange): Promise<void> {
      await db('notice_rounds').where({ id }).update(roundColumns(change));
    },

    /** One move or change, compare-and-set on state and version. */
    async change(seen: Pick<Round, 'id' | 'state' | 'version'>, change: RoundChange) {
      if (change.state !== undefined && change.state !== seen.state)
        assertTransition(longJobLifecycle, seen.state, change.state);
      const result = await db('notice_rounds')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({
          ...roundColumns(change),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Its messages by state, from the index alone. */
    async counts(id: string): Promise<Partial<Record<NoticeState, number>>> {
      const rows = (await db('notices')
        .where({ round_id: id })
        .groupBy('state')
        .select('state')
        .count({ n: '*' })) as unknown as { state: NoticeState; n: number }[];
      return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
    },

    /** Whether something of it may still leave, or is just leaving. */
    async waits(id: string): Promise<boolean> {
      const row: unknown = await db('notices')
        .where({ round_id: id })
        .whereIn('state', ['queued', 'held'])
        .first('id');
      return row !== undefined;
    },

    /** Lets waiting messages of a round that ended die, some at a time; what a worker has just taken is left to it. */
    async expireSome(id: string, reason: string, limit: number): Promise<number> {
      const rows: { id: string }[] = await lockRows(
        db,
        db('notices')
          .where({ round_id: id })
          .whereIn('state', ['queued', 'held'])
          .whereNull('claim_token')
          .orderBy('id')
          .limit(limit)
          .select('id'),
      );
      if (rows.length === 0) return 0;
      await db('notices')
        .whereIn(
          'id',
          rows.map((row) => row.id),
        )
        .update({
          state: 'expired',
          reason,
          next_at: null,
          version: db.raw('version + 1'),
          updated_at: world.now(),
        });
      return rows.length;
    },

    /** Whether somebody is to work on it or does. */
    async hasJob(id: string): Promise<boolean> {
      const row: unknown = await db('jobs')
        .where({ subject_id: id, kind: ROUND_JOB })
        .whereIn('state', ['ready', 'leased'])
        .first('id');
      return row !== undefined;
    },
  };
}

export type RoundStore = ReturnType<typeof createRoundStore>;
