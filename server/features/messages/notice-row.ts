import type { MessageChannel, NoticeReason, NoticeTrigger } from '#contract/messages.ts';
import type { NoticeState } from '#domain/lifecycles.ts';
import type { MessageLanguage } from '#domain/message-text.ts';
import { given, numberOrNull } from '../../db/cells.ts';

/** What a message that is about no case is about. */
export interface NoticeAbout {
  kind: 'outage' | 'batch' | 'claim';
  id: string;
}

/** A message as it is put into the outbox. */
export interface NewNotice {
  id: string;
  /** Whatever tells the same line of the same event finds this taken. */
  eventKey: string;
  caseId: string | null;
  lineId: string;
  msisdnMasked: string;
  areaCode: string;
  /** The round it is one of. */
  roundId?: string;
  about?: NoticeAbout;
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
  roundId: string | null;
  about: NoticeAbout | null;
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

/** The columns of a new message. */
export function rowOf(notice: NewNotice, now: number): Record<string, unknown> {
  return {
    id: notice.id,
    event_key: notice.eventKey,
    case_id: notice.caseId,
    round_id: notice.roundId ?? null,
    about_kind: notice.about?.kind ?? null,
    about_id: notice.about?.id ?? null,
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

/** The columns that a change touches. */
export function columnsOf(change: NoticeChange): Record<string, unknown> {
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
  return given(columns);
}

export function noticeOf(row: Record<string, unknown>): Notice {
  return {
    id: String(row['id']),
    caseId: row['case_id'] == null ? null : String(row['case_id']),
    roundId: row['round_id'] == null ? null : String(row['round_id']),
    about:
      row['about_id'] == null
        ? null
        : { kind: row['about_kind'] as NoticeAbout['kind'], id: String(row['about_id']) },
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
