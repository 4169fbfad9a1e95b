import type { z } from 'zod';
import type {
  countersignBody,
  deactivateStaffBody,
  inviteStaffBody,
  updateStaffBody,
} from '#contract/staff.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { needsCountersign } from '#domain/permissions.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { StaffRow, StaffStore } from './staff-store.ts';

export interface StaffServiceNeeds {
  store: StaffStore;
  audit: AuditTrail;
  endSessionsOf(staffId: string): Promise<number>;
  hashPassword(password: string): Promise<string>;
  newOneTimePassword(): string;
}

interface Credentials {
  id: string;
  oneTimePassword: string;
}

/** Accounts: invited, changed, countersigned, deactivated. Decides nothing about money. */
export function createStaffService(needs: StaffServiceNeeds) {
  const { store, audit } = needs;

  async function find(id: string, version: number): Promise<StaffRow> {
    const row = await store.byId(id);
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (row.version !== version) throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail?: Record<string, unknown>,
  ) =>
    audit.record(ctx, {
      action: `staff.${action}`,
      subjectType: 'staff',
      subjectId: id,
      ...(detail === undefined ? {} : { detail }),
    });

  return {
    /** Answers the one-time password, which is stored only as a hash. */
    async invite(
      ctx: ActionContext,
      input: z.output<typeof inviteStaffBody>,
      options: { demo?: boolean; countersigned?: boolean } = {},
    ): Promise<Credentials> {
      if ((await store.byLogin(input.login)) !== undefined)
        throw invalidField('login', 'errors.staff.loginTaken');
      const waits = needsCountersign(input.role) && options.countersigned !== true;
      const oneTimePassword = needs.newOneTimePassword();
      const id = await store.insert({
        login: input.login,
        name: input.name,
        role: input.role,
        status: waits ? 'awaiting_countersign' : 'active',
        pending_role: waits ? input.role : null,
        pending_requested_by: waits ? ctx.actor.id : null,
        password_hash: await needs.hashPassword(oneTimePassword),
        must_change_password: true,
        language: input.language,
        area_codes: JSON.stringify(input.areaCodes),
        demo: options.demo ?? false,
      });
      await record(ctx, 'invited', id, { login: input.login, role: input.role, waits });
      return { id, oneTimePassword };
    },

    /** A change to supervisor or manager takes effect only when a manager has countersigned it. */
    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updateStaffBody>,
    ): Promise<void> {
      const row = await find(id, input.version);
      const roleChanges = input.role !== undefined && input.role !== row.role;
      if (roleChanges && id === ctx.actor.id)
        throw new DomainError('forbidden', 'errors.staff.ownRole');
      const waits = roleChanges && needsCountersign(input.role ?? row.role);
      await store.update(id, row.version, {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.language === undefined ? {} : { language: input.language }),
        ...(input.areaCodes === undefined ? {} : { area_codes: JSON.stringify(input.areaCodes) }),
        ...(roleChanges && !waits && input.role !== undefined
          ? { role: input.role, pending_role: null, pending_requested_by: null }
          : {}),
        ...(waits && input.role !== undefined
          ? { pending_role: input.role, pending_requested_by: ctx.actor.id }
          : {}),
      });
      await record(ctx, 'changed', id, {
        name: input.name,
        areaCodes: input.areaCodes,
        ...(roleChanges ? { roleFrom: row.role, roleTo: input.role, waits } : {}),
      });
    },

    async countersign(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof countersignBody>,
    ): Promise<void> {
      const row = await find(id, input.version);
      if (row.pending_role === null)
        throw new DomainError('conflict', 'errors.staff.nothingPending');
      if (row.pending_requested_by === ctx.actor.id || id === ctx.actor.id)
        throw new DomainError('forbidden', 'errors.staff.ownCountersign');
      await store.update(id, row.version, {
        pending_role: null,
        pending_requested_by: null,
        ...(input.agree ? { role: row.pending_role } : {}),
        ...(row.status === 'awaiting_countersign'
          ? { status: input.agree ? 'active' : 'deactivated' }
          : {}),
      });
      await record(ctx, input.agree ? 'countersigned' : 'countersign_refused', id, {
        role: row.pending_role,
      });
    },

    /** A new one-time password; every session of the account ends. */
    async resetPassword(ctx: ActionContext, id: string, version: number): Promise<Credentials> {
      const row = await find(id, version);
      const oneTimePassword = needs.newOneTimePassword();
      await store.update(id, row.version, {
        password_hash: await needs.hashPassword(oneTimePassword),
        must_change_password: true,
      });
      await needs.endSessionsOf(id);
      await record(ctx, 'password_reset', id);
      return { id, oneTimePassword };
    },

    /** Ends the account's sessions and hands its open work to a colleague of the same role, or to nobody. */
    async deactivate(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof deactivateStaffBody>,
    ): Promise<void> {
      const row = await find(id, input.version);
      if (id === ctx.actor.id) throw new DomainError('forbidden', 'errors.staff.ownDeactivation');
      if (row.status === 'deactivated') throw new DomainError('conflict', 'errors.stale');
      if (row.role === 'administrator' && (await store.countActive('administrator')) < 2)
        throw new DomainError('conflict', 'errors.staff.lastAdministrator');
      const heir = input.handOverTo ?? null;
      if (heir !== null) {
        const colleague = await store.byId(heir);
        if (colleague === undefined || colleague.status !== 'active' || colleague.role !== row.role)
          throw invalidField('handOverTo', 'errors.staff.handOver');
      }
      await store.update(id, row.version, { status: 'deactivated', pending_role: null });
      const sessions = await needs.endSessionsOf(id);
      const cases = await store.handOverCases(id, heir);
      const reasoned = { ...ctx, reason: input.reason };
      await audit.recordMany(
        reasoned,
        cases.map((caseId) => ({
          action: 'case.assigned',
          subjectType: 'case',
          subjectId: caseId,
          detail: { from: id, to: heir },
        })),
      );
      await record(reasoned, 'deactivated', id, { sessions, cases: cases.length, heir });
    },
  };
}

export type StaffService = ReturnType<typeof createStaffService>;
