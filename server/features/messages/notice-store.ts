import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, noticeLifecycle, type NoticeState } from '#domain/lifecycles.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import {
  columnsOf,
  noticeOf,
  rowOf,
  type NewNotice,
  type Notice,
  type NoticeChange,
} from './notice-row.ts';

export type { NewNotice, Notice, NoticeAbout, NoticeChange } from './notice-row.ts';

const CHUNK = 200;
/** A job that goes on by itself comes back after so long. */
export const TURN_MS = 1_000;

export function createNoticeStore(db: Knex, world: World) {
  async function idsOfKeys(keys: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let start = 0; start < keys.length; start += CHUNK) {
      const rows: { id: string; event_key: string }[] = await db('notices')
        .whereIn('event_key', keys.slice(start, start + CHUNK))
        .select('id', 'event_key');
      for (const row of rows) found.set(row.event_key, row.id);
    }
    return found;
  }

  return {
    idsOfKeys,

    /** Puts messages into the caller's transaction; those whose event was told already stay out. Answers the new ids. */
    async insertNew(notices: readonly NewNotice[]): Promise<Set<string>> {
      const now = world.now();
      for (let start = 0; start < notices.length; start += CHUNK)
        await insertIgnore(
          db,
          'notices',
          notices.slice(start, start + CHUNK).map((notice) => rowOf(notice, now)),
        );
      const standing = await idsOfKeys(notices.map(({ eventKey }) => eventKey));
      return new Set(
        notices.filter(({ id, eventKey }) => standing.get(eventKey) === id).map(({ id }) => id),
      );
    },

    async find(id: string): Promise<Notice | undefined> {
      const row = (await db('notices').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : noticeOf(row);
    },

    /** Rows of one state whose time has come, locked; of one round, of those in none (null), or of all. */
    async due(state: NoticeState, limit: number, roundId?: string | null): Promise<Notice[]> {
      const query = db('notices')
        .where({ state })
        .where('next_at', '<=', world.now())
        .where((free) => free.whereNull('claim_until').orWhere('claim_until', '<', world.now()))
        .orderBy([{ column: 'next_at' }, { column: 'id' }])
        .limit(limit);
      if (roundId === null) void query.whereNull('round_id');
      else if (roundId !== undefined) void query.where({ round_id: roundId });
      const rows = (await lockRows(db, query)) as Record<string, unknown>[];
      return rows.map(noticeOf);
    },

    /** Queued rows that a worker took and never wrote down: they may have left. */
    async abandoned(limit: number): Promise<Notice[]> {
      const rows = (await lockRows(
        db,
        db('notices')
          .whereNotNull('claim_token')
          .where({ state: 'queued' })
          .where('claim_until', '<', world.now())
          .orderBy('id')
          .limit(limit),
      )) as Record<string, unknown>[];
      return rows.map(noticeOf);
    },

    /** Of these: those a worker has taken, or took and never wrote down. */
    async unclear(ids: readonly string[]): Promise<Set<string>> {
      if (ids.length === 0) return new Set();
      const rows: { id: string }[] = await db('notices')
        .whereIn('id', [...ids])
        .whereNotNull('claim_token')
        .select('id');
      return new Set(rows.map((row) => row.id));
    },

    async claim(ids: readonly string[], token: string, until: number): Promise<void> {
      for (let start = 0; start < ids.length; start += CHUNK)
        await db('notices')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .update({ claim_token: token, claim_until: until });
    },

    /** One move or stay, compare-and-set on state and version; the claim ends. */
    async change(seen: Pick<Notice, 'id' | 'state' | 'version'>, change: NoticeChange) {
      if (change.to !== seen.state) assertTransition(noticeLifecycle, seen.state, change.to);
      const result = await db('notices')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({
          ...columnsOf(change),
          claim_token: null,
          claim_until: null,
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** The same move or stay of many rows of one state that the caller has locked; their claims end. */
    async changeMany(seen: readonly Notice[], change: NoticeChange): Promise<void> {
      const from = seen[0]?.state;
      if (from === undefined) return;
      if (change.to !== from) assertTransition(noticeLifecycle, from, change.to);
      for (let start = 0; start < seen.length; start += CHUNK) {
        const ids = seen.slice(start, start + CHUNK).map(({ id }) => id);
        const result = await db('notices')
          .whereIn('id', ids)
          .where({ state: from })
          .update({
            ...columnsOf(change),
            claim_token: null,
            claim_until: null,
            version: db.raw('version + 1'),
            updated_at: world.now(),
          });
        if (affected(result) !== ids.length) throw new DomainError('conflict', 'errors.stale');
      }
    },

    /** What was waiting to say that a case goes on: it ended. Those already taken by a worker are left to it. */
    async expireWaiting(caseIds: readonly string[], codes: readonly string[]): Promise<void> {
      await db('notices')
        .whereIn('case_id', [...caseIds])
        .whereIn('state', ['queued', 'held'])
        .whereIn('template_code', [...codes])
        .whereNull('claim_token')
        .update({
          state: 'expired',
          reason: 'case_ended',
          next_at: null,
          version: db.raw('version + 1'),
          updated_at: world.now(),
        });
    },

    /** Looks at a message on its way now instead of later; false when it waits for nothing. */
    async askNow(id: string): Promise<boolean> {
      const touched = await db('notices')
        .where({ id })
        .whereIn('state', ['sent', 'unknown'])
        .update({ next_at: world.now() });
      return affected(touched) === 1;
    },

    /** Whether something is due; what is queued in rounds counts only for those that run. */
    async hasDue(runningRounds: readonly string[]): Promise<boolean> {
      const some = async (query: Knex.QueryBuilder): Promise<boolean> =>
        (await query.where('next_at', '<=', world.now()).first('id')) !== undefined;
      for (const state of ['held', 'unknown', 'sent'] as const)
        if (await some(db('notices').where({ state }))) return true;
      if (await some(db('notices').where({ state: 'queued' }).whereNull('round_id'))) return true;
      for (const id of runningRounds) if (await this.waitsInRound(id)) return true;
      return false;
    },

    async waitsInRound(roundId: string): Promise<boolean> {
      const row: unknown = await db('notices')
        .where({ round_id: roundId, state: 'queued' })
        .where('next_at', '<=', world.now())
        .first('id');
      return row !== undefined;
    },

    async insertAttempts(rows: readonly Record<string, unknown>[]): Promise<void> {
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('notice_attempts').insert(rows.slice(start, start + CHUNK));
    },

    /** Whether a job that has not begun yet will look at the outbox, now or with its next turn. */
    async hasReadyJob(kind: string): Promise<boolean> {
      const [row] = await db('jobs')
        .where({ subject_id: kind, state: 'ready' })
        .where('run_at', '<=', world.now() + TURN_MS)
        .select('id')
        .limit(1);
      return row !== undefined;
    },
  };
}

export type NoticeStore = ReturnType<typeof createNoticeStore>;
