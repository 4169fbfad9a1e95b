import type { ProblemFault, ProblemItem } from '#contract/outage-ingest.ts';
import type { ActionContext } from '#domain/context.ts';
import type { DomainError } from '#domain/errors.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import type { Zone } from '#domain/time.ts';
import { draftOfProblem, newsOf, type ProblemDraft, type SenderCause } from './problem-draft.ts';
import { factsOfProblem, type ProblemFacts } from './problem-facts.ts';
import type { ProblemRead, ServiceProblem } from './problem-item.ts';
import type { KnownProblem, ProblemRef, ProblemStore } from './problem-store.ts';

interface FoundOutage {
  id: string;
  number: string;
  state: OutageState;
  revision: number;
  version: number;
  estimatedEndAt: number | null;
  facts: { zone: string; parentId?: string | null };
}

interface Needs {
  store: ProblemStore;
  zone: Zone;
  now(): number;
  causes(): Promise<readonly SenderCause[]>;
  outages: {
    find(ctx: ActionContext, id: string): Promise<FoundOutage>;
    log(ctx: ActionContext, draft: ProblemDraft): Promise<string>;
    update(ctx: ActionContext, id: string, input: ProblemDraft & Versioned): Promise<void>;
    correct(ctx: ActionContext, id: string, input: ProblemDraft & Versioned): Promise<void>;
    cancel(ctx: ActionContext, id: string, input: Versioned): Promise<void>;
    estimate(
      ctx: ActionContext,
      id: string,
      input: { version: number; estimatedLocal: string },
    ): Promise<void>;
  };
  /** An instant as the outage's own forms write it. */
  writeLocal(zone: string, at: number): string;
}

interface Versioned {
  version: number;
  reason: string;
}

type Outcome = ProblemItem['outcome'];
type Read = Extract<ProblemRead, { ok: true }>;

/**
 * Service problems of other systems, as outages. What people changed here stands until the system says something else
 * about the same fact; after confirmation its word is a correction, to be confirmed again.
 */
