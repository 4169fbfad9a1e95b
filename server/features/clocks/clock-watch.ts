import {
  alarmsDue,
  escalationTargets,
  type Alarms,
  type EscalationTarget,
} from '#domain/clocks.ts';
import type { ActionContext } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import type { AuditEntry, AuditTrail } from '../audit/audit-store.ts';
import { watchAt, type OpenClockBook } from './clock-book.ts';
import type { ClockPolicy } from './clock-policy-store.ts';
import type { ClockRow, ClockStore } from './clock-store.ts';

interface Needs {
  store: ClockStore;
  book: OpenClockBook;
  audit: Pick<AuditTrail, 'recordMany'>;
  now(): number;
  /** Raises the case's priority to at least this; audited as an escalation. */
  raisePriority(ctx: ActionContext, caseId: string, to: number, why: object): Promise<void>;
  /** Tells the customer once more what is waited for, once for this clock; false where nothing was sent. */
  remindCustomer(ctx: ActionContext, clock: { caseId: string; id: string }): Promise<boolean>;
  /** Ends a case whose customer never answered; false where its systems do not agree, so that people decide. */
  closeUnanswered(ctx: ActionContext, caseId: string): Promise<boolean>;
}

/** Carries out what clocks ask for once their times come: each warning, breach and level once. */
export function createClockWatch({ store, book, audit, now, ...acts }: Needs) {
  async function escalate(
    ctx: ActionContext,
    clock: ClockRow,
    policy: ClockPolicy,
    alarms: Alarms,
  ): Promise<void> {
    const priority = Math.max(0, ...alarms.levels.map((level) => level.priority));
    if (priority > 0)
      await acts.raisePriority(ctx, clock.caseId, priority, {
        kind: clock.kind,
        dueAt: clock.dueAt,
      });
    if (!alarms.breached || policy.onBreach !== 'close' || clock.kind !== 'customer') return;
    if (!(await acts.closeUnanswered(ctx, clock.caseId))) await handToPeople(ctx, clock);
  }

  /** Nobody answered, and it cannot be closed while its systems disagree. */
  async function handToPeople(ctx: ActionContext, clock: ClockRow): Promise<void> {
    const to = 'supervisors';
    const [after] = (await store.ofCases([clock.caseId])).filter(({ id }) => id === clock.id);
    if (after === undefined) return;
    if (rankOf(after.toldTo) < rankOf(to)) await store.change(after, { toldTo: to });
    await acts.raisePriority(ctx, clock.caseId, 1, { kind: clock.kind, dueAt: clock.dueAt });
    await audit.recordMany(ctx, [entryOf(clock, 'clock.escalated', { to, on: 'breach' })]);
  }

  async function ring(ctx: ActionContext, clock: ClockRow, policy: ClockPolicy): Promise<boolean> {
    const at = now();
    const alarms = alarmsDue(clock, policy.levels, at);
    const change = {
      ...(alarms.warned ? { warnedAt: at } : {}),
      ...(alarms.breached ? { breachedAt: at } : {}),
      levelsDone: alarms.levelsDone,
      toldTo: highest(clock.toldTo, alarms),
    };
    const after = { ...clock, ...change };
    const changed = await store.change(clock, {
      ...change,
      nextAt: watchAt(policy, after),
    });
    if (!changed) return false;
    // Both at once: the time for reminding has passed.
    const reminds = clock.kind === 'customer' && alarms.warned && !alarms.breached;
    const reminded = reminds && (await acts.remindCustomer(ctx, clock));
    await audit.recordMany(ctx, entriesOf(clock, alarms, reminded));
    await escalate(ctx, clock, policy, alarms);
    return true;
  }

  return {
    /**
     * One bounded turn in the caller's transaction, the oldest first; answers how many it took. What another
     * writer changed meanwhile is left for the next turn.
     */
    async turn(requestId: string, limit: number): Promise<number> {
      const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId };
      const due = await store.due(now(), limit);
      if (due.length === 0) return 0;
      const rules = await (await book()).rulesOf(due.map((clock) => clock.policyId));
      for (const clock of due) {
        const policy = rules.get(clock.policyId);
        if (policy === undefined) await store.change(clock, { nextAt: null });
        else await ring(ctx, clock, policy);
      }
      return due.length;
    },
  };
}

export type ClockWatch = ReturnType<typeof createClockWatch>;

const rankOf = (to: EscalationTarget | null): number =>
  to === null ? -1 : escalationTargets.indexOf(to);

function highest(told: EscalationTarget | null, alarms: Alarms): EscalationTarget | null {
  return alarms.levels.reduce<EscalationTarget | null>(
    (most, { to }) => (rankOf(to) > rankOf(most) ? to : most),
    told,
  );
}

/** They stand on the case, so that its timeline and whoever subscribes to its events hear of them. */
function entriesOf(clock: ClockRow, alarms: Alarms, reminded: boolean): AuditEntry[] {
  return [
    ...(alarms.warned ? [entryOf(clock, 'clock.warned', reminded ? { reminded } : {})] : []),
    ...(alarms.breached ? [entryOf(clock, 'clock.breached')] : []),
    ...alarms.levels.map(({ to, on }) => entryOf(clock, 'clock.escalated', { to, on })),
  ];
}

const entryOf = (
  clock: ClockRow,
  action: string,
  detail: Record<string, unknown> = {},
): AuditEntry => ({
  action,
  subjectType: 'case',
  subjectId: clock.caseId,
  detail: { clockId: clock.id, kind: clock.kind, dueAt: clock.dueAt, ...detail },
});
