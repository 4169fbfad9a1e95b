import type { CaseClockKind } from '#domain/clocks.ts';
import { caseClockKinds, dueOfCase } from '#domain/clocks.ts';
import type { ActionContext } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ClockBook, OpenClockBook } from './clock-book.ts';
import { openingClocks } from './clock-opening.ts';
import { replanned } from './clock-replan.ts';
import type { ClockPolicy } from './clock-policy-store.ts';
import type { RecomputeRow, RecomputeStore } from './clock-recompute-store.ts';
import type { ClockCase } from './clock-case.ts';
import type { ClockRow, ClockStore } from './clock-store.ts';

export const RECOMPUTE_JOB = 'clocks.recompute';

interface Needs {
  runs: RecomputeStore;
  store: ClockStore;
  book: OpenClockBook;
  audit: Pick<AuditTrail, 'record'>;
  enqueue(request: JobRequest): Promise<string>;
  openCases(): Promise<number>;
  now(): number;
}

const SLICE = 500;

const isCaseKind = (kind: string): kind is CaseClockKind =>
  (caseClockKinds as readonly string[]).includes(kind);

/** After a row changed: open cases get the deadlines that follow from it, a slice a transaction. */
export function createClockRecompute(needs: Needs) {
  const { runs, store, book, audit, now } = needs;

  async function find(id: string, version: number): Promise<RecomputeRow> {
    const run = await runs.byId(id);
    if (run === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (run.version !== version) throw new DomainError('conflict', 'errors.stale');
    return run;
  }

  const record = (ctx: ActionContext, action: string, id: string, detail: object = {}) =>
    audit.record(ctx, {
      action: `clock_recompute.${action}`,
      subjectType: 'clock_recompute',
      subjectId: id,
      detail: { ...detail },
    });

  /** A kind that had no limit gets its clocks; one that has none any more loses them. */
  async function settleCase(
    rules: ClockBook,
    one: ClockCase,
    kind: CaseClockKind,
    clocks: readonly ClockRow[],
  ): Promise<boolean> {
    const own = clocks.filter((clock) => clock.kind === kind);
    let changed = false;
    for (const clock of own) {
      const change = replanned(rules, clock, one, now());
      if (change === null) continue;
      if (change.dueAt === null)
        await store.stop({ caseIds: [one.id], kinds: [kind] }, now(), 'rule_gone');
      else if (!(await store.change(clock, change))) continue;
      changed = true;
    }
    if (own.length === 0 && kind === 'jurisdiction') {
      const missing = openingClocks(rules, one, false).filter((clock) => clock.kind === kind);
      if (missing.length > 0) {
        await store.insertMany(missing);
        changed = true;
      }
    }
    return changed;
  }

  return {
    async begin(ctx: ActionContext, policy: ClockPolicy): Promise<string | null> {
      if (!isCaseKind(policy.kind)) return null;
      const id = await runs.insert({
        policyId: policy.id,
        kind: policy.kind,
        total: await needs.openCases(),
        startedBy: ctx.actor.id,
        startedByName: ctx.actor.name,
      });
      await needs.enqueue({ kind: RECOMPUTE_JOB, subjectId: id });
      await record(ctx, 'started', id, { policyId: policy.id });
      return id;
    },

    /** What was worked out already stays; it can go on later. */
    async cancel(ctx: ActionContext, id: string, version: number): Promise<void> {
      const run = await find(id, version);
      if (run.state !== 'running') throw new DomainError('conflict', 'errors.clocks.recomputeOver');
      await runs.update(run, { state: 'cancelled', finishedAt: now() });
      await record(ctx, 'cancelled', id, { done: run.done });
    },

    async resume(ctx: ActionContext, id: string, version: number): Promise<void> {
      const run = await find(id, version);
      if (run.state !== 'cancelled')
        throw new DomainError('conflict', 'errors.clocks.recomputeNotCancelled');
      await runs.update(run, { state: 'running', finishedAt: null });
      await needs.enqueue({ kind: RECOMPUTE_JOB, subjectId: id });
      await record(ctx, 'resumed', id, { done: run.done });
    },

    /** One slice in the caller's transaction; true while there is more. */
    async step(id: string): Promise<boolean> {
      const run = await runs.byId(id);
      if (run === undefined || run.state !== 'running') return false;
      const slice = await store.casesAfter(run.cursorId, SLICE);
      const open = slice.filter((one) => one.endedAt === null);
      const rules = await book();
      const clocks = await store.ofCases(open.map((one) => one.id));
      const byCase = clocksByCase(clocks);
      let changed = 0;
      for (const one of open) {
        const own = byCase.get(one.id) ?? [];
        if (!(await settleCase(rules, one, run.kind, own))) continue;
        changed += 1;
        const due = dueOfCase(await store.ofCases([one.id]), one.state);
        await store.setDue(one.id, due);
      }
      const more = slice.length === SLICE;
      const done = run.done + open.length;
      await runs.update(run, {
        done,
        total: Math.max(run.total, done),
        changed: run.changed + changed,
        cursorId: slice.at(-1)?.id ?? run.cursorId,
        ...(more ? {} : { state: 'done', finishedAt: now() }),
      });
      const ctx = { actor: SYSTEM_ACTOR, requestId: `clocks-${id}` };
      if (changed > 0 || !more)
        await record(ctx, more ? 'advanced' : 'done', id, { changed, done });
      return more;
    },
  };
}

export type ClockRecompute = ReturnType<typeof createClockRecompute>;

function clocksByCase(clocks: readonly ClockRow[]): Map<string, ClockRow[]> {
  const byCase = new Map<string, ClockRow[]>();
  for (const clock of clocks)
    byCase.set(clock.caseId, [...(byCase.get(clock.caseId) ?? []), clock]);
  return byCase;
}

/** The job: slices until done, cancelled or the process stops; it goes on at the cursor. */
export const recomputeClocks: JobHandler<{ clockRecompute: Pick<ClockRecompute, 'step'> }> = async (
  job,
  tools,
) => {
  for (;;) {
    if (tools.stopping()) return { again: 0 };
    const more = await tools.fenced((f) => f.clockRecompute.step(job.subjectId));
    if (!more) return undefined;
    await tools.extendLease();
  }
};
