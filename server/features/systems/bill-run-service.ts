import type { z } from 'zod';
import type { announceBillRunBody } from '#contract/systems.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { BillRun, BillRunStore } from './bill-run-store.ts';

interface Needs {
  store: BillRunStore;
  audit: AuditTrail;
  now(): number;
}

/** When billing makes its month: what people say of it. */
export function createBillRunService({ store, audit, now }: Needs) {
  const record = (ctx: ActionContext, action: string, run: { id: string }, detail: object) =>
    audit.record(ctx, {
      action,
      subjectType: 'bill_run',
      subjectId: run.id,
      detail: { ...detail },
    });

  return {
    /** Says when a month's run is; what the calendar had supposed gives way. */
    async announce(
      ctx: ActionContext,
      input: z.output<typeof announceBillRunBody>,
    ): Promise<string> {
      const { period, startsAt, endsAt } = input;
      const by = { id: ctx.actor.id, name: ctx.actor.name };
      const standing = await store.byPeriod(period);
      if (standing === undefined) {
        const id = await store.insertAnnounced({ period, startsAt, endsAt, by });
        await record(ctx, 'bill_run.announced', { id }, { period, startsAt, endsAt });
        return id;
      }
      if (standing.releasedAt !== null) throw invalidField('period', 'errors.systems.billRun.over');
      await store.change(standing, { startsAt, endsAt, by });
      await record(ctx, 'bill_run.announced', standing, {
        ...{ period, startsAt, endsAt },
        from: { startsAt: standing.startsAt, endsAt: standing.endsAt },
      });
      return standing.id;
    },

    /** The run is over now: what waited for it goes on. */
    async end(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const run = await found(id);
      if (run.version !== input.version) throw new DomainError('conflict', 'errors.stale');
      if (now() < run.startsAt || now() >= run.endsAt)
        throw new DomainError('conflict', 'errors.systems.billRun.notRunning');
      await store.change(run, { endsAt: now(), by: { id: ctx.actor.id, name: ctx.actor.name } });
      await record({ ...ctx, reason: input.reason }, 'bill_run.ended', run, {
        period: run.period,
        from: run.endsAt,
      });
    },
  };

  async function found(id: string): Promise<BillRun> {
    const run = await store.byId(id);
    if (run === undefined) throw new DomainError('not_found', 'errors.notFound');
    return run;
  }
}

export type BillRunService = ReturnType<typeof createBillRunService>;
