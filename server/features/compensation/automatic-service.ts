import { automaticObstacle, type AutomaticObstacle } from '#domain/approval-rules.ts';
import type { ActionContext } from '#domain/context.ts';
import type { DomainError } from '#domain/errors.ts';
import { impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import { impactFactors } from '#domain/policy-class.ts';
import type { PolicyPurpose } from '#domain/policy-words.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { localDateAt, startOfDay, type Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { RulesInForce } from './approval-limits.ts';
import type { ApprovalService } from './approval-service.ts';
import {
  AUTOMATIC_BATCH_JOB,
  type AutomaticBatch,
  type AutomaticKey,
  type AutomaticStore,
} from './automatic-store.ts';
import type { BatchRow } from './batch-rows.ts';
import type { BatchService } from './batch-service.ts';
import type { BatchStore } from './batch-store.ts';

interface ConfirmedOutage {
  id: string;
  revision: number;
  facts: OutageFacts;
  loggerId: string;
  loggerName: string;
  confirmedBy: string | null;
  confirmedByName: string | null;
}

/** A policy version in force, of any family. */
export interface FamilyPolicy {
  id: string;
  family: string;
  name: string;
  versionNo: number;
  rules: PolicyRules;
  purpose: PolicyPurpose;
}

interface Person {
  id: string;
  name: string;
  role: string;
  status: string;
}

export interface AutomaticNeeds {
  store: BatchStore;
  automatic: AutomaticStore;
  batches: Pick<BatchService, 'make' | 'startCalculation' | 'submit'>;
  approvals: Pick<ApprovalService, 'approveByRule'>;
  audit: AuditTrail;
  zone: Zone;
  now(): number;
  outage(ctx: ActionContext, id: string): Promise<ConfirmedOutage>;
  /** The versions of all families that an outage starting then falls under. */
  policiesInForceAt(at: number): Promise<readonly FamilyPolicy[]>;
  /** The account of whoever published a policy version; null: it was shipped, or nobody is known. */
  publisherOf(policyId: string): Promise<Person | null>;
  rulesInForce(): Promise<RulesInForce>;
  purposeOf(family: string): Promise<PolicyPurpose>;
  enqueue(job: {
    kind: string;
    subjectId: string;
    payload?: Record<string, unknown>;
  }): Promise<unknown>;
}

/** Acts of those whose word an automatic batch rests on; anybody else's mean that people have taken it over. */
const FACT_ACTS = ['logged', 'confirmed'];
const STALLED = 50;

/** Whether a policy counts anything of an outage at all. */
const counts = ({ id, facts }: ConfirmedOutage, { rules }: FamilyPolicy): boolean =>
  impactFactors(impactsOf(id, facts), rules).some(
    ({ severityPerMille, responsibilityPerMille }) => severityPerMille * responsibilityPerMille > 0,
  );

/** Whether a policy acts by itself once an outage is confirmed. */
const isAutomatic = ({ rules: { delivery } }: FamilyPolicy): boolean =>
  delivery?.kind === 'automatic' || delivery?.kind === 'automatic_when';

/**
 * Automatic mode: a confirmed outage whose policy says so is calculated, submitted and, within the published ceiling,
 * approved by rule. One step per transaction; every step looks at what is there, so that any worker goes on.
 */
export function createAutomaticService(needs: AutomaticNeeds) {
  const { store, automatic, audit } = needs;

  const record = (ctx: ActionContext, one: AutomaticBatch, action: string, detail: object = {}) => {
    const { policy, outageId, revision, batchId } = one;
    const subject =
      batchId === null
        ? { subjectType: 'outage', subjectId: outageId }
        : { subjectType: 'batch', subjectId: batchId };
    return audit.record(ctx, {
      action: `${subject.subjectType}.automatic_${action}`,
      ...subject,
      detail: {
        rule: 'automatic',
        policy: `${policy.name} v${policy.versionNo}`,
        policyId: policy.id,
        outageRevision: revision,
        ...detail,
      },
    });
  };

  const enqueue = ({ outageId, revision, family }: AutomaticKey) =>
    needs.enqueue({
      kind: AUTOMATIC_BATCH_JOB,
      subjectId: outageId,
      payload: { revision, family },
    });

  async function end(
    ctx: ActionContext,
    one: AutomaticBatch,
    outcome: 'waits' | 'empty' | 'refused',
    obstacle: AutomaticObstacle | null,
    limits: RulesInForce | null = null,
  ): Promise<void> {
    await automatic.change(one, {
      outcome,
      obstacle,
      limits: limitsOf(limits),
      decidedAt: needs.now(),
    });
    const version = limits === null ? {} : { limitsVersion: limits.versionNo };
    await record(ctx, one, outcome, {
      ...obstacle?.args,
      reason: obstacle?.key ?? null,
      ...version,
    });
  }

  async function make(ctx: ActionContext, one: AutomaticBatch): Promise<void> {
    const outage = await needs.outage(ctx, one.outageId);
    if (outage.revision !== one.revision)
      return end(ctx, one, 'refused', { key: 'automatic.revised', args: {} });
    const makers = [
      { id: outage.loggerId, name: outage.loggerName, act: 'logged' as const },
      ...(outage.confirmedBy === null
        ? []
        : [
            {
              id: outage.confirmedBy,
              name: outage.confirmedByName ?? '',
              act: 'confirmed' as const,
            },
          ]),
    ];
    const { outageId, family } = one;
    const batchId = await needs.batches.make(ctx, { outageId, family, makers });
    await automatic.change(one, { batchId });
    await record(ctx, { ...one, batchId }, 'made');
  }

  /** Submits it and, in the same transaction, approves it or leaves it to people. */
  async function decide(ctx: ActionContext, one: AutomaticBatch, row: BatchRow): Promise<void> {
    await needs.batches.submit(ctx, row.id, Number(row.version));
    const limits = await needs.rulesInForce();
    // A version that took effect in the past since: another publisher stands for it.
    if (row.policy_id !== one.policy.id)
      return end(ctx, one, 'waits', { key: 'automatic.policyChanged', args: {} }, limits);
    const ceiling = limits.ceilings.find(({ family }) => family === one.family) ?? null;
    const publisher = await needs.publisherOf(one.policy.id);
    const today = startOfDay(needs.zone, localDateAt(needs.zone, needs.now()));
    const obstacle = automaticObstacle({
      purpose: await needs.purposeOf(one.family),
      ceiling,
      valueFen: Number(row.value_fen),
      lineFen: await automatic.mostOfLine(row.id),
      dayFen: await automatic.approvedSince(one.family, today),
      publisher,
      makerIds: await store.makerIds(row.id),
    });
    if (obstacle !== null || publisher === null || ceiling === null)
      return end(ctx, one, 'waits', obstacle, limits);
    const refusal = await needs.approvals.approveByRule(ctx, row.id, publisher, {
      policy: one.policy,
      limits: limitsOf(limits),
      ceilingFen: ceiling.batchFen,
    });
    if (refusal !== null) return end(ctx, one, 'waits', refusal, limits);
    await automatic.change(one, {
      outcome: 'approved',
      obstacle: null,
      limits: limitsOf(limits),
      ceilingFen: ceiling.batchFen,
      decidedAt: needs.now(),
    });
  }

  async function goOn(
    ctx: ActionContext,
    one: AutomaticBatch,
    batchId: string,
  ): Promise<'more' | 'wait' | 'done'> {
    // Decisions wait for one another before they lock a batch: the same order as an approval by a person.
    await store.serialise();
    const row = await store.lock(batchId);
    if (row.state === 'calculating') return 'wait';
    const byPeople = await store.actsOf(batchId);
    const failed = row.failure === null ? null : (JSON.parse(row.failure) as { message: string });
    const taken = byPeople.some((act) => !FACT_ACTS.includes(act));
    if (taken || failed !== null || (row.state !== 'draft' && row.state !== 'calculated')) {
      const key = failed?.message ?? 'automatic.byPeople';
      await end(ctx, one, 'waits', { key, args: {} });
      return 'done';
    }
    if (row.state === 'draft') {
      await needs.batches.startCalculation(ctx, row, 'calculation_started', {});
      return 'wait';
    }
    if (Number(row.line_count) === 0) {
      await store.move(row, 'cancelled');
      await end(ctx, one, 'empty', { key: 'automatic.empty', args: {} });
      return 'done';
    }
    await decide(ctx, one, row);
    return 'done';
  }

  return {
    /** Called as an outage is confirmed, in that transaction: asks for a batch of each family that acts by itself. */
    async begin(outage: ConfirmedOutage): Promise<void> {
      for (const policy of await needs.policiesInForceAt(outage.facts.startedAt)) {
        if (!isAutomatic(policy) || !counts(outage, policy)) continue;
        const key = { outageId: outage.id, revision: outage.revision, family: policy.family };
        if (await automatic.begin(key, policy)) await enqueue(key);
      }
    },

    /** Does the next step; `wait`: the calculation comes first, and its end asks again. */
    async step(ctx: ActionContext, key: AutomaticKey): Promise<'more' | 'wait' | 'done'> {
      const one = await automatic.lock(key);
      if (one?.outcome !== 'under_way') return 'done';
      if (one.batchId !== null) return goOn(ctx, one, one.batchId);
      await make(ctx, one);
      return 'more';
    },

    /** What the rules refused: without a batch nothing is owed by rule, with one it is people's. */
    async fail(ctx: ActionContext, key: AutomaticKey, error: DomainError): Promise<void> {
      const one = await automatic.lock(key);
      if (one?.outcome !== 'under_way') return;
      const obstacle = { key: error.key, args: error.args ?? {} };
      await end(ctx, one, one.batchId === null ? 'refused' : 'waits', obstacle);
    },

    /** After a calculation: goes on with the batch if it is one of these. */
    async resume(batchId: string): Promise<void> {
      const one = await automatic.ofBatch(batchId);
      if (one?.outcome === 'under_way') await enqueue(one);
    },

    ofBatch: automatic.ofBatch,

    /** By the clock: what no job is at any more. */
    async revive(): Promise<number> {
      const found = await automatic.stalled(STALLED);
      for (const key of found) await enqueue(key);
      return found.length;
    },
  };
}

export type AutomaticService = ReturnType<typeof createAutomaticService>;

const limitsOf = (rules: RulesInForce | null): { id: string; versionNo: number } | null =>
  rules?.versionId == null ? null : { id: rules.versionId, versionNo: rules.versionNo };
