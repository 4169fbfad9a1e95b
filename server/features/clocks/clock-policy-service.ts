import type { z } from 'zod';
import type {
  clockPolicyVerbBody,
  draftClockPolicyBody,
  updateClockPolicyBody,
} from '#contract/clocks.ts';
import { shippedClockRules } from '#domain/clock-defaults.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { makerOf } from '#domain/versions.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ClockPolicy, ClockPolicyChange, ClockPolicyStore } from './clock-policy-store.ts';

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
  const { store } = needs;
  const acts = versionActs<ClockPolicy, ClockPolicyChange>({
    store,
    audit: needs.audit,
    now: () => needs.now(),
    subject: { type: 'clock_policy', action: 'clock_policy' },
    rights: { edit: 'catalogue.edit', publish: 'catalogue.publish' },
    refusals: { notDraft: 'errors.clocks.notDraft', ownPublish: 'errors.clocks.ownPublish' },
  });

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
      await acts.record(ctx, 'drafted', id, { basedOnId: base.id, newRow: input.newRow });
      return id;
    },

    async update(ctx: ActionContext, id: string, input: Update): Promise<void> {
      const policy = await acts.draft(id, input.version);
      const { version: _version, ...change } = input;
      const given = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      ) as ClockPolicyChange;
      const after = { ...policy, ...given };
      assertSound(after);
      if (after.days === 'working' && !(await needs.calendarExists(after.calendarId)))
        throw invalidField('calendarId', 'errors.clocks.calendarUnknown');
      await acts.edit(ctx, policy, 'changed', { change: given, detail: given });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, (policy) => {
        assertSound(policy);
        return {};
      }),

    returnToDraft: acts.returnToDraft,

    /** It holds at once, the version before it retires, and open cases are worked out anew by a job. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<string | null> {
      const policy = await acts.publish(ctx, id, input, async ({ rowKey }) => {
        const versions = await store.versionsOf(rowKey);
        return { replaces: versions.find(({ state }) => state === 'published') };
      });
      return needs.recompute(ctx, policy);
    },

    /** Takes a narrower row out of use; the row that holds for everything else of its kind stays. */
    async retire(ctx: ActionContext, id: string, input: Verb): Promise<string | null> {
      const policy = await acts.retire(ctx, id, input, (found) => {
        if (isGeneral(found)) throw new DomainError('conflict', 'errors.clocks.lastInForce');
      });
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
        if (installed) await acts.record(ctx, 'installed', rule.id, { kind: rule.kind });
      }
    },
  };
}

export type ClockPolicyService = ReturnType<typeof createClockPolicyService>;

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
