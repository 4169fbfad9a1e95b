import type { z } from 'zod';
import type {
  agreeRecoveryBody,
  claimHeadBody,
  FileRecovery,
  moveRecoveryBody,
  receiveBody,
  sendLetterBody,
} from '#contract/recoveries.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { assertTransition } from '#domain/lifecycles.ts';
import {
  isAmong,
  isPaid,
  receiptFault,
  recoveryClaiming,
  recoveryLifecycle,
  recoveryPaying,
  type RecoveryState,
} from '#domain/recoveries.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { PostedCredits } from './posted-credits.ts';
import type { Head, Recovery, RecoveryChange, RecoveryStore } from './recovery-store.ts';

/** What a case needs to know of its outage. */
export interface ClaimedOutage {
  id: string;
  number: string;
  state: string;
  facts: {
    title: string;
    responsibility: string;
    responsibleParty: string | null;
    parentId?: string | null | undefined;
    startedAt: number;
    endedAt: number | null;
  };
}

interface Needs {
  store: RecoveryStore;
  posted: PostedCredits;
  audit: Pick<AuditTrail, 'record'>;
  outages: {
    /** Throws `not_found` for what the caller may not see. */
    find(ctx: ActionContext, id: string): Promise<ClaimedOutage>;
    lock(id: string): Promise<void>;
  };
  /** When the claim lapses and when that is warned of, by the rule in force. */
  limitation(from: number): Promise<{ dueAt: number | null; warnAt: number | null }>;
  now(): number;
  zone: Zone;
}

type Sent<B extends z.ZodType> = z.output<B>;

