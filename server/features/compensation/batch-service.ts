import type { ActionContext } from '#domain/context.ts';
import { approvalTierOf, type ApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { Calendar } from '#domain/calendar.ts';
import { DomainError } from '#domain/errors.ts';
import { canonicalFacts, type OutageFacts } from '#domain/outage-facts.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import type { WeightProfileBands } from '#domain/weight-bands.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { calendarBetween, pin, sha256, type StoredPins } from './batch-pins.ts';
import { totalsOfRow, type BatchRow } from './batch-rows.ts';
import type { BatchStore } from './batch-store.ts';
import { EMPTY_TOTALS } from './calculation-service.ts';
import { createClassEvaluator, exposureOf } from './class-evaluation.ts';

/** What a batch is made from; other features answer. */
export interface BatchSources {
  /** Throws `errors.notFound`, also for an outage the actor may not read. */
  outage(ctx: ActionContext, id: string): Promise<OutageSource>;
  policyInForceAt(family: string, at: number): Promise<PolicySource>;
  weightProfile(id: string): Promise<ProfileSource | undefined>;
  calendar(id: string): Promise<Calendar>;
  /** The snapshot of the lines that was valid at an instant. */
  snapshotAt(at: number): Promise<{ id: string; asOfAt: number } | undefined>;
}

interface OutageSource {
  id: string;
  number: string;
  state: string;
  revision: number;
  facts: OutageFacts;
  demo: boolean;
}

interface PolicySource {
  id: string;
  family: string;
  name: string;
  versionNo: number;
  rules: PolicyRules;
  weightProfileId: string;
}

interface ProfileSource {
  id: string;
  name: string;
  versionNo: number;
  calendarId: string;
  bands: WeightProfileBands;
}

interface Needs {
  store: BatchStore;
  sources: BatchSources;
  audit: AuditTrail;
  now(): number;
  nextId(): string;
  zone: string;
  enqueue(job: { kind: string; subjectId: string }): Promise<unknown>;
  forgetPlan(batchId: string): Promise<void>;
  snapshotLines(id: string): Promise<number>;
  approvalLimits(): Promise<ApprovalLimits>;
}

export const FAMILY = 'standard';
export const CALCULATE_JOB = 'batch.calculate';
const APPROVAL_HOURS = 72;
const CONFIRMED = ['confirmed', 'closed'];

/** Making and moving batches, up to the decision; approval, adjustment and credit have services of their own. */
export function createBatchService(needs: Needs) {
  const { store, sources, audit } = needs;

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown> = {},
  ) =>
    audit.record(ctx, { action: `batch.${action}`, subjectType: 'batch', subjectId: id, detail });

  /** The row, locked, if it still is what the caller saw. */
  async function seen(id: string, version: number): Promise<BatchRow> {
    const row = await store.lock(id);
    if (Number(row.version) !== version) throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  async function pinsFor(
    ctx: ActionContext,
    outageId: string,
  ): Promise<{ pins: StoredPins; demo: boolean }> {
    const outage = await sources.outage(ctx, outageId);
    const { facts } = outage;
    if (!CONFIRMED.includes(outage.state))
      throw new DomainError('conflict', 'errors.batch.outageNotConfirmed', {
        args: { number: outage.number },
      });
    if (facts.endedAt === null) throw new DomainError('conflict', 'errors.outages.stillOpen');
    const policy = await sources.policyInForceAt(FAMILY, facts.startedAt);
    const profile = await sources.weightProfile(policy.weightProfileId);
    if (profile === undefined) throw new DomainError('conflict', 'errors.batch.noProfile');
    const snapshot = await sources.snapshotAt(facts.startedAt);
    if (snapshot === undefined) throw new DomainError('conflict', 'errors.batch.noSnapshot');
    const calendar = await sources.calendar(profile.calendarId);
    const pins = pin({
      outage: {
        id: outage.id,
        number: outage.number,
        revision: outage.revision,
        factsHash: sha256(canonicalFacts(facts)),
        facts,
      },
      policy: {
        id: policy.id,
        family: policy.family,
        name: policy.name,
        versionNo: policy.versionNo,
        rules: policy.rules,
      },
      weightProfile: {
        id: profile.id,
        name: profile.name,
        versionNo: profile.versionNo,
        bands: profile.bands,
      },
      calendar: calendarBetween(calendar, facts.zone, facts.startedAt, facts.endedAt),
      snapshot: { ...snapshot, lines: await needs.snapshotLines(snapshot.id) },
      zone: needs.zone,
    });
    return { pins, demo: outage.demo };
  }

  /** Evaluates one made-up line, so that a year without data is refused now and not in a job. */
  function assertCalculable(pins: StoredPins): void {
    const line = {
      excluded: null,
      planType: 'data',
      paymentType: 'postpaid',
      feeBand: 0,
      remainingBand: 0,
      monthlyFeeFen: 0,
      billDay: 1,
    } as const;
    createClassEvaluator(pins, pins.policy.rules.eligibility.minimumSites)(line, 1000);
  }

  return {
    /** Pins the outage's revision, the policy version in force at its start and the snapshot valid then. */
    async make(
      ctx: ActionContext,
      input: { outageId: string; title?: string | undefined },
    ): Promise<string> {
      await store.serialise();
      const { pins, demo } = await pinsFor(ctx, input.outageId);
      assertCalculable(pins);
      const other = await store.liveOfOutage(pins.outage.id, pins.outage.revision);
      if (other !== undefined)
        throw new DomainError('conflict', 'errors.batch.exists', { args: { number: other } });
      const now = needs.now();
      const day = localDateAt(createZone(needs.zone), now).slice(2).replaceAll('-', '');
      const exposure = exposureOf(pins);
      const row: BatchRow = {
        ...EMPTY_TOTALS,
        id: needs.nextId(),
        number: await store.nextNumber(`B-${day}-`),
        title: input.title ?? pins.outage.facts.title,
        state: 'draft',
        family: pins.policy.family,
        outage_id: pins.outage.id,
        outage_revision: pins.outage.revision,
        policy_id: pins.policy.id,
        weight_profile_id: pins.weightProfile.id,
        pinned: JSON.stringify(pins),
        snapshot_id: pins.snapshot.id,
        factor_per_mille: 1000,
        phase_started_at: null,
        cancel_requested: false,
        crediting_paused: false,
        failure: null,
        submitted_by: null,
        submitted_at: null,
        expires_at: null,
        created_by: ctx.actor.id,
        created_by_name: ctx.actor.name,
        started_at: exposure.startedAt,
        ended_at: exposure.endedAt,
        month_key: exposure.monthKey,
        demo,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      await store.insert(row);
      await store.addMaker(row.id, ctx.actor, 'created');
      await record(ctx, 'made', row.id, {
        number: row.number,
        outageId: row.outage_id,
        outageRevision: row.outage_revision,
        policyId: row.policy_id,
        snapshotId: row.snapshot_id,
        pinnedHash: pins.hash,
      });
      return row.id;
    },

    /** Starts the calculation in a job of the same transaction. */
    async calculate(ctx: ActionContext, id: string, version: number): Promise<void> {
      await startCalculation(ctx, await seen(id, version), 'calculation_started', {});
    },

    /** The job sees the wish at its next step, clears away what it wrote, and the batch is a draft again. */
    async cancelCalculation(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(id, version);
      if (row.state !== 'calculating')
        throw new DomainError('conflict', 'errors.transition', {
          args: { from: row.state, to: 'draft' },
        });
      await store.change(row, { cancel_requested: true });
      await record(ctx, 'calculation_cancel_requested', id);
    },

    async submit(ctx: ActionContext, id: string, version: number): Promise<void> {
      await store.serialise();
      const row = await seen(id, version);
      await assertOutageCurrent(ctx, sources, row);
      if (row.state === 'calculated' && Number(row.line_count) === 0)
        throw new DomainError('conflict', 'errors.batch.empty');
      const now = needs.now();
      await store.move(row, 'submitted', {
        submitted_by: ctx.actor.id,
        submitted_at: now,
        expires_at: now + APPROVAL_HOURS * 3_600_000,
        tier: approvalTierOf(Number(row.value_fen), await needs.approvalLimits()),
      });
      await store.addMaker(id, ctx.actor, 'submitted');
      await record(ctx, 'submitted', id, {
        contentHash: row.content_hash,
        valueFen: Number(row.value_fen),
      });
    },

    /** Takes a submitted batch back; approvals given so far are void. */
    async withdraw(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(id, version);
      await store.move(row, 'calculated', BACK_TO_MAKERS);
      const voided = await store.voidApprovals(id);
      await record(ctx, 'withdrawn', id, { voided });
    },

    /** Ends a batch that nothing was credited of. */
    async cancel(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const row = await seen(id, input.version);
      if (row.state !== 'approved' && ctx.actor.role !== 'supervisor')
        throw new DomainError('forbidden', 'errors.forbidden');
      await store.move(row, 'cancelled');
      const voided = await store.voidApprovals(id);
      await record({ ...ctx, reason: input.reason }, 'cancelled', id, { from: row.state, voided });
    },

    /** Submitted batches that nobody decided in time. Each is decided for itself; answers how many. */
    async expireDue(ctx: ActionContext): Promise<number> {
      const due = await store.dueToExpire(needs.now());
      for (const one of due) {
        const row = await store.lock(one.id);
        if (row.state !== 'submitted' || Number(row.expires_at) > needs.now()) continue;
        await store.move(row, 'expired');
        await store.voidApprovals(row.id);
        await record(ctx, 'expired', row.id, { expiresAt: Number(row.expires_at) });
      }
      return due.length;
    },

    /** What this person has seen of the batch, to tell them later what changed since. */
    async look(ctx: ActionContext, id: string, contentHash: string | null): Promise<void> {
      const row = await store.byId(id);
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (row.content_hash !== contentHash)
        throw new DomainError('precondition', 'errors.batch.changed');
      const totals = JSON.stringify(totalsOfRow(row));
      await store.noteLook(id, ctx.actor.id, { contentHash, totals });
    },

    startCalculation,
  };

  /** Moves a batch that is drawn up (or submitted, when a factor changed) to calculating. */
  async function startCalculation(
    ctx: ActionContext,
    row: BatchRow,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await needs.forgetPlan(row.id);
    await store.move(row, 'calculating', {
      ...BACK_TO_MAKERS,
      progress_done: 0,
      progress_total: 0,
      phase_started_at: needs.now(),
      cancel_requested: false,
      failure: null,
      content_hash: null,
      tier: null,
    });
    await store.addMaker(row.id, ctx.actor, 'calculated');
    await needs.enqueue({ kind: CALCULATE_JOB, subjectId: row.id });
    await record(ctx, action, row.id, { from: row.state, ...detail });
  }
}

export type BatchService = ReturnType<typeof createBatchService>;

/** A batch of a revision that was corrected since would pay for facts that no longer hold. */
export async function assertOutageCurrent(
  ctx: ActionContext,
  sources: Pick<BatchSources, 'outage'>,
  row: Pick<BatchRow, 'outage_id' | 'outage_revision'>,
): Promise<void> {
  if (row.outage_id === null) return;
  const outage = await sources.outage(ctx, row.outage_id);
  if (outage.revision === Number(row.outage_revision) && CONFIRMED.includes(outage.state)) return;
  throw new DomainError('conflict', 'errors.batch.outageRevised', {
    args: { number: outage.number },
  });
}

export const BACK_TO_MAKERS = {
  submitted_by: null,
  submitted_at: null,
  expires_at: null,
} as const;
