import type { z } from 'zod';
import type { BulkRates, newPlanBody, PlanParams } from '#contract/bulk.ts';
import {
  APPROVAL_ABOVE,
  PLAN_TTL_MS,
  TYPED_ABOVE,
  parseCount,
  type PlanKind,
} from '#domain/bulk-rules.ts';
import type { ActionContext } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { roleMay } from '#domain/permissions.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Candidates, PlanCollecting } from './plan-collecting.ts';
import type { PlanRow } from './plan-row.ts';
import type { PlanStore } from './plan-store.ts';

export const FREEZE_JOB = 'plan.freeze';

export interface PlanServiceNeeds {
  store: PlanStore;
  collecting: PlanCollecting;
  audit: AuditTrail;
  zone: Zone;
  now(): number;
  nextId(): string;
  enqueue(request: JobRequest): Promise<string>;
  /** An active colleague's role, or undefined. */
  colleagueRole(staffId: string): Promise<string | undefined>;
  /** Whether a message template by that name may go out; undefined where messages cannot be sent. */
  templateUsable?: ((templateId: string) => Promise<boolean>) | undefined;
  /** Begins the job of a plan that is ready; answers its id. */
  startJob(ctx: ActionContext, plan: PlanRow, rates: BulkRates | undefined): Promise<string>;
}

type NewPlan = z.output<typeof newPlanBody>;

const WORKERS: readonly string[] = ['supervisor', 'network_ops'];
const NUMBER_TRIES = 5;
const EXPIRE_AT_ONCE = 100;

