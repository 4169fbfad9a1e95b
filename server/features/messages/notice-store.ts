import type { Knex } from 'knex';
import type { MessageChannel, NoticeReason, NoticeTrigger } from '#contract/messages.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, noticeLifecycle, type NoticeState } from '#domain/lifecycles.ts';
import type { MessageLanguage } from '#domain/message-text.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** A message as it is put into the outbox. */
export interface NewNotice {
  id: string;
  /** Whatever tells the same line of the same event finds this taken. */
  eventKey: string;
  caseId: string | null;
  lineId: string;
  msisdnMasked: string;
  areaCode: string;
  templateCode: string;
  templateVersionNo: number;
  language: MessageLanguage;
  channel: MessageChannel;
  body: string;
  parts: number;
  trigger: NoticeTrigger;
  /** Not sent before; null: at once. */
  notBeforeAt: number | null;
  notAfterAt: number | null;
  actorId: string;
  actorName: string;
  demo: boolean;
}

/** What the outbox needs of a message to send it. */
export interface Notice {
  id: string;
  caseId: string | null;
  lineId: string;
  areaCode: string;
  templateCode: string;
  channel: MessageChannel;
  body: string;
  state: NoticeState;
  reason: NoticeReason | null;
  tries: number;
  generation: number;
  notAfterAt: number | null;
  sentAt: number | null;
  createdAt: number;
  demo: boolean;
  version: number;
}

export interface NoticeChange {
  to: NoticeState;
  reason?: NoticeReason | null;
  reasonText?: string | null;
  nextAt?: number | null;
  tries?: number;
  generation?: number;
  gatewayId?: string;
  sentAt?: number;
  deliveredAt?: number;
}

const CHUNK = 200;

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

    /** Rows of one state whose time has come, locked. */
    async due(state: NoticeState, limit: number): Promise<Notice[]> {
      const rows = (await lockRows(
        db,
        db('notices')
          .where({ state })
          .where('next_at', '<=', world.now())
          .where((free) => free.whereNull('claim_until').orWhere('claim_until', '<', world.now()))
          .orderBy([{ column: 'next_at' }, { column: 'id' }])
          .limit(limit),
      )) as Record<string, unknown>[];
      return rows.map(noticeOf);
    },

    /** Of the queued ones: those a worker took and never wrote down. They may have left. */
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

    async hasDue(): Promise<boolean> {
      for (const state of ['queued', 'held', 'unknown', 'sent'] as const) {
        const [row] = await db('notices')
          .where({ state })
          .where('next_at', '<=', world.now())
          .select('id')
          .limit(1);
        if (row !== undefined) return true;
      }
      return false;
    },

    async insertAttempts(rows: readonly Record<string, unknown>[]): Promise<void> {
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('notice_attempts').insert(rows.slice(start, start + CHUNK));
    },

    /** Whether a job that has not begun yet will look at the outbox. */
    async hasReadyJob(kind: string): Promise<boolean> {
      const [row] = await db('jobs')
        .where({ subject_id: kind, state: 'ready' })
        .where('run_at', '<=', world.now())
        .select('id')
        .limit(1);
      return row !== undefined;
    },
  };
}

export type NoticeStore = ReturnType<typeof createNoticeStore>;

function rowOf(notice: NewNotice, now: number): Record<string, unknown> {
  return {
    id: notice.id,
    event_key: notice.eventKey,
    case_id: notice.caseId,
    line_id: notice.lineId,
    msisdn_masked: notice.msisdnMasked,
    area_code: notice.areaCode,
    template_code: notice.templateCode,
    template_version_no: notice.templateVersionNo,
    language: notice.language,
    channel: notice.channel,
    body: notice.body,
    parts: notice.parts,
    state: 'queued',
    trigger_kind: notice.trigger,
    next_at: notice.notBeforeAt ?? now,
    not_after_at: notice.notAfterAt,
    tries: 0,
    generation: 1,
    actor_id: notice.actorId,
    actor_name: notice.actorName,
    demo: notice.demo,
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

function columnsOf(change: NoticeChange): Record<string, unknown> {
  const columns = {
    state: change.to,
    reason: change.reason,
    reason_text: change.reasonText,
    next_at: change.nextAt,
    tries: change.tries,
    generation: change.generation,
    gateway_id: change.gatewayId?.slice(0, 64),
    sent_at: change.sentAt,
    delivered_at: change.deliveredAt,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

const numberOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

function noticeOf(row: Record<string, unknown>): Notice {
  return {
    id: String(row['id']),
    caseId: row['case_id'] == null ? null : String(row['case_id']),
    lineId: String(row['line_id']),
    areaCode: String(row['area_code']),
    templateCode: String(row['template_code']),
    channel: String(row['channel']) as MessageChannel,
    body: String(row['body']),
    state: String(row['state']) as NoticeState,
    reason: row['reason'] == null ? null : (String(row['reason']) as NoticeReason),
    tries: Number(row['tries']),
    generation: Number(row['generation']),
    notAfterAt: numberOrNull(row['not_after_at']),
    sentAt: numberOrNull(row['sent_at']),
    createdAt: Number(row['created_at']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
  };
}
