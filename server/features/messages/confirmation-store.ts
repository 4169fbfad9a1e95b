import type { Knex } from 'knex';
import type { ConfirmationRecord } from '#contract/messages.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import { affected } from '../../db/dialect.ts';

export interface Confirmation extends ConfirmationRecord {
  caseId: string;
  lineId: string;
  stateBefore: CaseState;
}

export function createConfirmationStore(db: Knex) {
  const rowsOf = (rows: unknown): Confirmation[] =>
    (rows as Record<string, unknown>[]).map(confirmationOf);

  return {
    async ofCase(caseId: string): Promise<Confirmation[]> {
      return rowsOf(
        await db('case_confirmations').where({ case_id: caseId }).orderBy('id', 'desc').limit(20),
      );
    },

    async find(id: string): Promise<Confirmation | undefined> {
      return rowsOf(await db('case_confirmations').where({ id }))[0];
    },

    /** The question a reply can be about: by its message, else the newest of the line. */
    async forReply(lineId: string, noticeId: string | null): Promise<Confirmation | undefined> {
      const rows = await db('case_confirmations')
        .where({ line_id: lineId })
        .modify((q: Knex.QueryBuilder) => {
          if (noticeId !== null) void q.where({ notice_id: noticeId });
        })
        .orderBy('id', 'desc')
        .limit(1);
      return rowsOf(rows)[0];
    },

    async insert(one: Confirmation & { askedBy: string }): Promise<void> {
      await db('case_confirmations').insert({
        ...{ id: one.id, case_id: one.caseId, line_id: one.lineId, notice_id: one.noticeId },
        ...{ state: one.state, state_before: one.stateBefore },
        ...{ asked_at: one.askedAt, expires_at: one.expiresAt },
        ...{ asked_by: one.askedBy, asked_by_name: one.askedByName, version: one.version },
      });
    },

    /** Ends a question that is still open, once. */
    async end(
      seen: Confirmation,
      end: {
        state: 'confirmed' | 'declined' | 'expired';
        answeredAt?: number;
        through?: 'sms' | 'agent';
      },
    ): Promise<void> {
      const result = await db('case_confirmations')
        .where({ id: seen.id, state: 'asked', version: seen.version })
        .update({
          state: end.state,
          answered_at: end.answeredAt ?? null,
          answered_through: end.through ?? null,
          version: seen.version + 1,
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    async expired(now: number, limit: number): Promise<Confirmation[]> {
      const rows = await db('case_confirmations')
        .where({ state: 'asked' })
        .where('expires_at', '<=', now)
        .orderBy(['expires_at', 'id'])
        .limit(limit);
      return rowsOf(rows);
    },

    async anyAsked(): Promise<boolean> {
      const rows = await db('case_confirmations').where({ state: 'asked' }).select('id').limit(1);
      return rows.length > 0;
    },
  };
}

export type ConfirmationStore = ReturnType<typeof createConfirmationStore>;

function confirmationOf(row: Record<string, unknown>): Confirmation {
  return {
    id: String(row['id']),
    caseId: String(row['case_id']),
    lineId: String(row['line_id']),
    noticeId: String(row['notice_id']),
    state: String(row['state']) as Confirmation['state'],
    stateBefore: String(row['state_before']) as CaseState,
    askedAt: Number(row['asked_at']),
    expiresAt: Number(row['expires_at']),
    answeredAt: row['answered_at'] == null ? null : Number(row['answered_at']),
    answeredThrough:
      row['answered_through'] == null
        ? null
        : (String(row['answered_through']) as Confirmation['answeredThrough']),
    askedByName: String(row['asked_by_name']),
    version: Number(row['version']),
  };
}