/** Plans: made from a filter, a list or ticked rows; confirmed; above the limit approved by somebody else; run. */
export function createPlanService(needs: PlanServiceNeeds) {
  const { store, collecting, audit } = needs;

  const record = (
    ctx: ActionContext,
    action: string,
    plan: Pick<PlanRow, 'id' | 'number'>,
    detail: Record<string, unknown>,
  ) =>
    audit.record(ctx, {
      action: `plan.${action}`,
      subjectType: 'plan',
      subjectId: plan.id,
      detail: { number: plan.number, ...detail },
    });

  /** The plan, whole, at the version and with the hash that the caller looked at. */
  async function seen(id: string, input: { version: number; hash?: string }): Promise<PlanRow> {
    const plan = await store.find(id);
    if (plan === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (plan.version !== input.version) throw new DomainError('conflict', 'errors.stale');
    if (input.hash !== undefined) {
      if (plan.frozenAt === null) throw new DomainError('conflict', 'errors.plans.notWhole');
      if (plan.hash !== input.hash) throw new DomainError('precondition', 'errors.plans.hash');
      assertInTime(plan);
    }
    return plan;
  }

  function assertInTime(plan: PlanRow): void {
    if (plan.expiresAt <= needs.now()) throw new DomainError('conflict', 'errors.plans.expired');
  }

  function assertMaker(ctx: ActionContext, plan: PlanRow): void {
    if (plan.maker.id !== ctx.actor.id)
      throw new DomainError('forbidden', 'errors.plans.notYours', {
        args: { name: plan.maker.name },
      });
  }

  async function checkedParams(kind: PlanKind, params: PlanParams): Promise<PlanParams> {
    switch (kind) {
      case 'assign':
        return { assigneeId: await checkedAssignee(params.assigneeId) };
      case 'note':
        if (params.body === undefined) throw invalidField('params.body', 'errors.field.required');
        return { body: params.body };
      case 'hold':
        if (params.reason === undefined)
          throw invalidField('params.reason', 'errors.field.required');
        return { reason: params.reason };
      case 'message':
        return { templateId: await checkedTemplate(params.templateId) };
      case 'resync':
      case 'release':
        return {};
    }
  }

  async function checkedAssignee(id: string | null | undefined): Promise<string | null> {
    if (id === undefined) throw invalidField('params.assigneeId', 'errors.field.required');
    if (id === null) return null;
    const role = await needs.colleagueRole(id);
    if (role === undefined || !WORKERS.includes(role))
      throw invalidField('params.assigneeId', 'errors.cases.assignee');
    return id;
  }

  async function checkedTemplate(id: string | undefined): Promise<string> {
    if (needs.templateUsable === undefined)
      throw new DomainError('conflict', 'errors.plans.noMessages');
    if (id === undefined) throw invalidField('params.templateId', 'errors.field.required');
    if (!(await needs.templateUsable(id)))
      throw invalidField('params.templateId', 'errors.field.value');
    return id;
  }

  function assertMayDo(ctx: ActionContext, kind: PlanKind): void {
    if (kind === 'resync' || ctx.actor.role === 'system') return;
    if (!roleMay(ctx.actor.role, 'cases.manage'))
      throw new DomainError('forbidden', 'errors.forbidden');
  }

  async function insert(ctx: ActionContext, input: NewPlan, found: Candidates | null) {
    const now = needs.now();
    const day = localDateAt(needs.zone, now).slice(2).replaceAll('-', '');
    const row: PlanRow = {
      ...EMPTY,
      id: needs.nextId(),
      number: '',
      kind: input.kind,
      params: await checkedParams(input.kind, input.params),
      sourceKind: input.source.kind,
      filter: input.source.kind === 'filter' ? input.source.filter : null,
      matched: Object.values(found?.excluded ?? {}).reduce((sum, n) => sum + n, 0),
      excluded: found?.excluded ?? {},
      notFound: found?.notFound ?? [],
      maker: ctx.actor,
      createdAt: now,
      expiresAt: now + PLAN_TTL_MS,
    };
    for (let attempt = 0; attempt < NUMBER_TRIES; attempt += 1) {
      const numbered = { ...row, number: await store.nextNumber(`BJ-${day}-`) };
      if (await store.insert(numbered)) return numbered;
    }
    throw new DomainError('unavailable', 'errors.busy');
  }

  function candidatesOf(ctx: ActionContext, { source }: NewPlan): Promise<Candidates | null> {
    switch (source.kind) {
      case 'filter':
        return collecting.ofFilter(ctx.actor, source.filter);
      case 'ids':
        return collecting.ofIds(ctx.actor, source.ids);
      case 'list':
        return collecting.ofList(ctx.actor, source.text);
    }
  }

  return {
    /** Makes a plan and answers its id. A filter that matches many is collected by a job: not whole yet. */
    async make(ctx: ActionContext, input: NewPlan): Promise<string> {
      assertMayDo(ctx, input.kind);
      const found = await candidatesOf(ctx, input);
      const plan = await insert(ctx, input, found);
      if (found === null)
        await needs.enqueue({ kind: FREEZE_JOB, subjectId: plan.id, payload: {} });
      else await collecting.takeAll(plan, found.ids);
      await record(ctx, 'made', plan, { kind: plan.kind, source: plan.sourceKind });
      return plan.id;
    },

    /** The maker says yes: to the count typed above the first limit, to another's approval above the second. */
    async confirm(
      ctx: ActionContext,
      id: string,
      input: { version: number; hash: string; typedCount?: string | undefined },
    ): Promise<void> {
      const plan = await seen(id, input);
      assertMaker(ctx, plan);
      if (plan.itemCount === 0) throw new DomainError('conflict', 'errors.plans.empty');
      const typed = input.typedCount === undefined ? null : parseCount(input.typedCount);
      if (plan.itemCount > TYPED_ABOVE && typed !== plan.itemCount)
        throw invalidField('typedCount', 'errors.plans.typedCount', { count: plan.itemCount });
      const to = plan.itemCount > APPROVAL_ABOVE ? 'awaiting_approval' : 'ready';
      await store.move(plan, to, { typedCount: typed, confirmedAt: needs.now() });
      await record(ctx, 'confirmed', plan, { count: plan.itemCount, hash: plan.hash, to });
    },

    /** Another person than the maker, who saw these very cases. */
    async approve(
      ctx: ActionContext,
      id: string,
      input: { version: number; hash: string },
    ): Promise<void> {
      const plan = await seen(id, input);
      assertOther(ctx, plan);
      await store.move(plan, 'ready', decisionOf(ctx));
      await record(ctx, 'approved', plan, { count: plan.itemCount, hash: plan.hash });
    },

    async reject(
      ctx: ActionContext,
      id: string,
      input: { version: number; hash: string; reason: string },
    ): Promise<void> {
      const plan = await seen(id, input);
      assertOther(ctx, plan);
      await store.move(plan, 'rejected', { ...decisionOf(ctx), decisionReason: input.reason });
      await record({ ...ctx, reason: input.reason }, 'rejected', plan, { count: plan.itemCount });
    },

    /** Runs a ready plan, once: its state moves on, and its ids are proved to be those that were agreed to. */
    async run(
      ctx: ActionContext,
      id: string,
      input: { version: number; hash: string; rates?: BulkRates | undefined },
    ): Promise<string> {
      const plan = await seen(id, input);
      assertMaker(ctx, plan);
      assertMayDo(ctx, plan.kind);
      if ((await store.hashOf(plan)) !== plan.hash)
        throw new DomainError('precondition', 'errors.plans.hash');
      const moved = await store.move(plan, 'run');
      const jobId = await needs.startJob(ctx, moved, input.rates);
      await record(ctx, 'run', plan, { jobId, count: plan.itemCount, hash: plan.hash });
      return jobId;
    },

    /** Lets go of a plan that was not run. */
    async discard(ctx: ActionContext, id: string, version: number): Promise<void> {
      const plan = await seen(id, { version });
      assertMaker(ctx, plan);
      await store.move(plan, 'expired');
      await record(ctx, 'discarded', plan, { count: plan.itemCount });
    },

    /** Ends plans whose day is over; a scheduled job calls it. Answers how many. */
    async expire(requestId: string): Promise<number> {
      const due = await store.dueToExpire(needs.now(), EXPIRE_AT_ONCE);
      const ctx = { actor: SYSTEM_ACTOR, requestId };
      for (const plan of due) {
        await store.move(plan, 'expired');
        await record(ctx, 'expired', plan, { count: plan.itemCount });
      }
      return due.length;
    },
  };

  function assertOther(ctx: ActionContext, plan: PlanRow): void {
    if (plan.maker.id === ctx.actor.id)
      throw new DomainError('forbidden', 'errors.plans.ownApproval');
  }

  function decisionOf(ctx: ActionContext) {
    return { approverId: ctx.actor.id, approverName: ctx.actor.name, decidedAt: needs.now() };
  }
}

export type PlanService = ReturnType<typeof createPlanService>;

const EMPTY = {
  state: 'frozen',
  itemCount: 0,
  freezeCursor: null,
  frozenAt: null,
  byCode: {},
  bySystem: {},
  hash: null,
  typedCount: null,
  confirmedAt: null,
  approverId: null,
  approverName: null,
  decidedAt: null,
  decisionReason: null,
  demo: false,
  version: 1,
} as const satisfies Partial<PlanRow>;