/** Claiming back from a third party: filed, written for, agreed, paid; or fought over, or given up. */
export function createRecoveryService(needs: Needs) {
  const { store, posted, audit, outages, now } = needs;

  async function seen(ctx: ActionContext, id: string, version?: number): Promise<Recovery> {
    const found = await store.find(id);
    if (found === undefined) throw new DomainError('not_found', 'errors.notFound');
    await outages.find(ctx, found.outageId);
    if (version !== undefined && found.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return found;
  }

  const record = (ctx: ActionContext, act: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `recovery.${act}`,
      subjectType: 'recovery',
      subjectId: id,
      detail: { ...detail },
    });

  /** Customers' credits are claimed once, whoever pays them. */
  async function assertPosted(outageId: string, id: string | null, fen: number): Promise<void> {
    const room = (await posted.postedFen(outageId)) - (await posted.claimedFen(outageId, id));
    if (fen > room)
      throw invalidField('claimedFen.compensation', 'errors.recoveries.overPosted', {
        yuan: yuanText(Math.max(0, room)),
      });
  }

  async function obstacleOf(outage: ClaimedOutage): Promise<string | null> {
    const { responsibility, parentId } = outage.facts;
    if (responsibility !== 'third_party') return 'errors.recoveries.notThirdParty';
    if (outage.state !== 'confirmed' && outage.state !== 'closed')
      return 'errors.recoveries.notConfirmed';
    return (await posted.isPart(parentId)) ? 'errors.recoveries.part' : null;
  }

  /** One move of the table, with what comes with it. */
  async function move(
    ctx: ActionContext,
    row: Recovery,
    to: RecoveryState,
    act: { name: string; change?: RecoveryChange; detail?: object },
  ): Promise<void> {
    assertTransition(recoveryLifecycle, row.state, to);
    const heads = act.change?.heads ?? (await store.heads(row.id));
    await store.update(row, heads, { ...act.change, state: to });
    await record(ctx, act.name, row.id, { from: row.state, to, ...act.detail });
  }

  const reasoned = (ctx: ActionContext, reason: string | undefined): ActionContext =>
    reason === undefined ? ctx : { ...ctx, reason };

  function assertAhead(dueAt: number): void {
    if (dueAt <= now()) throw invalidField('dueAt', 'errors.recoveries.past');
  }

  return {
    seen,
    record,
    obstacleOf,

    async file(ctx: ActionContext, input: FileRecovery): Promise<string> {
      const { outageId, party } = input;
      const outage = await outages.find(ctx, outageId);
      await outages.lock(outageId);
      const obstacle = await obstacleOf(outage);
      if (obstacle !== null) throw new DomainError('conflict', obstacle);
      const other = await store.ofParty(outageId, party);
      if (other !== undefined)
        throw invalidField('party', 'errors.recoveries.exists', { number: other });
      const heads = headsOf(input.heads);
      if (claimedOf(heads) === 0) throw invalidField('heads', 'errors.recoveries.nothing');
      const own = heads.find(({ head }) => head === 'compensation');
      await assertPosted(outageId, null, own?.claimedFen ?? 0);
      const damageKnownAt = input.damageKnownAt ?? outage.facts.endedAt ?? outage.facts.startedAt;
      if (damageKnownAt > now()) throw invalidField('damageKnownAt', 'errors.recoveries.future');
      const { dueAt: limitationAt, warnAt } = await needs.limitation(damageKnownAt);
      const day = localDateAt(needs.zone, now()).slice(2).replaceAll('-', '');
      const id = await store.insert(ctx.actor, {
        number: await store.nextNumber(`R-${day}-`),
        ...{ outageId, party, partyAddress: input.partyAddress ?? null, heads },
        ...{ damageKnownAt, limitationAt, limitationWarnAt: warnAt },
      });
      await record(ctx, 'filed', id, { outageId, party, fen: claimedOf(heads) });
      return id;
    },

    /** What is claimed under one head; once a letter went out, why it changed is told. */
    async claim(ctx: ActionContext, id: string, input: Sent<typeof claimHeadBody>) {
      const row = await seen(ctx, id, input.version);
      if (!isAmong(recoveryClaiming, row.state))
        throw new DomainError('conflict', 'errors.recoveries.claimFixed');
      if (row.state !== 'filed' && input.reason === undefined)
        throw invalidField('reason', 'errors.field.required');
      await outages.lock(row.outageId);
      const { head, claimedFen, basis } = input;
      if (head === 'compensation') await assertPosted(row.outageId, id, claimedFen);
      const before = await store.heads(id);
      const heads = [
        ...before.filter((one) => one.head !== head),
        { head, claimedFen, basis, agreedFen: null, receivedFen: 0 },
      ];
      if (claimedOf(heads) === 0) throw invalidField('claimedFen', 'errors.recoveries.nothing');
      await store.update(row, heads, { heads });
      const was = before.find((one) => one.head === head)?.claimedFen ?? 0;
      const detail = { head, fen: claimedFen, fromFen: was };
      await record(reasoned(ctx, input.reason), 'claimed', id, detail);
    },

    /** The letter has gone out: an answer is expected by a date. */
    async sendLetter(ctx: ActionContext, id: string, input: Sent<typeof sendLetterBody>) {
      const row = await seen(ctx, id, input.version);
      assertAhead(input.dueAt);
      const { dueAt } = input;
      await move(ctx, row, 'letter_sent', {
        name: 'letter_sent',
        change: { dueAt, letterSentAt: now() },
        detail: { dueAt, fen: claimedOf(await store.heads(id)), letter: row.letterCount + 1 },
      });
    },

    async negotiate(ctx: ActionContext, id: string, input: Sent<typeof moveRecoveryBody>) {
      const row = await seen(ctx, id, input.version);
      await move(reasoned(ctx, input.reason), row, 'negotiating', { name: 'negotiating' });
    },

    /** What the other side will pay, head by head, and by when; never more than is claimed. */
    async agree(ctx: ActionContext, id: string, input: Sent<typeof agreeRecoveryBody>) {
      const row = await seen(ctx, id, input.version);
      assertAhead(input.dueAt);
      const agreed = new Map(input.heads.map(({ head, agreedFen }) => [head, agreedFen]));
      const heads = (await store.heads(id)).map((one) => {
        const agreedFen = agreed.get(one.head) ?? 0;
        if (agreedFen > one.claimedFen)
          throw invalidField(`agreedFen.${one.head}`, 'errors.recoveries.overClaimed');
        return { ...one, agreedFen };
      });
      const fen = heads.reduce((sum, { agreedFen }) => sum + agreedFen, 0);
      if (fen === 0) throw invalidField('heads', 'errors.recoveries.nothingAgreed');
      if (fen < claimedOf(heads) && input.reason === undefined)
        throw invalidField('reason', 'errors.recoveries.lessNeedsReason');
      const { dueAt } = input;
      const change = { dueAt, heads };
      const detail = { fen, dueAt };
      await move(reasoned(ctx, input.reason), row, 'agreed', { name: 'agreed', change, detail });
    },

    /** Money in, or an earlier entry taken back. The case is settled once every head is paid. */
    async receive(ctx: ActionContext, id: string, input: Sent<typeof receiveBody>) {
      const row = await seen(ctx, id, input.version);
      if (!isAmong(recoveryPaying, row.state))
        throw new DomainError('conflict', 'errors.recoveries.notAgreed');
      const before = await store.heads(id);
      const own = before.find(({ head }) => head === input.head);
      if (own === undefined) throw invalidField('head', 'errors.recoveries.noHead');
      const { amountFen, head, receivedOn, reference, reason } = input;
      const fault = receiptFault(own, amountFen, reason !== undefined);
      if (fault !== null)
        throw invalidField(
          fault === 'reason' ? 'reason' : 'amountFen',
          `errors.recoveries.receipt.${fault}`,
        );
      if (receivedOn > localDateAt(needs.zone, now()))
        throw invalidField('receivedOn', 'errors.recoveries.future');
      const paid = { ...own, receivedFen: own.receivedFen + amountFen };
      const heads = before.map((one) => (one.head === head ? paid : one));
      const to = isPaid(heads) ? 'settled' : 'part_received';
      // What arrives after the end, such as interest, changes its sums and not its state.
      if (to === row.state && to === 'settled') await store.update(row, heads, { heads });
      else {
        assertTransition(recoveryLifecycle, row.state, to);
        await store.update(row, heads, { state: to, heads });
      }
      const receipt = { head, amountFen, receivedOn, reference, reason: reason ?? null };
      await store.addReceipt(ctx.actor, { recoveryId: id, ...receipt });
      const detail = { head, fen: amountFen, receivedOn, reference, from: row.state, to };
      await record(reasoned(ctx, reason), 'received', id, detail);
    },

    async litigate(ctx: ActionContext, id: string, input: Sent<typeof moveRecoveryBody>) {
      const row = await seen(ctx, id, input.version);
      await move(reasoned(ctx, input.reason), row, 'litigated', { name: 'litigated' });
    },

    async writeOff(ctx: ActionContext, id: string, input: Sent<typeof moveRecoveryBody>) {
      const row = await seen(ctx, id, input.version);
      await move(reasoned(ctx, input.reason), row, 'written_off', { name: 'written_off' });
    },

    async note(ctx: ActionContext, id: string, body: string): Promise<void> {
      await seen(ctx, id);
      const noteId = await store.addNote(ctx.actor, id, body);
      await record(ctx, 'noted', id, { noteId });
    },
  };
}

export type RecoveryService = ReturnType<typeof createRecoveryService>;

const yuanText = (fen: number): string =>
  `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

const claimedOf = (heads: readonly { claimedFen: number }[]): number =>
  heads.reduce((sum, { claimedFen }) => sum + claimedFen, 0);

function headsOf(claimed: FileRecovery['heads']): Head[] {
  if (new Set(claimed.map(({ head }) => head)).size !== claimed.length)
    throw invalidField('heads', 'errors.recoveries.twice');
  return claimed.map((one) => ({ ...one, agreedFen: null, receivedFen: 0 }));
}
