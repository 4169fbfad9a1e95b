import type { z } from 'zod';
import type {
  cancelOutageBody,
  Membership,
  outageCorrectBody,
  outagePreviewBody,
  outageUpdateBody,
  outageVerbBody,
  restoreBody,
} from '#contract/outages.ts';
import { inAreas } from '#domain/area-range.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, outageLifecycle } from '#domain/lifecycles.ts';
import { needsAgreement, type OutageFacts } from '#domain/outage-facts.ts';
import type { Cause } from './default-causes.ts';
import { factFaults } from './fact-faults.ts';
import { readLocal } from './local-times.ts';
import type { MembershipReads } from './membership.ts';
import { factsOfDraft, refuse, zoneOf, type DraftInput } from './outage-draft.ts';
import type { Outage } from './outage-row.ts';
import type { OutageStore } from './outage-store.ts';
import type { OutageWriter } from './outage-writer.ts';

export interface OutageServiceNeeds {
  store: Pick<OutageStore, 'byId' | 'knownAreas' | 'editorsOf'>;
  writer: OutageWriter;
  membership: Pick<MembershipReads, 'snapshotValidAt' | 'count'>;
  causes(): Promise<readonly Cause[]>;
  now(): number;
}

const conflict = (key: string) => new DomainError('conflict', key);

/** Outages: logged, restored, agreed to, confirmed by somebody else, corrected by a new revision. */
export function createOutageService(needs: OutageServiceNeeds) {
  const { store, writer, membership } = needs;

  async function find(ctx: ActionContext, id: string, version?: number): Promise<Outage> {
    const outage = await store.byId(id);
    if (outage === undefined || !reaches(ctx, outage.facts))
      throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && outage.version !== version) throw conflict('errors.stale');
    return outage;
  }

  async function assertSound(
    ctx: ActionContext,
    facts: OutageFacts,
    before: OutageFacts | null = null,
  ): Promise<void> {
    const offered = (await needs.causes()).filter(({ retired }) => retired !== true);
    const knownCauses = new Set(offered.map(({ code }) => code));
    if (before !== null) knownCauses.add(before.cause);
    const knownAreas = await store.knownAreas(facts.areaCodes);
    const { areaCodes: ownAreas } = ctx.actor;
    refuse(factFaults(facts, { knownAreas, knownCauses, ownAreas, now: needs.now() }));
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

    /** Affected lines of as much of a draft as there is. Refused without a valid snapshot. */
    async preview(input: z.output<typeof outagePreviewBody>): Promise<Membership> {
      const zone = zoneOf(input.zone);
      const text = input.startedLocal ?? '';
      const read = text === '' ? { ok: true as const, at: needs.now() } : readLocal(zone, text);
      if (!read.ok) refuse({ startedLocal: read.fault });
      const snapshot = read.ok ? await membership.snapshotValidAt(read.at) : undefined;
      if (snapshot === undefined) throw conflict('errors.outages.noSnapshot');
      return membership.count(snapshot, {
        areaCodes: input.areaCodes ?? [],
        siteCodes: [...new Set(input.siteCodes ?? [])],
      });
    },

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
      await assertSound(ctx, facts, outage.facts);
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
      await assertSound(ctx, facts, outage.facts);
      const reasoned = { ...ctx, reason: input.reason };
      if (!(await writer.revise(reasoned, outage, facts, 'corrected')))
        throw conflict('errors.outages.nothingChanged');
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
      await assertSound(ctx, facts, outage.facts);
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

function assertEvidence(facts: OutageFacts): void {
  if (facts.evidenceNote === null)
    refuse({ evidenceNote: { message: 'errors.outages.evidenceNeeded' } });
}

/** Whether a person narrowed to areas may know of an outage: it lies in them, or takes them in. */
function reaches(ctx: ActionContext, facts: Pick<OutageFacts, 'areaCodes'>): boolean {
  const own = ctx.actor.areaCodes;
  return (
    own.length === 0 ||
    facts.areaCodes.some((code) => inAreas(code, own) || own.some((area) => inAreas(area, [code])))
  );
}
