import { alarmsDue } from '#domain/clocks.ts';
import type { AuditEntry } from '../audit/audit-store.ts';
import { watchAt } from './clock-book.ts';
import type { ClockPolicy } from './clock-policy-store.ts';
import type { NewClock } from './clock-store.ts';

/** What would have rung before the cases came here. */
interface PastAlarms {
  warned: number;
  breached: number;
  /** Levels that would have told somebody. */
  levels: number;
  /** What the levels make of a case's priority, by case. */
  priorities: Map<string, number>;
}

/**
 * An import of old cases brings clocks whose times are over. They begin warned and breached, with their levels
 * carried out and the priority raised, but nobody is told of each: the landing tells their sum. What still lies
 * ahead rings as ever. A row that closes cases is left to the watch.
 */
export function settlePast(
  clocks: readonly NewClock[],
  policies: ReadonlyMap<string, ClockPolicy>,
  at: number,
): { clocks: NewClock[]; past: PastAlarms } {
  const past: PastAlarms = { warned: 0, breached: 0, levels: 0, priorities: new Map() };
  const settled = clocks.map((clock) => {
    const policy = policies.get(clock.policyId);
    if (policy === undefined || policy.onBreach === 'close') return clock;
    const { warned, breached, levels, levelsDone } = alarmsDue(clock, policy.levels, at);
    if (!warned && !breached && levels.length === 0) return clock;
    past.warned += warned ? 1 : 0;
    past.breached += breached ? 1 : 0;
    past.levels += levels.length;
    const priority = Math.max(
      past.priorities.get(clock.caseId) ?? 0,
      ...levels.map((level) => level.priority),
    );
    if (priority > 0) past.priorities.set(clock.caseId, priority);
    const after = {
      ...clock,
      levelsDone,
      ...(warned ? { warnedAt: at } : {}),
      ...(breached ? { breachedAt: at } : {}),
    };
    return { ...after, nextAt: watchAt(policy, after) };
  });
  return { clocks: settled, past };
}

/** One event of the import for all of a landing's; none where nothing was over. */
export function pastEntries(importId: string, past: PastAlarms): AuditEntry[] {
  const { warned, breached, levels, priorities } = past;
  if (warned + breached + levels === 0) return [];
  const detail = { warned, breached, levels, prioritiesRaised: priorities.size };
  return [{ action: 'import.past_deadlines', subjectType: 'import', subjectId: importId, detail }];
}
