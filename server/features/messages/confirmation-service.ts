import { TECHNICAL_CLOCK_MS } from '#domain/case-rules.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { lampSystems, wantedFor } from '#domain/lamps.ts';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { Confirmation, ConfirmationStore } from './confirmation-store.ts';
import { assertQueued } from './message-blocked.ts';
import type { MessageService } from './message-service.ts';

interface Needs {
  world: World;
  zone: Zone;
  store: ConfirmationStore;
  caseStore: Pick<CaseStore, 'find' | 'move' | 'change'>;
  /** The case at the version its reader saw, within the actor's areas. */
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  messages: Pick<MessageService, 'queueForCase' | 'languageOf'>;
  /** Before an agent acts for a caller. */
  requireIdentity(ctx: ActionContext, lineId: string): Promise<void>;
  /** Sends what lags, where that is allowed now; leaves the case open otherwise. */
  goOn(ctx: ActionContext, caseId: string): Promise<void>;
}

const MINUTE_MS = 60_000;
const EXPIRE_AT_ONCE = 200;

/** Second confirmations: asked with T8, answered by message or on the phone, or expired, and then nothing changes. */
export function createConfirmationService(needs: Needs) {
  const { world, store, caseStore } = needs;

  /** The order is accepted now: what is wanted, and from when. */
  async function accepted(row: CaseRow) {
    if (row.wanted === 'cancelled') return {};
    const effectRule = (await needs.messages.languageOf(row.id))?.effectRule ?? 'at_once';
    const rule = { code: '', retry: 'manual', countsAsFailure: true, policyRefusal: false };
    const wanted = wantedFor(rule, world.now(), needs.zone, effectRule);
    return { ...wanted, dueAt: (wanted.wantedFromAt ?? world.now()) + TECHNICAL_CLOCK_MS };
  }

  async function confirm(ctx: ActionContext, asked: Confirmation, through: 'sms' | 'agent') {
    await store.end(asked, { state: 'confirmed', answeredAt: world.now(), through });
    const row = await caseStore.find(asked.caseId);
    if (row?.state !== 'waiting_customer') return;
    const patch = { ...(await accepted(row)), notBeforeAt: null };
    await caseStore.move(ctx, row, 'open', patch, { cause: 'confirmed', through });
    await needs.goOn(ctx, row.id);
  }

  async function decline(ctx: ActionContext, asked: Confirmation, through: 'sms' | 'agent') {
    await store.end(asked, { state: 'declined', answeredAt: world.now(), through });
    const row = await caseStore.find(asked.caseId);
    if (row?.state !== 'waiting_customer') return;
    // Never ended while it is cancelled here and billed there: then a person has to look.
    const untouched = lampSystems.every((system) => row.actual[system] === 'active');
    await caseStore.move(
      ctx,
      row,
      untouched ? 'withdrawn' : 'open',
      {},
      {
        cause: 'declined',
        through,
      },
    );
  }

  async function expire(ctx: ActionContext, asked: Confirmation) {
    await store.end(asked, { state: 'expired' });
    const row = await caseStore.find(asked.caseId);
    if (row === undefined) return;
    const detail = { cause: 'no_answer', confirmationId: asked.id };
    if (row.state === 'waiting_customer' && asked.stateBefore === 'open')
      await caseStore.move(ctx, row, 'open', {}, detail);
    else await caseStore.change(ctx, row, {}, 'case.confirmation_expired', detail);
  }

  /** A yes or a no; after the end it is only written down. */
  async function answer(
    ctx: ActionContext,
    asked: Confirmation,
    yes: boolean,
    through: 'sms' | 'agent',
  ): Promise<'taken' | 'late'> {
    if (asked.state === 'asked' && asked.expiresAt > world.now()) {
      await (yes ? confirm : decline)(ctx, asked, through);
      return 'taken';
    }
    const row = await caseStore.find(asked.caseId);
    const detail = { confirmationId: asked.id, answer: yes ? 'yes' : 'no', through };
    if (row !== undefined) await caseStore.change(ctx, row, {}, 'case.reply_late', detail);
    return 'late';
  }

  return {
    answer,

    /** Sends the question; until it is answered or expires the case waits for the customer. */
    async ask(
      ctx: ActionContext,
      caseId: string,
      input: { version: number; minutes: number },
    ): Promise<void> {
      const row = await needs.seen(ctx, caseId, input.version);
      if (row.state !== 'open' && row.state !== 'waiting_customer')
        throw new DomainError('conflict', 'errors.messages.askState');
      const [latest] = await store.ofCase(caseId);
      if (latest?.state === 'asked') throw new DomainError('conflict', 'errors.messages.asked');
      const id = world.nextId();
      const askedAt = world.now();
      const expiresAt = askedAt + input.minutes * MINUTE_MS;
      const queued = await needs.messages.queueForCase(ctx, caseId, 'T8', {
        ...{ eventSuffix: id, confirmMinutes: input.minutes, notAfterAt: expiresAt },
      });
      const noticeId = assertQueued(queued);
      await store.insert({
        ...{ id, caseId, lineId: row.lineId, noticeId, state: 'asked', stateBefore: row.state },
        ...{ askedAt, expiresAt, answeredAt: null, answeredThrough: null, version: 1 },
        ...{ askedBy: ctx.actor.id, askedByName: ctx.actor.name },
      });
      const detail = { cause: 'confirmation_asked', confirmationId: id, expiresAt };
      if (row.state === 'open') await caseStore.move(ctx, row, 'waiting_customer', {}, detail);
      else await caseStore.change(ctx, row, {}, 'case.confirmation_asked', detail);
    },

    /** What the customer said on the phone, after the identity check. */
    async answerByAgent(
      ctx: ActionContext,
      caseId: string,
      input: { version: number; answer: 'yes' | 'no' },
    ): Promise<void> {
      const row = await needs.seen(ctx, caseId, input.version);
      await needs.requireIdentity(ctx, row.lineId);
      const [latest] = await store.ofCase(caseId);
      if (latest?.state !== 'asked' || latest.expiresAt <= world.now())
        throw new DomainError('conflict', 'errors.messages.notAsked');
      await answer(ctx, latest, input.answer === 'yes', 'agent');
    },

    /** Questions whose time is over; a scheduled job calls it. Answers how many. */
    async expireDue(): Promise<number> {
      const due = await store.expired(world.now(), EXPIRE_AT_ONCE);
      const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'confirmations.expire' };
      for (const asked of due) await expire(ctx, asked);
      return due.length;
    },
  };
}

export type ConfirmationService = ReturnType<typeof createConfirmationService>;
