import type { z } from 'zod';
import type { answerSurveyBody, CaseMessages, MessageChannel } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { AlternativeStore } from './alternative-store.ts';
import type { Confirmation, ConfirmationStore } from './confirmation-store.ts';
import { assertQueued } from './message-blocked.ts';
import type { MessageService } from './message-service.ts';
import type { NoticeReads } from './notice-reads.ts';
import type { SurveyStore } from './survey-store.ts';

interface Needs {
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  messages: MessageService;
  notices: NoticeReads;
  confirmations: ConfirmationStore;
  alternatives: AlternativeStore;
  surveys: SurveyStore;
}

/** Minutes a second confirmation has when nobody says otherwise. */
const CONFIRM_MINUTES = 30;

/** Everything a case and its customer have said to each other, and what could be said next. */
export function createCaseMessages(needs: Needs) {
  return {
    async show(ctx: ActionContext, caseId: string): Promise<CaseMessages> {
      const row = await needs.seen(ctx, caseId);
      const subject = await needs.messages.languageOf(caseId);
      return {
        language: subject?.language ?? 'zh',
        notices: await needs.notices.ofCase(caseId),
        options: await needs.messages.optionsOf(caseId, CONFIRM_MINUTES),
        confirmations: (await needs.confirmations.ofCase(caseId)).map(recordOf),
        alternatives: await needs.alternatives.ofCase(caseId),
        survey: await needs.surveys.ofCase(caseId),
        contractEndOn: row.contractEndOn,
        exitFeeFen: subject?.exitFeeFen ?? null,
      };
    },

    /** One message by hand; a question has its own verb, because the case waits for its answer. */
    async send(
      ctx: ActionContext,
      caseId: string,
      input: { templateCode: string; channel: MessageChannel },
    ): Promise<void> {
      await needs.seen(ctx, caseId);
      const { templateCode, channel } = input;
      if (templateCode === 'T8') throw new DomainError('conflict', 'errors.messages.askInstead');
      const queued = await needs.messages.queueForCase(ctx, caseId, templateCode, { channel });
      assertQueued(queued);
    },

    /** What the customer said on the phone when asked whether it is settled. */
    async answerSurvey(
      ctx: ActionContext,
      caseId: string,
      input: z.output<typeof answerSurveyBody>,
    ): Promise<void> {
      const { lineId, failureCode, demo } = await needs.seen(ctx, caseId);
      const question = { caseId, lineId, failureCode, noticeId: null, demo };
      await needs.surveys.answer(ctx, question, input.answer, input.reasonTag ?? null);
    },
  };
}

export type CaseMessagesService = ReturnType<typeof createCaseMessages>;

function recordOf(one: Confirmation): CaseMessages['confirmations'][number] {
  const { id, noticeId, state, askedAt, expiresAt, answeredAt } = one;
  const { answeredThrough, askedByName, version } = one;
  return {
    ...{ id, noticeId, state, askedAt, expiresAt, answeredAt },
    ...{ answeredThrough, askedByName, version },
  };
}
