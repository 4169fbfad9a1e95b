import type { z } from 'zod';
import type {
  clockPolicyVerbBody,
  draftClockPolicyBody,
  updateClockPolicyBody,
} from '#contract/clocks.ts';
import { shippedClockRules } from '#domain/clock-defaults.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { assertTransition, versionLifecycle, type VersionState } from '#domain/lifecycles.ts';
import { roleMay } from '#domain/permissions.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type {
  ClockPolicy,
  ClockPolicyChange,
  ClockPolicyStore,
  Maker,
} from './clock-policy-store.ts';

interface Needs {
  store: ClockPolicyStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  nextId(): string;
  calendarExists(id: string): Promise<boolean>;
  /** Open cases get their clocks anew; answers the run's id, or null where none of this kind run. */
  recompute(ctx: ActionContext, policy: ClockPolicy): Promise<string | null>;
}

type Verb = z.output<typeof clockPolicyVerbBody>;
type Update = z.output<typeof updateClockPolicyBody>;

/** Rows of deadlines: drafts are edited by those who may, published by somebody else, and then never change. */
export function createClockPolicyService(needs: Needs) {
  const { store, audit } = needs;

  async function find(id: string, version?: number): Promise<ClockPolicy> {
    const policy = await store.byId(id);
    if (policy === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && policy.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return policy;
  }

  const record = (ctx: ActionContext, action: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `clock_policy.${action}`,
      subjectType: 'clock_policy',
      subjectId: id,
      detail: { ...detail },
    });

  async function move(
    ctx: ActionContext,
    policy: ClockPolicy,
    to: VersionState,
    action: string,
    change: ClockPolicyChange = {},
  ): Promise<void> {
    assertTransition(versionLifecycle, policy.state, to);
    await store.update(policy, { ...change, state: to });
    await record(ctx, action, policy.id, { from: policy.state, to });
  }

  return {
    /** The next version of a row, or a new row of its kind that narrower conditions may be given to. */
    async draft(ctx: ActionContext, input: z.output<typeof draftClockPolicyBody>): Promise<string> {
      const base = await store.byId(input.basedOnId);
      if (base === undefined) throw invalidField('basedOnId', 'errors.clocks.baseUnknown');
      const versions = input.newRow ? [] : await store.versionsOf(base.rowKey);
      const pending = versions.find(({ state }) => state === 'draft' || state === 'submitted');
      if (pending !== undefined)
        throw new DomainError('conflict', 'errors.clocks.draftThere', {
          args: { version: pending.versionNo },
        });
      const id = needs.nextId();
      await store.insert({
        ...base,
        id,
        rowKey: input.newRow ? id : base.rowKey,
        versionNo: (versions[0]?.versionNo ?? 0) + 1,
        state: 'draft',
        basedOnId: base.id,
        makers: [makerOf(ctx)],
        submittedBy: null,
        submittedAt: null,
        publishedBy: null,
        publishedAt: null,
      });
      await record(ctx, 'drafted', id, { basedOnId: base.id, newRow: input.newRow });
      return id;
    },

    async update(ctx: ActionContext, id: string, input: Update): Promise<void> {
      const policy = await find(id, input.version);
      if (policy.state !== 'draft') throw new DomainError('conflict', 'errors.clocks.notDraft');
      const { version: _version, ...change } = input;
      const given = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      ) as ClockPolicyChange;
      const after = { ...policy, ...given };
      assertSound(after);
      if (after.days === 'working' && !(await needs.calendarExists(after.calendarId)))
        throw invalidField('calendarId', 'errors.clocks.calendarUnknown');
      await store.update(policy, { ...given, makers: withMaker(policy.makers, ctx) });
      await record(ctx, 'changed', id, given);
    },

    async submit(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const policy = await find(id, input.version);
      assertSound(policy);
      await move(ctx, policy, 'submitted', 'submitted', {
        submittedBy: ctx.actor.id,
        submittedAt: needs.now(),
      });
    },

    /** Sent back by somebody who may publish it, or taken back by an editor. */
    async returnToDraft(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      const { role } = ctx.actor;
      if (
        role !== 'system' &&
        !roleMay(role, 'catalogue.edit') &&
        !roleMay(role, 'catalogue.publish')
      )
        throw new DomainError('forbidden', 'errors.forbidden');
      const policy = await find(id, input.version);
      const audited = input.reason === undefined ? ctx : { ...ctx, reason: input.reason };
      await move(audited, policy, 'draft', 'returned', { submittedBy: null, submittedAt: null });
    },

    /**
     * By somebody who neither edited nor submitted it. It holds at once, the version before it retires, and open
     * cases are worked out anew by a job.
     */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<string | null> {
      const policy = await find(id, input.version);
      assertTransition(versionLifecycle, policy.state, 'published');
      const maker = policy.makers.some((one) => one.id === ctx.actor.id);
      if (maker || policy.submittedBy === ctx.actor.id)
        throw new DomainError('forbidden', 'errors.clocks.ownPublish');
      const before = (await store.versionsOf(policy.rowKey)).find(
        ({ state }) => state === 'published',
      );
      if (before !== undefined) await move(ctx, before, 'retired', 'retired');
      await move(ctx, policy, 'published', 'published', {
        publishedBy: ctx.actor.id,
        publishedAt: needs.now(),
      });
      return needs.recompute(ctx, policy);
    },

    /** Takes a narrower row out of use; the row that holds for everything else of its kind stays. */
    async retire(ctx: ActionContext, id: string, input: Verb): Promise<string | null> {
      const policy = await find(id, input.version);
      assertTransition(versionLifecycle, policy.state, 'retired');
      if (isGeneral(policy)) throw new DomainError('conflict', 'errors.clocks.lastInForce');
      const audited = input.reason === undefined ? ctx : { ...ctx, reason: input.reason };
      await move(audited, policy, 'retired', 'retired');
      return needs.recompute(ctx, policy);
    },

    /** Installs the shipped rows that are not there. */
    async ensureShipped(ctx: ActionContext): Promise<void> {
      const known = new Set(
        (await store.byIds(shippedClockRules.map(({ id }) => id))).map(({ id }) => id),
      );
      for (const rule of shippedClockRules) {
        if (known.has(rule.id)) continue;
        const installed = await store.insert({
          ...rule,
          rowKey: rule.id,
          versionNo: 1,
          calendarId: 'CN',
          applies: { categories: [], productCodes: [], areaCodes: [] },
          state: 'published',
          basedOnId: null,
          makers: [],
          submittedBy: null,
          submittedAt: null,
          publishedBy: ctx.actor.id,
          publishedAt: needs.now(),
        });
        if (installed) await record(ctx, 'installed', rule.id, { kind: rule.kind });
      }
    },
  };
}

