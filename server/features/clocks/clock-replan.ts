import { watchAt, type ClockBook } from './clock-book.ts';
import type { ClockCase } from './clock-case.ts';
import type { ClockChange, ClockRow } from './clock-store.ts';

/** One clock under the row that now fits its case; null where nothing changes. Without a due date it has to stop. */
export function replanned(
  rules: ClockBook,
  clock: ClockRow,
  one: ClockCase,
  now: number,
): ClockChange | null {
  const policy = rules.ruleFor(clock.kind, one);
  if (policy === undefined) return null;
  const plan = rules.plan(policy, clock);
  const ahead = (at: number | null) => at !== null && at > now;
  const same =
    policy.id === clock.policyId && plan.dueAt === clock.dueAt && plan.warnAt === clock.warnAt;
  if (same) return null;
  const change = {
    policyId: policy.id,
    ...plan,
    // What lies ahead again is announced again; what was announced stays in the trail.
    warnedAt: ahead(plan.warnAt) ? null : clock.warnedAt,
    breachedAt: ahead(plan.dueAt) ? null : clock.breachedAt,
    levelsDone: ahead(plan.dueAt) && ahead(plan.warnAt) ? 0 : clock.levelsDone,
  };
  return { ...change, nextAt: watchAt(policy, { ...clock, ...change }) };
}
