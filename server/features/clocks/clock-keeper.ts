import {
  advance,
  countedMs,
  dueOfCase,
  type CaseClockKind,
  type ClockTimes,
} from '#domain/clocks.ts';
import { isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import type { CaseListener, MovedCase } from '../unsubscribes/case-listener.ts';
import { watchAt, type ClockBook, type OpenClockBook } from './clock-book.ts';
import type { ClockPolicy } from './clock-policy-store.ts';
import type { ClockCase } from './clock-case.ts';
import { replanned } from './clock-replan.ts';
import type { ClockChange, ClockRow, ClockStore, NewClock } from './clock-store.ts';

interface Needs {
  store: ClockStore;
  book: OpenClockBook;
  now(): number;
}

/** Kinds that go on when the case ends: a complaint is answered all the same. */
const OUTLIVES: readonly string[] = ['complaint'];

/** Starts, pauses, resumes and stops the clocks of cases as they open and move, and keeps their due date. */
export function createClockKeeper({ store, book, now }: Needs) {
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
    if (kinds.length > 0) await store.stop({ caseIds: [caseId], kinds }, at, cause);
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
    const clocks = await store.ofCases([id]);
    if (isCaseEnded(to)) return ended(id, clocks, at, to);
    if (from === 'open' && clocks.some(({ kind }) => kind === 'acknowledge'))
      await store.stop({ caseIds: [id], kinds: ['acknowledge'] }, at, 'moved');
    if (from === 'waiting_customer') {
      await store.stop({ caseIds: [id], kinds: ['customer'] }, at, 'answered');
      await resume(clocks, at);
    }
    if (to === 'waiting_customer') {
      await pause(clocks, at);
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

  const listener: CaseListener = {
    async opened(_ctx, cases) {
      const rules = await book();
      const imported = new Set(cases.filter((one) => one.imported).map((one) => one.id));
      const rows = await store.cases(cases.map((one) => one.id));
      const clocks = rows.flatMap((one) => openingClocks(rules, one, imported.has(one.id)));
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

function groupBy(clocks: readonly NewClock[]): Map<string, NewClock[]> {
  const byCase = new Map<string, NewClock[]>();
  for (const clock of clocks) {
    const own = byCase.get(clock.caseId);
    if (own === undefined) byCase.set(clock.caseId, [clock]);
    else own.push(clock);
  }
  return byCase;
}

/** A clock of the kind that fits the case, not yet stored; null where nothing is set. */
export function newClock(
  rules: ClockBook,
  one: ClockCase,
  kind: CaseClockKind,
  times: Pick<ClockTimes, 'startedAt'> & { eventAt?: number | null },
): NewClock | null {
  const policy = rules.ruleFor(kind, one);
  if (policy === undefined) return null;
  const { startedAt, eventAt = null } = times;
  const plan = rules.plan(policy, { startedAt, eventAt, pauses: [] });
  if (plan.dueAt === null) return null;
  const paused = policy.pauses && one.state === 'waiting_customer' ? startedAt : null;
  const clock = {
    ...plan,
    pausedSince: paused,
    stoppedAt: null,
    warnedAt: null,
    breachedAt: null,
    levelsDone: 0,
  };
  return {
    ...clock,
    caseId: one.id,
    kind,
    policyId: policy.id,
    startedAt,
    eventAt,
    nextAt: watchAt(policy, clock),
    demo: one.demo,
  };
}

/** When billing takes money next; nothing once it was seen to have stopped. */
const chargeAheadOf = ({ billing, nextChargeAt }: ClockCase): number | null =>
  billing === 'cancelled' || billing === 'absent' ? null : nextChargeAt;

/** The clocks with which a case begins. */
export function openingClocks(rules: ClockBook, one: ClockCase, imported: boolean): NewClock[] {
  const clocks: (NewClock | null)[] = [];
  const begin = (kind: CaseClockKind, startedAt: number, eventAt: number | null = null) =>
    clocks.push(newClock(rules, one, kind, { startedAt, eventAt }));
  // What already waits for a date or for the customer has been taken up.
  if (one.state === 'open') begin('acknowledge', imported ? one.openedAt : one.requestedAt);
  if (one.wanted === 'cancelled') begin('technical', one.wantedFromAt ?? one.requestedAt);
  begin('jurisdiction', one.requestedAt);
  const charge = chargeAheadOf(one);
  if (charge !== null) begin('next_charge', one.requestedAt, charge);
  if (one.state === 'waiting_customer') begin('customer', one.openedAt);
  return clocks.filter((clock) => clock !== null);
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
