import type { z } from 'zod';
import type {
  AlternativeKind,
  AlternativeRecord,
  decideAlternativeBody,
  offerAlternativeBody,
} from '#contract/messages.ts';
import { TECHNICAL_CLOCK_MS } from '#domain/case-rules.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { endOfDay, type Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseService } from '../unsubscribes/case-service.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { AlternativeStore } from './alternative-store.ts';
import { assertQueued } from './message-blocked.ts';
import type { MessageService } from './message-service.ts';

/** The message that names each offer. */
const TELLS: Readonly<Record<AlternativeKind, string>> = {
  early_exit: 'T3',
  wait_for_end: 'T3',
  change_plan: 'T3A',
  keep: 'T3A',
  suspend: 'T3B',
};

interface Needs {
  world: World;
  zone: Zone;
  store: AlternativeStore;
  caseStore: Pick<CaseStore, 'move' | 'change'>;
  cases: Pick<CaseService, 'seen' | 'withdraw'>;
  messages: Pick<MessageService, 'queueForCase'>;
  requireIdentity(ctx: ActionContext, lineId: string): Promise<void>;
}

/** What can be had instead of an unsubscribe: offered, then chosen or refused, and what follows for the case. */
export function createAlternativeService(needs: Needs) {
  const { world, store, caseStore } = needs;

  /** The customer pays and leaves: the request stands from now on. */
  async function exitEarly(ctx: ActionContext, row: CaseRow): Promise<void> {
    const now = world.now();
    const patch = {
      ...{ wanted: 'cancelled' as const, wantedFromAt: now, dueAt: now + TECHNICAL_CLOCK_MS },
      notBeforeAt: null,
    };
    if (row.state === 'open') await caseStore.change(ctx, row, patch, 'case.exit_accepted');
    else await caseStore.move(ctx, row, 'open', patch, { cause: 'early_exit' });
  }

  async function waitForEnd(ctx: ActionContext, row: CaseRow): Promise<void> {
    if (row.contractEndOn === null) throw invalidField('outcome', 'errors.messages.noContractEnd');
    const patch = { notBeforeAt: endOfDay(needs.zone, row.contractEndOn) };
    const detail = { cause: 'wait_for_end' };
    if (row.state === 'waiting_date')
      return void (await caseStore.change(ctx, row, patch, 'case.date_booked', detail));
    const open = row.state === 'open' ? row : await caseStore.move(ctx, row, 'open', {}, detail);
    await caseStore.move(ctx, open, 'waiting_date', patch, detail);
  }

  async function chosen(
    ctx: ActionContext,
    row: CaseRow,
    offer: AlternativeRecord,
    input: z.output<typeof decideAlternativeBody>,
  ): Promise<void> {
    if (offer.kind === 'early_exit') return exitEarly(ctx, row);
    if (offer.kind === 'wait_for_end') return waitForEnd(ctx, row);
    const { version, exception } = { version: row.version, exception: input.exception };
    const reason = input.reason ?? offer.label;
    await needs.cases.withdraw(ctx, row.id, { version, reason, exception });
  }

  async function openCase(ctx: ActionContext, caseId: string, version: number): Promise<CaseRow> {
    const row = await needs.cases.seen(ctx, caseId, version);
    if (isCaseEnded(row.state)) throw new DomainError('conflict', 'errors.cases.ended');
    return row;
  }

  return {
    /** Writes down what was offered, and tells it by message, to the line itself, where asked to. */
    async offer(
      ctx: ActionContext,
      caseId: string,
      input: z.output<typeof offerAlternativeBody>,
    ): Promise<void> {
      const row = await openCase(ctx, caseId, input.version);
      const id = world.nextId();
      const { kind, label } = input;
      await store.insert({
        ...{ id, caseId, kind, label, feeFen: input.feeFen ?? null, offeredAt: world.now() },
        ...{ offeredBy: ctx.actor.id, offeredByName: ctx.actor.name },
      });
      await caseStore.change(ctx, row, {}, 'case.alternative_offered', { kind, label });
      if (!input.tell) return;
      const queued = await needs.messages.queueForCase(ctx, caseId, TELLS[kind], {
        eventSuffix: id,
      });
      await store.told(id, assertQueued(queued));
    },

    /** What the caller, who has to be known, chose: the case goes on, waits for its date, or ends because the request was taken back. */
    async decide(
      ctx: ActionContext,
      caseId: string,
      id: string,
      input: z.output<typeof decideAlternativeBody>,
    ): Promise<void> {
      const row = await openCase(ctx, caseId, input.version);
      await needs.requireIdentity(ctx, row.lineId);
      const offer = await store.find(caseId, id);
      if (offer === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (offer.state !== 'offered')
        throw new DomainError('conflict', 'errors.messages.offerDecided');
      const { outcome } = input;
      await store.decide(offer, { state: outcome, byName: ctx.actor.name, at: world.now() });
      const detail = { kind: offer.kind, label: offer.label };
      const after = await caseStore.change(ctx, row, {}, `case.alternative_${outcome}`, detail);
      if (outcome === 'chosen') await chosen(ctx, after, offer, input);
    },
  };
}

export type AlternativeService = ReturnType<typeof createAlternativeService>;
