import type { Knex } from 'knex';
import { resyncVerdict } from '#domain/case-rules.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseDbRow, CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseService } from '../unsubscribes/case-service.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import { createAlternativeService } from './alternative-service.ts';
import { createAlternativeStore } from './alternative-store.ts';
import { createCaseMessages } from './case-messages.ts';
import { createConfirmationService } from './confirmation-service.ts';
import { createConfirmationStore } from './confirmation-store.ts';
import { assertQueued } from './message-blocked.ts';
import { createMessageFacts } from './message-facts.ts';
import { createMessageListener } from './message-listener.ts';
import { createMessageService, SEND_JOB } from './message-service.ts';
import { createMessageSettings } from './message-settings.ts';
import { createNoticeReads } from './notice-reads.ts';
import { createNoticeStore, type Notice } from './notice-store.ts';
import { createOutboxService, type RoundPacing } from './outbox-service.ts';
import { createReplyService, REPLIES_JOB } from './reply-service.ts';
import { readSmsOut } from './sms-outages.ts';
import { createSurveyStore } from './survey-store.ts';
import { createTemplateReads } from './template-reads.ts';
import { createTemplateService } from './template-service.ts';
import { createTemplateStore } from './template-store.ts';

interface Outgoing {
  mayWorkNotice(actor: Actor, noticeId: string): Promise<boolean>;
  caseRowOf(row: CaseDbRow): CaseRow;
  zone: Zone;
  audit: AuditTrail;
  outbox: OutboxDoor;
  roundPacing: RoundPacing;
  /** Of messages of rounds, those that say what is not so any more. */
  roundTruth(notices: readonly Notice[]): Promise<ReadonlySet<string>>;
  /** Of these lines, those that want nothing that is not essential. */
  optedOut(lineIds: readonly string[]): Promise<ReadonlySet<string>>;
}

interface Incoming {
  zone: Zone;
  audit: AuditTrail;
  caseStore: CaseStore;
  cases: CaseService;
  enqueue(request: JobRequest): Promise<string>;
  lineByNumber(msisdn: string): Promise<{ id: string } | undefined>;
  requireIdentity(ctx: ActionContext, lineId: string): Promise<void>;
  requestResync(ctx: ActionContext, caseId: string, version: number): Promise<void>;
}

/** Where messages are put, and what they are written from. */
export function composeOutbox(
  db: Knex,
  world: World,
  needs: { audit: AuditTrail; enqueue(request: JobRequest): Promise<string> },
) {
  const store = createNoticeStore(db, world);
  return {
    store,
    templateStore: createTemplateStore(db, world),
    settings: createMessageSettings({ db, world, audit: needs.audit }),
    /** Puts a job there that looks at the outbox, unless one is about to. */
    async sendSoon(): Promise<void> {
      if (await store.hasReadyJob(SEND_JOB)) return;
      await needs.enqueue({ kind: SEND_JOB, subjectId: SEND_JOB });
    },
  };
}

export type OutboxDoor = ReturnType<typeof composeOutbox>;

/** What leaves: needed before cases exist, because cases tell their listeners. */
export function composeOutgoing(db: Knex, world: World, needs: Outgoing) {
  const { zone, audit } = needs;
  const { store, templateStore, settings, sendSoon } = needs.outbox;
  const { optedOut } = needs;
  const messages = createMessageService({
    ...{ world, zone, audit, store, settings, sendSoon, optedOut },
    templates: templateStore,
    facts: createMessageFacts(db, world, needs.caseRowOf),
  });
  const notices = createNoticeReads(db, needs.mayWorkNotice);
  const templates = createTemplateReads({ db, store: templateStore, settings });
  return {
    messages,
    notices,
    messageSettings: settings,
    messageTemplates: createTemplateService({ store: templateStore, audit, world }),
    messageTemplateReads: templates,
    messageListener: createMessageListener({ world, messages, settings, store }),
    outbox: createOutboxService({
      ...{ world, zone, audit, store, settings },
      noLongerTrue: async (waiting) =>
        new Set([...(await messages.noLongerTrue(waiting)), ...(await needs.roundTruth(waiting))]),
      smsOut: () => readSmsOut(db, world.now()),
      rounds: needs.roundPacing,
    }),
    sendSoon,
    /** The first message once more for this wait; false where it is switched off, told before, or a fact is missing. */
    async remindWaiting(ctx: ActionContext, caseId: string, waitId: string): Promise<boolean> {
      if (!(await settings.read()).remindWaiting) return false;
      const options = { trigger: 'auto', eventSuffix: `wait:${waitId}` } as const;
      return (await messages.queueMany(ctx, new Map([[caseId, null]]), options)) > 0;
    },
    /** One item of a bulk plan; throws the first fact that is missing. */
    async sendInBulk(ctx: ActionContext, caseId: string, code: string): Promise<void> {
      assertQueued(await messages.queueForCase(ctx, caseId, code, { trigger: 'bulk' }));
    },
    /** A gateway says that something became of a message: it is not believed, only asked at once. */
    async heardOf(key: string): Promise<boolean> {
      // The gateway's key may carry a generation behind our id.
      if (!(await store.askNow(key.slice(0, 26)))) return false;
      await sendSoon();
      return true;
    },
    /** Puts a job there when something is due; a schedule calls it. */
    async sendDue(): Promise<void> {
      if (await store.hasDue(await needs.roundPacing.running())) await sendSoon();
    },
  };
}

export type OutgoingMessages = ReturnType<typeof composeOutgoing>;

/** What comes back, and what follows for the case. */
export function composeIncoming(
  db: Knex,
  world: World,
  needs: Incoming & Pick<OutgoingMessages, 'messages' | 'notices'>,
) {
  const { zone, audit, caseStore, cases, messages, requireIdentity } = needs;
  const confirmationStore = createConfirmationStore(db);
  const alternativeStore = createAlternativeStore(db);
  const noticeStore = createNoticeStore(db, world);
  const surveys = createSurveyStore({ db, world, audit });
  const confirmations = createConfirmationService({
    ...{ world, zone, caseStore, messages, requireIdentity },
    store: confirmationStore,
    seen: cases.seen,
    async goOn(ctx, caseId) {
      const row = await caseStore.find(caseId);
      if (row !== undefined && resyncVerdict(row, world.now()).allowed)
        await needs.requestResync(ctx, caseId, row.version);
    },
  });
  return {
    confirmations,
    surveys,
    alternatives: createAlternativeService({
      ...{ world, zone, caseStore, cases, messages, requireIdentity },
      store: alternativeStore,
    }),
    replies: createReplyService({
      ...{ db, world, audit, confirmations, confirmationStore, surveys },
      lineByNumber: needs.lineByNumber,
    }),
    caseMessages: createCaseMessages({
      ...{ seen: cases.seen, messages, notices: needs.notices, surveys },
      confirmations: confirmationStore,
      alternatives: alternativeStore,
    }),
    /** Puts a job there while customers may be answering something; a schedule calls it. */
    async readRepliesDue(): Promise<void> {
      const expected = (await confirmationStore.anyAsked()) || (await surveys.anyAsked());
      if (expected && !(await noticeStore.hasReadyJob(REPLIES_JOB)))
        await needs.enqueue({ kind: REPLIES_JOB, subjectId: REPLIES_JOB });
    },
  };
}
