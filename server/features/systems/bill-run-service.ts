import type { z } from 'zod';
import type {
  announceBillRunBody,
  BillRunTimesRecord,
  setBillRunTimesBody,
} from '#contract/systems.ts';
import { expectedRun } from '#domain/bill-run-times.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Zone } from '#domain/time.ts';
import type { BillRun, BillRunStore } from './bill-run-store.ts';
import type { BillRunTimesStore } from './bill-run-times-store.ts';

interface Needs {
  store: BillRunStore;
  times: BillRunTimesStore;
  zone: Zone;
  audit: AuditTrail;
  now(): number;
}

/** When billing makes its month: what people say of it. */
export function createBillRunService({ store, times, zone, audit, now }: Needs) {
  const record = (ctx: ActionContext, action: string, run: { id: string }, detail: object) =>
    audit.record(ctx, {
      action,
      subjectType: 'bill_run',
      subjectId: run.id,
      detail: { ...detail },
    });

  return {
    times: times.read,

    /** Other times from now on: runs that are expected and have not begun move with them. */
    async setTimes(
      ctx: ActionContext,
      input: z.output<typeof setBillRunTimesBody>,
    ): Promise<BillRunTimesRecord> {
      const { version, reason, ...next } = input;
      const { day, from, until } = await times.read();
      await times.save(version, next);
      const moved: string[] = [];
      for (const run of await store.expected()) {
        const span = expectedRun(zone, run.period, next);
        // One that would be over already stays: nothing is undone by a setting.
        if (span.startsAt <= now()) continue;
        await store.change(run, span);
        moved.push(run.period);
      }
      await audit.record(
        { ...ctx, reason },
        {
          action: 'bill_run.times_set',
          subjectType: 'setting',
          subjectId: 'bill_runs.times',
          detail: { from: { day, from, until }, to: next, moved },
        },
      );
      return times.read();
    },

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
