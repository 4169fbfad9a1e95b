import { laggingSystems, unseenSystems, wantedFor } from './lamps.ts';
import type { ActualStates, LampFacts, OrderRule, WantedState } from './lamps.ts';
import { caseInFlightStates, isCaseEnded } from './lifecycles.ts';
import type { CaseState } from './lifecycles.ts';
import type { Zone } from './time.ts';
import { endOfDay } from './time.ts';

/** The technical completion clock's default: an internal target, counted from when the cancel should hold. */
export const TECHNICAL_CLOCK_MS = 24 * 3_600_000;
/** When the technical clock warns, before its end. */
export const TECHNICAL_WARN_MS = 2 * 3_600_000;

export interface Opening {
  state: Extract<CaseState, 'open' | 'waiting_date' | 'waiting_customer'>;
  wanted: WantedState;
  wantedFromAt: number | null;
  dueAt: number | null;
  notBeforeAt: number | null;
}

interface OpeningFacts {
  requestedAt: number;
  /** Where the operator's text states the end of a contract. */
  contractEndOn: string | null;
  effectRule: 'at_once' | 'next_cycle';
  now: number;
  zone: Zone;
  /** When technical completion is due, from when the cancel should hold; 24 hours later when left out. */
  dueFrom?: (from: number) => number | null;
}

/**
 * The state in which a failure becomes a case.
 * Refused requests have no accepted order and no clock: those that lift by a date wait for it; those that only
 * the customer can change (proof, confirmation, an alternative) wait for the customer; the rest (`manual`) need
 * a person here first. An accepted cancel waits for its date while that lies ahead, else it is open; a
 * `scheduled` code without a known date (a cut-over) stays open, because nothing would wake it.
 */
export function openingOf(rule: OrderRule, facts: OpeningFacts): Opening {
  const { requestedAt, effectRule, now, zone } = facts;
  const { wanted, wantedFromAt } = wantedFor(rule, requestedAt, zone, effectRule);
  if (wanted === 'active') {
    const liftsAt = liftedAt(facts);
    const base = { wanted, wantedFromAt, dueAt: null };
    if (rule.retry === 'scheduled') return { ...base, state: 'waiting_date', notBeforeAt: liftsAt };
    const state = rule.retry === 'never' ? 'waiting_customer' : 'open';
    return { ...base, state, notBeforeAt: null };
  }
  const from = wantedFromAt ?? requestedAt;
  const later = from > now;
  return {
    state: later ? 'waiting_date' : 'open',
    wanted,
    wantedFromAt,
    dueAt: facts.dueFrom === undefined ? from + TECHNICAL_CLOCK_MS : facts.dueFrom(from),
    notBeforeAt: later ? from : null,
  };
}

/** The day after a contract's last day. */
function liftedAt({ contractEndOn, zone }: OpeningFacts): number | null {
  return contractEndOn === null ? null : endOfDay(zone, contractEndOn);
}

/**
 * Whether an end leaves nothing wanted: the customer took the request back, or it was declared refused or
 * impossible. One that a person forced still is to be cancelled, and was declared to be.
 */
export function noLongerWanted(to: CaseState, resolution: string | null): boolean {
  return to === 'withdrawn' || (to === 'failed_final' && resolution !== 'forced');
}

/** What decides whether a case may be sent again. */
export interface ResyncFacts {
  state: CaseState;
  wanted: WantedState;
  wantedFromAt: number | null;
  actual: ActualStates;
}

export interface Verdict {
  allowed: boolean;
  /** Why not, as a message key. */
  reasonKey: string | null;
}

const no = (what: string): Verdict => ({
  allowed: false,
  reasonKey: `errors.cases.resync.${what}`,
});
const YES: Verdict = { allowed: true, reasonKey: null };

const isInFlight = (state: CaseState): boolean =>
  (caseInFlightStates as readonly string[]).includes(state);

const lampFacts = ({ wanted, wantedFromAt, actual }: ResyncFacts): LampFacts => ({
  wanted,
  wantedFromAt,
  actual,
});

/** Whether the wanted state may be pushed now: not ended, refused, held, in flight or early, and something lags. */
export function resyncVerdict(facts: ResyncFacts, now: number): Verdict {
  if (isCaseEnded(facts.state)) return no('ended');
  if (facts.state === 'unknown') return no('unknown');
  if (isInFlight(facts.state)) return no('inFlight');
  if (facts.state === 'held') return no('held');
  if (facts.wanted === 'active') return no('refused');
  if (facts.wantedFromAt !== null && facts.wantedFromAt > now) return no('notYet');
  return laggingSystems(lampFacts(facts), now).length === 0 ? no('nothingLags') : YES;
}

/** Whether the four systems may be read now: always, unless it ended or a job is at it. */
export function readBackVerdict(facts: Pick<ResyncFacts, 'state'>): Verdict {
  if (isCaseEnded(facts.state)) return no('ended');
  return isInFlight(facts.state) && facts.state !== 'unknown' ? no('inFlight') : YES;
}

/**
 * Whether the systems have to be read before anything is sent: the code says so, nobody has seen one of them,
 * or something was sent before. A code that is never retried but left an order (already cancelled, effective
 * next cycle) has most likely nothing to send at all.
 */
export function mustReadFirst(facts: ResyncFacts & { generation: number }, retry: string): boolean {
  const byCode = retry === 'verify' || retry === 'never';
  return byCode || facts.generation > 1 || unseenSystems(lampFacts(facts)).length > 0;
}
