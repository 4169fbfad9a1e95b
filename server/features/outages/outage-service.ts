import type { z } from 'zod';
import type { attachBody, estimateBody, quickOutageBody } from '#contract/outage-work.ts';
import type {
  cancelOutageBody,
  outageCorrectBody,
  outageUpdateBody,
  outageVerbBody,
  restoreBody,
} from '#contract/outages.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import { assertTransition, outageLifecycle } from '#domain/lifecycles.ts';
import { needsAgreement, type OutageFacts } from '#domain/outage-facts.ts';
import type { Zone } from '#domain/time.ts';
import type { AttachedListStore } from './attached-list-store.ts';
import type { Cause } from './default-causes.ts';
import { factFaults } from './fact-faults.ts';
import { writeLocal } from './local-times.ts';
import { estimateOf, factsOfDraft, refuse, type DraftInput } from './outage-draft.ts';
import { draftOfQuick } from './outage-quick.ts';
import { reaches } from './outage-reach.ts';
import type { AreaName } from './outage-record.ts';
import type { Outage } from './outage-row.ts';
import type { OutageStore } from './outage-store.ts';
import type { OutageWriter } from './outage-writer.ts';

export interface OutageServiceNeeds {
  store: Pick<OutageStore, 'byId' | 'knownAreas' | 'editorsOf' | 'hasChildren' | 'lock'>;
  writer: OutageWriter;
  lists: Pick<AttachedListStore, 'byId'>;
  causes(): Promise<readonly Cause[]>;
  namesOf(areaCodes: readonly string[]): Promise<ReadonlyMap<string, AreaName>>;
  /** Of the installation. */
  zone: Zone;
  now(): number;
}

type Faults = Record<string, FieldFault>;

const conflict = (key: string) => new DomainError('conflict', key);

