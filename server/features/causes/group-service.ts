import type { z } from 'zod';
import type {
  assignGroupBody,
  groupVerbBody,
  mergeGroupBody,
  muteGroupBody,
  resolveGroupBody,
  updateGroupBody,
} from '#contract/causes.ts';
import { taughtRules, type TaughtRule } from '#domain/cause-groups.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { assertTransition, groupLifecycle, type GroupState } from '#domain/lifecycles.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { GroupCounters } from './group-counters.ts';
import type { GroupChange, GroupRow, GroupStore } from './group-store.ts';
import { MERGE_JOB } from './group-upkeep.ts';

interface Needs {
  store: GroupStore;
  counters: Pick<GroupCounters, 'unfolded'>;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  enqueue(request: JobRequest): Promise<string>;
  colleagueRole(staffId: string): Promise<string | undefined>;
  /** Adds rules to the mapping's draft; answers how many were new. */
  teach(ctx: ActionContext, rules: readonly TaughtRule[]): Promise<number>;
}

const OWNERS: readonly string[] = ['supervisor', 'network_ops'];

/** What people do with a cause group. */
export function createGroupService(needs: Needs) {
  const { store, audit } = needs;

  async function seen(id: string, version: number): Promise<GroupRow> {
    const group = await store.find(id);
    if (group === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (group.version !== version) throw new DomainError('conflict', 'errors.stale');
    if (group.mergedIntoId !== null) throw new DomainError('conflict', 'errors.causes.merged');
    return group;
  }

  const record = (ctx: ActionContext, action: string, id: string, detail: object) =>
    audit.record(ctx, {
      action: `cause_group.${action}`,
      subjectType: 'cause_group',
      subjectId: id,
      detail: { ...detail },
    });

  async function move(
    ctx: ActionContext,
    group: GroupRow,
    to: GroupState,
    change: GroupChange,
    detail: object = {},
  ): Promise<void> {
    assertTransition(groupLifecycle, group.state, to);
    await store.update(group, { mute: null, ...change, state: to, stateAt: needs.now() });
    await record(ctx, 'moved', group.id, { from: group.state, to, ...detail });
  }

  /** The numbers of this moment: what a mute or a resolution counts from. */
  async function countsOf(group: GroupRow) {
    const sum = (await needs.counters.unfolded([group.id])).get(group.id);
    return {
      cases: group.caseCount + (sum?.cases ?? 0),
      customers: group.customerCount + (sum?.customers ?? 0),
    };
  }

  async function assign(ctx: ActionContext, id: string, input: z.output<typeof assignGroupBody>) {
    const group = await seen(id, input.version);
    if (input.ownerId !== null) {
      const role = await needs.colleagueRole(input.ownerId);
      if (role === undefined || !OWNERS.includes(role))
        throw invalidField('ownerId', 'errors.causes.owner');
    }
    await store.update(group, { ownerId: input.ownerId });
    await record(ctx, 'assigned', id, { from: group.ownerId, to: input.ownerId });
  }

  return {
    assign,

    take: (ctx: ActionContext, id: string, input: z.output<typeof groupVerbBody>) =>
      assign(ctx, id, { version: input.version, ownerId: ctx.actor.id }),

    async update(ctx: ActionContext, id: string, input: z.output<typeof updateGroupBody>) {
      const group = await seen(id, input.version);
      const change: GroupChange = {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.fix === undefined ? {} : { fix: input.fix }),
      };
      await store.update(group, change);
      await record(ctx, 'changed', id, change);
    },

    /** The cause is gone, says a person; the next case requested after this is a regression. */
    async resolve(ctx: ActionContext, id: string, input: z.output<typeof resolveGroupBody>) {
      const group = await seen(id, input.version);
      const { cases } = await countsOf(group);
      await move({ ...ctx, reason: input.reason }, group, 'resolved', {
        resolvedBy: ctx.actor.id,
        resolvedByName: ctx.actor.name,
        resolvedAt: needs.now(),
        resolvedCases: cases,
      });
    },

    async mute(ctx: ActionContext, id: string, input: z.output<typeof muteGroupBody>) {
      const group = await seen(id, input.version);
      const { untilAt = null, moreCases = null, moreCustomers = null } = input;
      if (untilAt === null && moreCases === null && moreCustomers === null)
        throw invalidField('untilAt', 'errors.causes.muteUntil');
      if (untilAt !== null && untilAt <= needs.now())
        throw invalidField('untilAt', 'errors.causes.mutePast');
      const counts = await countsOf(group);
      const mute = {
        untilAt,
        atCases: moreCases === null ? null : counts.cases + moreCases,
        atCustomers: moreCustomers === null ? null : counts.customers + moreCustomers,
      };
      await move({ ...ctx, reason: input.reason }, group, 'muted', { mute }, { mute });
    },

    async unmute(ctx: ActionContext, id: string, input: z.output<typeof groupVerbBody>) {
      const group = await seen(id, input.version);
      if (group.state !== 'muted') throw new DomainError('conflict', 'errors.causes.notMuted');
      await move(ctx, group, 'ongoing', {});
    },

    /**
     * Joins a group to another: from this moment its fingerprints land there, a job moves its cases, and the
     * mapping's draft learns what follows. Answers how many rules were added.
     */
    async merge(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof mergeGroupBody>,
    ): Promise<number> {
      const group = await seen(id, input.version);
      const target = await store.find(input.intoId);
      if (target === undefined || target.id === id || target.mergedIntoId !== null)
        throw invalidField('intoId', 'errors.causes.mergeInto');
      const prints = await store.fingerprints(id);
      const rules = taughtRules(prints, target.failureCode);
      const taught = input.teach ? await needs.teach(ctx, rules) : 0;
      await store.update(group, { mergedIntoId: target.id });
      await store.repoint(id, target.id);
      // Once the mapping has learnt it, the same failures come with the target's code.
      for (const rule of rules) await store.expect(rule, target.id);
      const audited = { ...ctx, reason: input.reason };
      await record(audited, 'merged', id, { intoId: target.id, taught });
      await record(audited, 'absorbed', target.id, { fromId: id, cases: group.caseCount, taught });
      await needs.enqueue({ kind: MERGE_JOB, subjectId: id });
      return taught;
    },
  };
}

export type GroupService = ReturnType<typeof createGroupService>;
