import type { CaseClockKind, ClockTimes } from '#domain/clocks.ts';
import { watchAt, type ClockBook } from './clock-book.ts';
import type { ClockCase } from './clock-case.ts';
import type { NewClock } from './clock-store.ts';

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
export const chargeAheadOf = ({ billing, nextChargeAt }: ClockCase): number | null =>
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
