import { dueOfCase } from '#domain/clocks.ts';
import type { OpenClockBook } from './clock-book.ts';
import { openingClocks } from './clock-opening.ts';
import type { ClockStore, NewClock } from './clock-store.ts';
import { settlePast } from './past-alarms.ts';

interface Needs {
  store: ClockStore;
  book: OpenClockBook;
  now(): number;
}

/**
 * Gives open cases from before there were clocks theirs, as an import of old cases would: what is over begins
 * warned and breached, and nobody is alarmed. Cases that have any clock are left alone. Answers how many got some.
 */
export function createClockAdoption({ store, book, now }: Needs) {
  return async (ids: readonly string[]): Promise<number> => {
    const known = new Set((await store.ofCases(ids, { ended: true })).map(({ caseId }) => caseId));
    const cases = await store.cases(ids.filter((id) => !known.has(id)));
    const open = cases.filter(({ endedAt }) => endedAt === null);
    if (open.length === 0) return 0;
    const rules = await book();
    const begun = open.flatMap((one) => openingClocks(rules, one, true));
    const policies = await rules.rulesOf(begun.map(({ policyId }) => policyId));
    const { clocks, past } = settlePast(begun, policies, now());
    await store.raisePriorities(past.priorities);
    await store.insertMany(clocks);
    const byCase = new Map<string, NewClock[]>(open.map(({ id }) => [id, []]));
    for (const clock of clocks) byCase.get(clock.caseId)?.push(clock);
    for (const one of open) {
      const due = dueOfCase(byCase.get(one.id) ?? [], one.state);
      if (due.dueAt !== one.dueAt || due.dueKind !== one.dueKind) await store.setDue(one.id, due);
    }
    return open.length;
  };
}
