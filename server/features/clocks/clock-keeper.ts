import {
  advance,
  countedMs,
  dueOfCase,
  type CaseClockKind,
  type ClockKind,
  type ClockTimes,
} from '#domain/clocks.ts';
import type { ActionContext } from '#domain/context.ts';
import { isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import { gather, gatherWrites, groupedBy } from '../../gather.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseListener, MovedCase } from '../unsubscribes/case-listener.ts';
import { watchAt, type ClockBook, type OpenClockBook } from './clock-book.ts';
import type { ClockPolicy } from './clock-policy-store.ts';
import type { ClockCase } from './clock-case.ts';
import { chargeAheadOf, newClock, openingClocks } from './clock-opening.ts';
import { replanned } from './clock-replan.ts';
import { pastEntries, settlePast } from './past-alarms.ts';
import type { ClockChange, ClockRow, ClockStore, NewClock } from './clock-store.ts';

interface Needs {
  store: ClockStore;
  book: OpenClockBook;
  audit: Pick<AuditTrail, 'recordMany'>;
  now(): number;
}

/** Clocks of one case to stop. */
interface Stop {
  id: string;
  kinds: readonly ClockKind[];
  at: number;
  cause: string;
}

/** Kinds that go on when the case ends: a complaint is answered all the same. */
const OUTLIVES: readonly string[] = ['complaint'];

/** Starts, pauses, resumes and stops the clocks of cases as they open and move, and keeps their due date. */
export function createClockKeeper({ store, book, audit, now }: Needs) {
  const clocksOf = gather(async (ids: readonly string[]): Promise<ClockRow[][]> => {
    const byCase = groupBy(await store.ofCases([...new Set(ids)]));
    return ids.map((id) => byCase.get(id) ?? []);
  });

  const stop = gatherWrites(async (stops: readonly Stop[]) => {
    for (const group of groupedBy(stops, ({ id: _, ...rest }) => JSON.stringify(rest))) {
      const [{ kinds, at, cause }] = group;
      await store.stop({ caseIds: group.map(({ id }) => id), kinds }, at, cause);
    }
  });

  /** After a change of its clocks the case gets the due date that follows from them. */
  async function settleDue(one: ClockCase, clocks: readonly ClockRow[]): Promise<void> {
    const due = dueOfCase(clocks, one.state);
    if (due.dueAt === one.dueAt && due.dueKind === one.dueKind) return;
    await store.setDue(one.id, due);
  }

  async function settleDueOf(caseId: string): Promise<void> {
    const [one] = await store.cases([caseId]);
    if (one === undefined || one.endedAt !== null) return;
    await settleDue(one, await store.ofCases([caseId]));
  }

  /** Another clock of the kind by the row that fits; nothing where no row fits or none is set. */
  async function start(
    one: ClockCase,
    kind: CaseClockKind,
    times: Pick<ClockTimes, 'startedAt'> & { eventAt?: number | null },
  ): Promise<string | null> {
    const clock = newClock(await book(), one, kind, times);
    if (clock === null) return null;
    const [id] = await store.insertMany([clock]);
    return id ?? null;
  }

  async function resume(clocks: readonly ClockRow[], at: number): Promise<void> {
    const paused = clocks.filter(
      (clock): clock is ClockRow & { pausedSince: number } => clock.pausedSince !== null,
    );
    if (paused.length === 0) return;
    const rules = await book();
    const byId = await rules.rulesOf(paused.map((clock) => clock.policyId));
    for (const clock of paused) {
      const policy = byId.get(clock.policyId);
      if (policy !== undefined) await store.change(clock, resumed(rules, policy, clock, at));
    }
  }

  async function pause(clocks: readonly ClockRow[], at: number): Promise<void> {
    const running = clocks.filter((clock) => clock.pausedSince === null);
    if (running.length === 0) return;
    const byId = await (await book()).rulesOf(running.map((clock) => clock.policyId));
    for (const clock of running)
      if (byId.get(clock.policyId)?.pauses === true)
        await store.change(clock, { pausedSince: at, nextAt: null });
  }

  async function ended(caseId: string, clocks: readonly ClockRow[], at: number, cause: string) {
    const kinds = clocks.map(({ kind }) => kind).filter((kind) => !OUTLIVES.includes(kind));
    if (kinds.length > 0) await stop({ id: caseId, kinds, at, cause });
    // What is left no longer waits for the customer.
    await resume(
      clocks.filter(({ kind }) => OUTLIVES.includes(kind)),
      at,
    );
  }

  /** The next charges of these cases are other ones now, or none is left. */
  async function followCharge(rules: ClockBook, one: ClockCase, clocks: readonly ClockRow[]) {
    const running = clocks.find(({ kind }) => kind === 'next_charge');
    const eventAt = chargeAheadOf(one);
    if (running?.eventAt === (eventAt ?? undefined)) return;
    if (running !== undefined)
      await store.stop({ caseIds: [one.id], kinds: ['next_charge'] }, now(), 'charge_moved');
    if (eventAt === null) return;
    const next = newClock(rules, one, 'next_charge', { startedAt: now(), eventAt });
    if (next !== null) await store.insertMany([next]);
  }

  /** What is wanted, from when, or what was seen is something else now: the clocks follow. */
  async function reconcile(id: string, at: number): Promise<void> {
    const [one] = await store.cases([id]);
    if (one === undefined || one.endedAt !== null) return;
    const rules = await book();
    const clocks = await store.ofCases([id]);
    const technical = clocks.find(({ kind }) => kind === 'technical');
    const later = (one.wantedFromAt ?? 0) > (technical?.startedAt ?? Infinity);
    if (technical !== undefined && (one.wanted !== 'cancelled' || later))
      await store.stop({ caseIds: [id], kinds: ['technical'] }, at, 'not_wanted');
    if (one.wanted === 'cancelled' && (technical === undefined || later)) {
      // It cannot begin before anybody knew that the cancel should hold.
      const startedAt = Math.max(one.wantedFromAt ?? one.requestedAt, at);
      const clock = newClock(rules, one, 'technical', { startedAt });
      if (clock !== null) await store.insertMany([clock]);
    }
    await followCharge(rules, one, clocks);
    await settleDueOf(id);
  }

  async function moved({ id, from, to, at, termsChanged }: MovedCase): Promise<void> {
    // Asked for only by moves that concern clocks: most moves of a re-sync do not.
    if (isCaseEnded(to)) return ended(id, await clocksOf(id), at, to);
    if (from === 'open' && (await clocksOf(id)).some(({ kind }) => kind === 'acknowledge'))
      await stop({ id, kinds: ['acknowledge'], at, cause: 'moved' });
    if (from === 'waiting_customer') {
      const clocks = await clocksOf(id);
      await store.stop({ caseIds: [id], kinds: ['customer'] }, at, 'answered');
      await resume(clocks, at);
    }
    if (to === 'waiting_customer') {
      await pause(await clocksOf(id), at);
      const [one] = await store.cases([id]);
      if (one !== undefined) await start(one, 'customer', { startedAt: at });
    }
    if (termsChanged) await reconcile(id, at);
    else if (waits(from) || waits(to)) await settleDueOf(id);
  }

  /** It is another kind of failure now: what runs follows the rows that fit it. */
  async function reclassified(id: string, at: number): Promise<void> {
    const [one] = await store.cases([id]);
    if (one === undefined || one.endedAt !== null) return;
    const rules = await book();
    for (const clock of await store.ofCases([id])) {
      const change = replanned(rules, clock, one, at);
      if (change?.dueAt === null)
        await store.stop({ caseIds: [id], kinds: [clock.kind] }, at, 'rule_gone');
      else if (change !== null) await store.change(clock, change);
    }
    await settleDueOf(id);
  }

  /** Cases of an import: what was over before they came is told once for all of them. */
  async function withoutPast(
    ctx: ActionContext,
    rules: ClockBook,
    importId: string,
    begun: readonly NewClock[],
  ): Promise<NewClock[]> {
    const policies = await rules.rulesOf(begun.map((clock) => clock.policyId));
    const { clocks, past } = settlePast(begun, policies, now());
    await store.raisePriorities(past.priorities);
    await audit.recordMany(ctx, pastEntries(importId, past));
    return clocks;
  }

  const listener: CaseListener = {
    async opened(ctx, cases) {
      const rules = await book();
      const rows = await store.cases(cases.map((one) => one.id));
      const begun = rows.flatMap((one) => openingClocks(rules, one, one.importId !== null));
      const importId = rows.find((one) => one.importId !== null)?.importId ?? null;
      const clocks = importId === null ? begun : await withoutPast(ctx, rules, importId, begun);
      await store.insertMany(clocks);
      const byCase = groupBy(clocks);
      for (const one of rows) {
        const due = dueOfCase(byCase.get(one.id) ?? [], one.state);
        if (due.dueAt !== one.dueAt || due.dueKind !== one.dueKind) await store.setDue(one.id, due);
      }
    },

    moved: (_ctx, change) => moved(change),

    /** Somebody took the case up. */
    async changed(_ctx, { id, action, at, termsChanged }) {
      if (action === 'case.assigned')
        await store.stop({ caseIds: [id], kinds: ['acknowledge'] }, at, 'assigned');
      if (termsChanged) await reconcile(id, at);
      if (action === 'case.reclassified') await reclassified(id, at);
    },
  };

  return {
    listener,

    start,

    /** A clock met its end in good time or late. */
    async stop(caseId: string, clockId: string, cause: string): Promise<void> {
      const clock = (await store.ofCases([caseId])).find(({ id }) => id === clockId);
      if (clock === undefined) return;
      await store.change(clock, {
        stoppedAt: now(),
        stopCause: cause,
        pausedSince: null,
        nextAt: null,
      });
      await settleDueOf(caseId);
    },

    /** The due date of a case, worked out from its clocks. */
    settleDueOf,

    /** Charges that fell due and were followed by another one. A schedule calls it; answers how many. */
    async followCharges(limit: number): Promise<number> {
      const ids = [...new Set(await store.chargesMoved(limit))];
      if (ids.length === 0) return 0;
      const rules = await book();
      const clocks = await store.ofCases(ids);
      for (const one of await store.cases(ids)) {
        await followCharge(
          rules,
          one,
          clocks.filter(({ caseId }) => caseId === one.id),
        );
        await settleDueOf(one.id);
      }
      return ids.length;
    },
  };
}

export type ClockKeeper = ReturnType<typeof createClockKeeper>;

const waits = (state: CaseState): boolean =>
  state === 'waiting_customer' || state === 'waiting_date';

function groupBy<Clock extends { caseId: string }>(clocks: readonly Clock[]): Map<string, Clock[]> {
  const byCase = new Map<string, Clock[]>();
  for (const clock of clocks) {
    const own = byCase.get(clock.caseId);
    if (own === undefined) byCase.set(clock.caseId, [clock]);
    else own.push(clock);
  }
  return byCase;
}

/** What a paused clock becomes once it goes on: later by the counted time that the pause took. */
export function resumed(
  rules: ClockBook,
  policy: ClockPolicy,
  clock: ClockRow & { pausedSince: number },
  at: number,
): ClockChange {
  const days = rules.dayBook(policy);
  const from = Math.max(clock.pausedSince, clock.startedAt);
  const lost = countedMs(policy.days, days, from, at);
  const moved = (instant: number | null) =>
    instant === null || from >= instant ? instant : advance(policy.days, days, instant, lost).at;
  const change = {
    pausedSince: null,
    pausedMs: clock.pausedMs + lost,
    pauses:
      at > clock.pausedSince
        ? [...clock.pauses, { from: clock.pausedSince, until: at }]
        : clock.pauses,
    warnAt: moved(clock.warnAt),
    dueAt: moved(clock.dueAt),
  };
  return { ...change, nextAt: watchAt(policy, { ...clock, ...change }) };
}