/** Outages: logged, restored, agreed to, confirmed by somebody else, corrected by a new revision. */
export function createOutageService(needs: OutageServiceNeeds) {
  const { store, writer } = needs;

  async function find(ctx: ActionContext, id: string, version?: number): Promise<Outage> {
    const outage = await store.byId(id);
    if (outage === undefined || !reaches(ctx.actor, outage.facts))
      throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && outage.version !== version) throw conflict('errors.stale');
    return outage;
  }

  async function assertSound(
    ctx: ActionContext,
    facts: OutageFacts,
    before: Outage | null = null,
  ): Promise<void> {
    const offered = (await needs.causes()).filter(({ retired }) => retired !== true);
    const knownCauses = new Set(offered.map(({ code }) => code));
    if (before !== null) knownCauses.add(before.facts.cause);
    const knownAreas = await store.knownAreas(facts.areaCodes);
    const { areaCodes: ownAreas } = ctx.actor;
    refuse({
      ...factFaults(facts, { knownAreas, knownCauses, ownAreas, now: needs.now() }),
      ...(await listFault(facts, before?.facts)),
      ...(await parentFault(ctx, facts, before)),
    });
  }

  async function listFault(facts: OutageFacts, before?: OutageFacts): Promise<Faults> {
    const { attachedListId } = facts;
    if (attachedListId == null || attachedListId === before?.attachedListId) return {};
    if ((await needs.lists.byId(attachedListId)) !== undefined) return {};
    return { attachedListId: { message: 'errors.outages.listUnknown' } };
  }

  /** Families are one level deep, so that nothing can be a part of itself. Both rows stay locked until the write. */
  async function parentFault(
    ctx: ActionContext,
    facts: OutageFacts,
    before: Outage | null,
  ): Promise<Faults> {
    const { parentId } = facts;
    if (parentId == null || parentId === before?.facts.parentId) return {};
    const fault = (message: string) => ({ parentId: { message } });
    if (parentId === before?.id) return fault('errors.outages.parentIsSelf');
    await store.lock([parentId, ...(before === null ? [] : [before.id])]);
    const parent = await store.byId(parentId);
    if (parent === undefined || !reaches(ctx.actor, parent.facts) || parent.state === 'cancelled')
      return fault('errors.outages.parentUnknown');
    if (parent.facts.parentId != null) return fault('errors.outages.parentIsChild');
    if (before !== null && (await store.hasChildren(before.id)))
      return fault('errors.outages.hasChildren');
    return {};
  }

  async function assertNotOwn(ctx: ActionContext, outage: Outage): Promise<void> {
    const editors = await store.editorsOf(outage.id);
    if (outage.loggerId === ctx.actor.id || editors.includes(ctx.actor.id))
      throw new DomainError('forbidden', 'errors.outages.ownFacts');
  }

  const withReason = (ctx: ActionContext, reason: string | undefined): ActionContext =>
    reason === undefined ? ctx : { ...ctx, reason };

  return {
    find,

    /** Answers the id. The number is OUT-, the local start date and a running number. */
    async log(
      ctx: ActionContext,
      draft: DraftInput,
      options: { number?: string; demo?: boolean } = {},
    ): Promise<string> {
      const facts = factsOfDraft(draft, null);
      await assertSound(ctx, facts);
      const id = await writer.insert(ctx, facts, options);
      if (id === undefined) throw conflict('errors.outages.numberTaken');
      return id;
    },

    /** Now, here, this service: the rest is assumed and can be said later. Answers the id. */
    async quick(ctx: ActionContext, body: z.output<typeof quickOutageBody>): Promise<string> {
      const codes = [...new Set(body.areaCodes)];
      const names = await needs.namesOf(codes);
      const draft = draftOfQuick(body, {
        zone: needs.zone.name,
        nowLocal: writeLocal(needs.zone, Math.floor(needs.now() / 1000) * 1000),
        areas: codes.flatMap((code) => names.get(code) ?? []),
        causes: await needs.causes(),
      });
      return this.log(ctx, draft);
    },

    /** Before confirmation. Every change of facts is a revision; without one nothing is written. */
    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof outageUpdateBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'open' && outage.state !== 'restored')
        throw conflict('errors.outages.notEditable');
      const facts = factsOfDraft(input, outage.facts);
      await assertSound(ctx, facts, outage);
      await writer.revise(withReason(ctx, input.reason), outage, facts, 'changed');
    },

    /** After confirmation: the next revision, which must be confirmed again. */
    async correct(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof outageCorrectBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'confirmed' && outage.state !== 'closed')
        throw conflict('errors.outages.notConfirmed');
      const facts = factsOfDraft(input, outage.facts);
      if (facts.endedAt === null) refuse({ endedLocal: { message: 'errors.field.required' } });
      await assertSound(ctx, facts, outage);
      const reasoned = { ...ctx, reason: input.reason };
      if (!(await writer.revise(reasoned, outage, facts, 'corrected')))
        throw conflict('errors.outages.nothingChanged');
    },

    /** Makes it a part of another outage, or of none. Before confirmation; afterwards it is a correction. */
    async attach(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof attachBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'open' && outage.state !== 'restored')
        throw conflict('errors.outages.notEditable');
      const facts = factsOfDraft({ parentId: input.parentId }, outage.facts);
      await assertSound(ctx, facts, outage);
      await writer.revise(ctx, outage, facts, 'attached');
    },

    /** After files were added or struck out: before confirmation that is a revision, later the next correction's. */
    async nameEvidence(ctx: ActionContext, id: string): Promise<void> {
      const outage = await find(ctx, id);
      if (outage.state === 'open' || outage.state === 'restored')
        await writer.revise(ctx, outage, outage.facts, 'changed');
    },

    lock: (id: string) => store.lock([id]),

    /** What is thought of the end of an open outage. No fact, and no revision: the history is its own. */
    async estimate(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof estimateBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'open') throw conflict('errors.outages.notOpen');
      const estimatedAt = estimateOf(outage.facts, input.estimatedLocal, needs.now());
      await writer.estimated(ctx, outage, { estimatedAt, note: input.note || null });
    },

    async restore(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof restoreBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'open') throw conflict('errors.outages.notOpen');
      const facts = factsOfDraft({ endedLocal: input.endedLocal }, outage.facts);
      if (facts.endedAt === null) refuse({ endedLocal: { message: 'errors.field.required' } });
      await assertSound(ctx, facts, outage);
      await writer.revise(ctx, outage, facts, 'restored');
    },

    /** A manager's word on force majeure or a third party, given to the facts as they stand. */
    async agree(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof outageVerbBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (outage.state !== 'open' && outage.state !== 'restored')
        throw conflict('errors.outages.notEditable');
      if (!needsAgreement(outage.facts.responsibility))
        throw conflict('errors.outages.agreementNotNeeded');
      if (outage.agreedBy !== null) throw conflict('errors.outages.agreedAlready');
      assertEvidence(outage.facts);
      await assertNotOwn(ctx, outage);
      await writer.agreed(withReason(ctx, input.reason), outage, needs.now());
    },

    /** By somebody who wrote none of its revisions. The responsibility is final from then on. */
    async confirm(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof outageVerbBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      assertTransition(outageLifecycle, outage.state, 'confirmed');
      await assertNotOwn(ctx, outage);
      const { endedAt, responsibility } = outage.facts;
      if (endedAt === null || endedAt > needs.now()) throw conflict('errors.outages.notOver');
      if (needsAgreement(responsibility)) {
        assertEvidence(outage.facts);
        if (outage.agreedBy === null) throw conflict('errors.outages.agreementNeeded');
      }
      await writer.move(withReason(ctx, input.reason), outage, 'confirmed', 'confirmed', {
        responsibilityStage: 'final',
        confirmedBy: ctx.actor.id,
        confirmedByName: ctx.actor.name,
        confirmedAt: needs.now(),
      });
    },

    async cancel(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof cancelOutageBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      if (await store.hasChildren(id)) throw conflict('errors.outages.hasChildren');
      await writer.move({ ...ctx, reason: input.reason }, outage, 'cancelled', 'cancelled');
    },

    async close(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof outageVerbBody>,
    ): Promise<void> {
      const outage = await find(ctx, id, input.version);
      await writer.move(withReason(ctx, input.reason), outage, 'closed', 'closed');
    },
  };
}

export type OutageService = ReturnType<typeof createOutageService>;

/** A note or a file. */
function assertEvidence(facts: OutageFacts): void {
  if (facts.evidenceNote === null && (facts.evidenceIds ?? []).length === 0)
    refuse({ evidenceNote: { message: 'errors.outages.evidenceNeeded' } });
}
