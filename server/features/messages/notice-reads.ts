import type { Knex } from 'knex';
import { z } from 'zod';
import {
  messageChannel,
  noticeReason,
  noticeState,
  noticeTrigger,
  type NoticeAttempt,
  type NoticeCounts,
  type NoticeRecord,
  type NoticeShow,
} from '#contract/messages.ts';
import { epochMs } from '#contract/common.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { inAreas } from '#domain/area-range.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import { COUNT_BOUND, pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';

const id = z.string().max(48);

export const noticeList = {
  filters: {
    id: oneOrMany(id),
    state: oneOrMany(noticeState),
    reason: oneOrMany(noticeReason),
    templateCode: oneOrMany(z.string().max(8)),
    caseId: id,
    lineId: id,
    outageId: id,
    batchId: id,
    claimId: id,
    createdFrom: epochMs,
    createdUntil: epochMs,
  },
  sorts: { createdAt: 'notices.created_at', id: 'notices.id' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

/** Those a person looks at; the delivered ones are many and nobody counts them here. */
const COUNTED = ['queued', 'held', 'failed', 'unknown', 'expired'] as const;

export function createNoticeReads(
  db: Knex,
  mayWork: (actor: Actor, noticeId: string) => Promise<boolean>,
) {
  async function countOf(actor: Actor, state: string): Promise<number> {
    const some = whereInAreas(db('notices').where({ state }), 'area_code', actor.areaCodes)
      .select('id')
      .limit(COUNT_BOUND + 1)
      .as('some');
    const [row] = await db.from(some).count<{ n: number }[]>({ n: '*' });
    return Math.min(Number(row?.n ?? 0), COUNT_BOUND);
  }

  async function attemptsOf(noticeId: string): Promise<NoticeAttempt[]> {
    const rows = (await db('notice_attempts')
      .where({ notice_id: noticeId })
      .orderBy('id', 'desc')
      .limit(50)) as Record<string, unknown>[];
    return rows.map(attemptOf);
  }

  const withTicket = (query: Knex.QueryBuilder) =>
    query
      .leftJoin('cases', 'cases.id', 'notices.case_id')
      .leftJoin('outages', 'outages.id', 'notices.about_id')
      .leftJoin('batches', 'batches.id', 'notices.about_id')
      .select('notices.*', 'cases.ticket_no as ticket_no', {
        about_number: db.raw('coalesce(outages.number, batches.number)'),
      });

  return {
    list(actor: Actor, query: ListQuery<FilterOf<typeof noticeList>>) {
      const { filter } = query;
      const rows = whereInAreas(db('notices'), 'notices.area_code', actor.areaCodes).modify(
        (q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('notices.id', filter.id);
          if (filter.state) void q.whereIn('notices.state', filter.state);
          if (filter.reason) void q.whereIn('notices.reason', filter.reason);
          if (filter.templateCode) void q.whereIn('notices.template_code', filter.templateCode);
          if (filter.caseId !== undefined) void q.where('notices.case_id', filter.caseId);
          if (filter.lineId !== undefined) void q.where('notices.line_id', filter.lineId);
          for (const about of [filter.outageId, filter.batchId, filter.claimId])
            if (about !== undefined) void q.where('notices.about_id', about);
          if (filter.createdFrom !== undefined)
            void q.where('notices.created_at', '>=', filter.createdFrom);
          if (filter.createdUntil !== undefined)
            void q.where('notices.created_at', '<', filter.createdUntil);
        },
      );
      return pageOf(rows, query, { id: 'notices.id', page: withTicket, toWire: noticeRecordOf });
    },

    async show(actor: Actor, noticeId: string): Promise<NoticeShow> {
      const row = (await withTicket(db('notices')).where('notices.id', noticeId).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined || !inAreas(String(row['area_code']), actor.areaCodes))
        throw new DomainError('not_found', 'errors.notFound');
      const [attempts, may] = await Promise.all([attemptsOf(noticeId), mayWork(actor, noticeId)]);
      return { ...noticeRecordOf(row), attempts, mayWork: may };
    },

    async ofCase(caseId: string): Promise<NoticeRecord[]> {
      const rows = (await withTicket(db('notices'))
        .where('notices.case_id', caseId)
        .orderBy('notices.id', 'desc')
        .limit(50)) as Record<string, unknown>[];
      return rows.map(noticeRecordOf);
    },

    async counts(actor: Actor): Promise<NoticeCounts> {
      const counted = await Promise.all(
        COUNTED.map(async (state) => [state, await countOf(actor, state)] as const),
      );
      const byState = Object.fromEntries(counted);
      return { byState, attention: (byState['failed'] ?? 0) + (byState['unknown'] ?? 0) };
    },

    async navigation(actor: Actor): Promise<Record<string, number>> {
      return { notices: (await countOf(actor, 'failed')) + (await countOf(actor, 'unknown')) };
    },
  };
}

export type NoticeReads = ReturnType<typeof createNoticeReads>;

function noticeRecordOf(row: Record<string, unknown>): NoticeRecord {
  return {
    id: String(row['id']),
    caseId: textOrNull(row['case_id']),
    ticketNo: textOrNull(row['ticket_no']),
    about: aboutOf(row),
    lineId: String(row['line_id']),
    msisdnMasked: String(row['msisdn_masked']),
    templateCode: String(row['template_code']),
    templateVersionNo: Number(row['template_version_no']),
    language: String(row['language']) === 'en' ? 'en' : 'zh',
    channel: messageChannel.parse(row['channel']),
    body: String(row['body']),
    parts: Number(row['parts']),
    state: noticeState.parse(row['state']),
    trigger: noticeTrigger.parse(row['trigger_kind']),
    reason: row['reason'] == null ? null : noticeReason.parse(row['reason']),
    reasonText: textOrNull(row['reason_text']),
    nextAt: numberOrNull(row['next_at']),
    notAfterAt: numberOrNull(row['not_after_at']),
    tries: Number(row['tries']),
    actorName: String(row['actor_name']),
    sentAt: numberOrNull(row['sent_at']),
    deliveredAt: numberOrNull(row['delivered_at']),
    createdAt: Number(row['created_at']),
    version: Number(row['version']),
  };
}

function aboutOf(row: Record<string, unknown>): NoticeRecord['about'] {
  const kind = row['about_kind'];
  if (kind !== 'outage' && kind !== 'batch' && kind !== 'claim') return null;
  return { kind, id: String(row['about_id']), number: textOrNull(row['about_number']) };
}

function attemptOf(row: Record<string, unknown>): NoticeAttempt {
  return {
    id: String(row['id']),
    kind: String(row['kind']) === 'query' ? 'query' : 'send',
    startedAt: Number(row['started_at']),
    durationMs: Number(row['duration_ms']),
    outcome: String(row['outcome']),
    rawCode: textOrNull(row['raw_code']),
    rawText: textOrNull(row['raw_text']),
    request: String(row['request']),
    response: String(row['response']),
  };
}
