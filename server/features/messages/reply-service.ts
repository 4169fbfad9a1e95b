import type { Knex } from 'knex';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { normaliseMsisdn, redactNumbers } from '#domain/msisdn.ts';
import { meaningOf, type ReplyMeaning } from '#domain/reply-meaning.ts';
import type { CustomerReply } from '../../connectors/messaging/port.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ConfirmationService } from './confirmation-service.ts';
import type { ConfirmationStore } from './confirmation-store.ts';
import type { SurveyStore } from './survey-store.ts';

interface Needs {
  db: Knex;
  world: World;
  audit: AuditTrail;
  lineByNumber(msisdn: string): Promise<{ id: string } | undefined>;
  confirmations: Pick<ConfirmationService, 'answer'>;
  confirmationStore: Pick<ConfirmationStore, 'forReply'>;
  surveys: Pick<SurveyStore, 'askedOf' | 'answer'>;
}

export const REPLIES_JOB = 'messages.replies';
const CURSOR = 'messages.reply_cursor';

/** What customers answer. Every reply is taken once, whoever tells it and however often. */
export function createReplyService(needs: Needs) {
  const { db, world } = needs;

  /** The notice a reply is about, if it went to the line that answers. */
  async function noticeOf(lineId: string, reply: CustomerReply) {
    if (reply.noticeId === null) return null;
    // The gateway's key may carry a generation behind our id.
    const id = reply.noticeId.slice(0, 26);
    const row = (await db('notices')
      .where({ id, line_id: lineId })
      .select('id', 'case_id', 'template_code')
      .first()) as { id: string; case_id: string | null; template_code: string } | undefined;
    return row ?? null;
  }

  async function act(
    ctx: ActionContext,
    lineId: string,
    notice: { id: string; case_id: string | null; template_code: string } | null,
    meaning: ReplyMeaning,
  ): Promise<void> {
    if (meaning === 'yes' || meaning === 'no') {
      const about = notice?.template_code === 'T8' ? notice.id : null;
      const asked = await needs.confirmationStore.forReply(lineId, about);
      if (asked !== undefined)
        await needs.confirmations.answer(ctx, asked, meaning === 'yes', 'sms');
    }
    if (meaning === 'solved' || meaning === 'unsolved') {
      const about = notice?.template_code === 'T11' ? notice.id : null;
      const survey = await needs.surveys.askedOf(lineId, about);
      if (survey !== undefined) await needs.surveys.answer(ctx, survey, meaning, null);
    }
    if (meaning === 'offer' && notice?.case_id != null)
      await needs.audit.record(ctx, {
        action: 'case.offer_replied',
        subjectType: 'case',
        subjectId: notice.case_id,
        detail: { noticeId: notice.id, templateCode: notice.template_code },
      });
  }

  return {
    /** The last reply that was read from the gateway. */
    async cursor(): Promise<string | null> {
      const row = (await db('settings').where({ name: CURSOR }).first()) as
        { value: string } | undefined;
      return row === undefined ? null : (JSON.parse(row.value) as string);
    },

    async moveCursor(to: string): Promise<void> {
      const row = { value: JSON.stringify(to), updated_at: world.now() };
      if (!(await insertOnce(db, 'settings', { name: CURSOR, ...row })))
        await db('settings').where({ name: CURSOR }).update(row);
    },

    /** Takes one reply; false when it was taken before. */
    async receive(requestId: string, reply: CustomerReply): Promise<boolean> {
      const msisdn = normaliseMsisdn(reply.msisdn);
      const line = msisdn === null ? undefined : await needs.lineByNumber(msisdn);
      const notice = line === undefined ? null : await noticeOf(line.id, reply);
      const meaning = meaningOf(reply.text);
      const fresh = await insertOnce(db, 'message_replies', {
        id: world.nextId(),
        gateway_reply_id: reply.replyId.slice(0, 64),
        line_id: line?.id ?? null,
        notice_id: notice?.id ?? null,
        body: redactNumbers(reply.text).replaceAll('\u0000', '').slice(0, 160),
        meaning,
        received_at: reply.receivedAt,
      });
      if (!fresh) return false;
      const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId };
      if (line !== undefined) await act(ctx, line.id, notice, meaning);
      return true;
    },
  };
}

export type ReplyService = ReturnType<typeof createReplyService>;
