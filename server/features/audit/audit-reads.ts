import type { Knex } from 'knex';
import { z } from 'zod';
import type { AuditRecord } from '#contract/audit.ts';
import { auditScopeOf } from '#domain/permissions.ts';
import type { Actor } from '#domain/context.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';

const short = z.string().max(64);

export const auditList = {
  filters: {
    id: oneOrMany(short),
    actorId: oneOrMany(short),
    action: oneOrMany(short),
    subjectType: oneOrMany(short),
    subjectId: short,
    from: z.int(),
    until: z.int(),
  },
  sorts: { id: 'audit_events.id', at: 'audit_events.id' },
  defaultSort: ['id', 'DESC'],
} as const satisfies ListSpec;

const STAFF_SUBJECTS = [
  ...['staff', 'session', 'setting', 'settings', 'system'],
  ...['calendar', 'api_key', 'webhook'],
];

export function createAuditReads(db: Knex) {
  return {
    list(actor: Actor, query: ListQuery<FilterOf<typeof auditList>>) {
      const { filter } = query;
      const rows = db('audit_events').modify((q: Knex.QueryBuilder) => {
        const scope = actor.role === 'system' ? 'all' : auditScopeOf(actor.role);
        if (scope === 'own') void q.where('actor_id', actor.id);
        if (scope === 'staff_and_settings') void q.whereIn('subject_type', STAFF_SUBJECTS);
        if (filter.id) void q.whereIn('audit_events.id', filter.id);
        if (filter.actorId) void q.whereIn('actor_id', filter.actorId);
        if (filter.action) void q.whereIn('action', filter.action);
        if (filter.subjectType) void q.whereIn('subject_type', filter.subjectType);
        if (filter.subjectId !== undefined) void q.where('subject_id', filter.subjectId);
        if (filter.from !== undefined) void q.where('at', '>=', filter.from);
        if (filter.until !== undefined) void q.where('at', '<', filter.until);
      });
      return pageOf(rows, query, {
        id: 'audit_events.id',
        page: (q) =>
          q
            .leftJoin('audit_seals', 'audit_seals.event_id', 'audit_events.id')
            .select('audit_events.*', 'audit_seals.seq as seal_seq'),
        toWire: auditRecordOf,
      });
    },

    /** The latest events about one record, newest first. */
    async ofSubject(subjectType: string, subjectId: string, limit = 200): Promise<AuditRecord[]> {
      const rows = (await db('audit_events')
        .leftJoin('audit_seals', 'audit_seals.event_id', 'audit_events.id')
        .select('audit_events.*', 'audit_seals.seq as seal_seq')
        .where({ subject_type: subjectType, subject_id: subjectId })
        .orderBy('audit_events.id', 'desc')
        .limit(limit)) as Record<string, unknown>[];
      return rows.map(auditRecordOf);
    },

    async sealStatus() {
      const [last] = await db('audit_seals').orderBy('seq', 'desc').limit(1);
      const [waiting] = await db('audit_unsealed').count({ n: '*' });
      return {
        sealed: Number(last?.seq ?? 0),
        unsealed: Number(waiting?.['n'] ?? 0),
        lastSealedAt: last === undefined ? null : Number(last.sealed_at),
        lastChainHash: last === undefined ? null : String(last.chain_hash),
      };
    },
  };
}

export type AuditReads = ReturnType<typeof createAuditReads>;

function auditRecordOf(row: Record<string, unknown>): AuditRecord {
  return {
    id: String(row['id']),
    at: Number(row['at']),
    actorId: String(row['actor_id']),
    actorName: String(row['actor_name']),
    requestId: String(row['request_id']),
    action: String(row['action']),
    subjectType: String(row['subject_type']),
    subjectId: String(row['subject_id']),
    reason: row['reason'] === null ? null : String(row['reason']),
    detail: JSON.parse(String(row['detail'])) as Record<string, unknown>,
    sealSeq: row['seal_seq'] == null ? null : Number(row['seal_seq']),
  };
}