export type ClockPolicyService = ReturnType<typeof createClockPolicyService>;

const makerOf = (ctx: ActionContext): Maker => ({ id: ctx.actor.id, name: ctx.actor.name });

const withMaker = (makers: readonly Maker[], ctx: ActionContext): Maker[] =>
  makers.some(({ id }) => id === ctx.actor.id) ? [...makers] : [...makers, makerOf(ctx)];

const isGeneral = ({ applies }: ClockPolicy): boolean =>
  applies.categories.length + applies.productCodes.length + applies.areaCodes.length === 0;

/** A row that could never work: a warning after the end, an escalation of a warning that does not exist. */
function assertSound(policy: ClockPolicy): void {
  const { dueMs, warnMs, warnFrom, levels, basis, kind, onBreach } = policy;
  if (basis === 'event' && dueMs !== null) throw invalidField('dueMs', 'errors.clocks.eventHasEnd');
  if (basis === 'duration' && dueMs === null && warnMs !== null)
    throw invalidField('warnMs', 'errors.clocks.warnWithoutEnd');
  if (basis === 'duration' && dueMs !== null && warnMs !== null && warnMs >= dueMs)
    throw invalidField(
      'warnMs',
      warnFrom === 'start' ? 'errors.clocks.warnLate' : 'errors.clocks.warnEarly',
    );
  const orphan = levels.findIndex(({ on }) => on === 'warn' && warnMs === null);
  if (orphan >= 0) throw invalidField(`levels.${orphan}.on`, 'errors.clocks.levelWithoutWarn');
  if (onBreach === 'close' && kind !== 'customer')
    throw invalidField('onBreach', 'errors.clocks.closeOnlyCustomer');
}