export function createProblemService(needs: Needs) {
  const { store, outages } = needs;

  async function draftOf(
    ctx: ActionContext,
    ref: ProblemRef,
    facts: ProblemFacts,
    kept: { zone: string; said: ProblemFacts } | null,
    warnings: ProblemFault[],
  ): Promise<ProblemDraft> {
    const parentId = await parentOf(ctx, ref, facts.parentProblemId, warnings);
    const around = { causes: await needs.causes(), zone: kept?.zone ?? needs.zone.name };
    const { draft, warnings: more } = draftOfProblem(facts, {
      ...around,
      problemId: ref.problemId,
      said: kept?.said ?? null,
      writeLocal: needs.writeLocal,
    });
    warnings.push(...more);
    return { ...draft, ...(parentId === undefined ? {} : { parentId }) };
  }

  /** Families here are one level deep: a part of a part belongs to the whole. */
  async function parentOf(
    ctx: ActionContext,
    { origin }: ProblemRef,
    problemId: string | undefined,
    warnings: ProblemFault[],
  ): Promise<string | undefined> {
    if (problemId === undefined) return undefined;
    const known = await store.find({ origin, problemId });
    if (known !== undefined) {
      const { id, facts } = await outages.find(ctx, known.outageId);
      return facts.parentId ?? id;
    }
    const args = { text: problemId.slice(0, 60) };
    warnings.push({ field: 'parentProblem.0.id', reason: 'rejects.outageUnknown', args });
    return undefined;
  }

  async function land(
    ctx: ActionContext,
    ref: ProblemRef,
    facts: ProblemFacts,
    warnings: ProblemFault[],
  ): Promise<{ outcome: Outcome; outageId: string }> {
    const draft = await draftOf(ctx, ref, facts, null, warnings);
    const outageId = await outages.log(ctx, draft);
    await estimate(ctx, outageId, facts.estimatedAt, warnings);
    return { outcome: 'landed', outageId };
  }

  async function change(
    ctx: ActionContext,
    ref: ProblemRef,
    known: KnownProblem,
    news: ProblemFacts,
    warnings: ProblemFault[],
  ): Promise<Outcome> {
    const before = await outages.find(ctx, known.outageId);
    const { id, version, state } = before;
    const reason = news.reason ?? `TM Forum 656: ${ref.problemId}`;
    if (news.cancelled === true) {
      await outages.cancel(ctx, id, { version, reason });
      return 'cancelled';
    }
    const confirmed = state === 'confirmed' || state === 'closed';
    const kept = { zone: before.facts.zone, said: known.said };
    const draft = await draftOf(ctx, ref, news, kept, warnings);
    if (Object.keys(draft).length > 0)
      await (confirmed ? outages.correct : outages.update)(ctx, id, { ...draft, version, reason });
    const estimated = await estimate(ctx, id, news.estimatedAt, warnings);
    const { revision } = await outages.find(ctx, id);
    if (revision === before.revision) return estimated ? 'updated' : 'repeated';
    return confirmed ? 'corrected' : 'updated';
  }

  /** Only an outage that goes on waits for its end. */
  async function estimate(
    ctx: ActionContext,
    id: string,
    at: number | undefined,
    warnings: ProblemFault[],
  ): Promise<boolean> {
    const outage = await outages.find(ctx, id);
    if (at === undefined || outage.state !== 'open' || outage.estimatedEndAt === at) return false;
    const estimatedLocal = needs.writeLocal(outage.facts.zone, at);
    if (at > needs.now()) {
      await outages.estimate(ctx, id, { version: outage.version, estimatedLocal });
      return true;
    }
    const field = 'characteristic.estimatedResolutionDate';
    warnings.push({ field, reason: 'errors.outages.estimatePast', args: {} });
    return false;
  }

  /** Words of a message that came late must not undo a later one. */
  function saidAt({ lastUpdate, statusChangeDate }: ServiceProblem): number {
    const text = lastUpdate ?? statusChangeDate;
    return text === undefined ? needs.now() : Math.min(Date.parse(text), needs.now());
  }

  return {
    /** One message, in the caller's transaction. Throws the refusals of the outage it is about. */
    async take(ctx: ActionContext, read: Read): Promise<Omit<ProblemItem, 'index'>> {
      const { problem, problemId, origin } = read;
      const ref = { origin, problemId };
      const { facts, faults } = factsOfProblem(problem);
      if (faults.length > 0) return rejected(problemId, faults);
      const warnings: ProblemFault[] = [];
      const known = await store.find(ref);
      const at = saidAt(problem);
      let outcome: Outcome;
      let outageId = known?.outageId;
      if (known === undefined) {
        // What never was an outage here needs not be told that it is none.
        if (facts.cancelled === true) return { ...nothing(problemId), outcome: 'repeated' };
        ({ outcome, outageId } = await land(ctx, ref, facts, warnings));
        await store.insert(ref, { outageId, said: facts, saidAt: at });
      } else if (at < known.saidAt) outcome = 'late';
      else {
        const news = newsOf(known.said, facts);
        outcome =
          Object.keys(news).length === 0
            ? 'repeated'
            : await change(ctx, ref, known, news, warnings);
        await store.update(ref, { said: { ...known.said, ...facts }, saidAt: at });
      }
      const { number, state, revision } = await outages.find(ctx, outageId ?? '');
      return {
        ...{ outcome, problemId, outageId: outageId ?? null, number, state, revision },
        ...(warnings.length === 0 ? {} : { warnings }),
      };
    },
  };
}

export type ProblemService = ReturnType<typeof createProblemService>;

const nothing = (problemId: string | null) => ({
  problemId,
  ...{ outageId: null, number: null, state: null, revision: null },
});

export const rejected = (
  problemId: string | null,
  errors: readonly ProblemFault[],
): Omit<ProblemItem, 'index'> => ({
  ...nothing(problemId),
  outcome: 'rejected',
  errors: [...errors],
});

const FIELDS: Readonly<Record<string, string>> = {
  areaCodes: 'affectedLocation',
  siteCodes: 'affectedResource',
  services: 'affectedService',
  startedLocal: 'creationDate',
  endedLocal: 'resolutionDate',
  cause: 'reason',
  parentId: 'parentProblem',
};

/** A refusal of the outage, in the sender's words. */
export function faultsOfError(error: DomainError): ProblemFault[] {
  const fields = Object.entries(error.fields ?? {});
  if (fields.length === 0) return [{ field: '', reason: error.key, args: { ...error.args } }];
  return fields.map(([path, { message, args }]) => {
    const [head = '', ...rest] = path.split('.');
    return { field: [FIELDS[head] ?? head, ...rest].join('.'), reason: message, args: { ...args } };
  });
}
