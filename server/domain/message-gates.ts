import {
  agrees,
  lampSystems,
  type ActualStates,
  type LampSystem,
  type WantedState,
} from './lamps.ts';
import { isCaseEnded, type CaseState } from './lifecycles.ts';
import type { MessageLanguage, MessageValues } from './message-text.ts';
import { serviceReference } from './message-text.ts';
import { addMonths } from './civil-date.ts';
import { amountWords, dateWords, timeWords } from './message-words.ts';
import { localDateAt, monthKeyAt, startOfMonth, type Zone } from './time.ts';

/** What is known of a case when a message about it is to be written. */
export interface MessageFacts {
  state: CaseState;
  wanted: WantedState;
  wantedFromAt: number | null;
  actual: ActualStates;
  /** When each system was last read; null: nobody has looked. */
  seenAt: Readonly<Record<LampSystem, number | null>>;
  notBeforeAt: number | null;
  dueAt: number | null;
  contractEndOn: string | null;
  exitFeeFen: number | null;
  effectRule: 'at_once' | 'next_cycle';
  serviceName: string;
  refundAcceptedFen: number;
  alternative: string | null;
  replyCode: string | null;
  /** How long the customer has to confirm; null where nothing is asked. */
  confirmMinutes: number | null;
  hotline: string;
  /** How far ahead an answer is promised where no clock says it. */
  promiseMs: number;
  now: number;
}

/** Why a message may not leave yet, as a fact that is missing. */
export type GateFact =
  | 'systems_not_read'
  | 'systems_not_cancelled'
  | 'refund_not_accepted'
  | 'date_not_recorded'
  | 'expiry_not_set'
  | 'case_ended'
  | 'case_open'
  | 'variable_empty';

export interface Gate {
  fact: GateFact;
  /** Systems or the variable it is about. */
  about: string[];
}

/** Messages about something still under way: pointless, or wrong, once the case has ended. */
const WHILE_OPEN: readonly string[] = [
  ...['T1', 'T2', 'T2A', 'T2B', 'T2C', 'T3', 'T3A', 'T3B'],
  ...['T4', 'T4A', 'T6', 'T6A', 'T8'],
];

/** Every message of a case is about one of these; outages and claims have their own. */
export const caseMessages: readonly string[] = [
  ...WHILE_OPEN,
  'T3C',
  'T5',
  'T7',
  'T7A',
  'T9',
  'T10',
  'T11',
];

/**
 * The facts that are missing for a message; empty when it may leave. The catalogue's gates: T5 after all four
 * systems were read back as cancelled, T7 after the refund was accepted, T9 and T4A with a recorded date, T8 with
 * its expiry. That no variable is empty is seen when the text is written (`emptyGates`).
 */
export function gatesOf(code: string, facts: MessageFacts): Gate[] {
  const gates: Gate[] = [];
  const ended = isCaseEnded(facts.state);
  if (ended && WHILE_OPEN.includes(code)) gates.push(gate('case_ended'));
  if (code === 'T11' && !ended) gates.push(gate('case_open'));
  if (code === 'T5' || code === 'T3C') gates.push(...doneGates(code, facts));
  if (code === 'T7' && facts.refundAcceptedFen <= 0) gates.push(gate('refund_not_accepted'));
  if (code === 'T9' && effectOf(facts) === null) gates.push(gate('date_not_recorded'));
  if (code === 'T4A' && facts.notBeforeAt === null) gates.push(gate('date_not_recorded'));
  if (code === 'T8' && facts.confirmMinutes === null) gates.push(gate('expiry_not_set'));
  return gates;
}

/** "No longer charged" needs billing read back; "cancelled" needs all four. */
function doneGates(code: string, facts: MessageFacts): Gate[] {
  const systems: readonly LampSystem[] = code === 'T5' ? lampSystems : ['billing'];
  const unread = systems.filter((system) => facts.seenAt[system] === null);
  if (unread.length > 0) return [gate('systems_not_read', unread)];
  const active = systems.filter((system) => !agrees('cancelled', facts.actual[system]));
  return active.length > 0 ? [gate('systems_not_cancelled', active)] : [];
}

export const emptyGates = (missing: readonly string[]): Gate[] =>
  missing.map((variable) => gate('variable_empty', [variable]));

const gate = (fact: GateFact, about: readonly string[] = []): Gate => ({ fact, about: [...about] });

function effectOf(facts: MessageFacts): number | null {
  return facts.wanted === 'cancelled' ? facts.wantedFromAt : facts.notBeforeAt;
}

/** What the variables of a case's message stand for; what is not known is left out. */
export function valuesOf(
  code: string,
  facts: MessageFacts,
  language: MessageLanguage,
  zone: Zone,
): MessageValues {
  const values: MessageValues = {
    service: serviceReference(facts.serviceName),
    hotline: facts.hotline,
  };
  const year = localDateAt(zone, facts.now).slice(0, 4);
  const day = (at: number) => dateWords(localDateAt(zone, at), year, language);
  const promised = promisedAt(code, facts);
  if (promised !== null) values.time = timeWords(zone, promised, facts.now, language);
  const effect = code === 'T8' ? effectIfConfirmedAt(facts, zone) : effectOf(facts);
  if (effect !== null) values.effectDate = day(effect);
  if (facts.contractEndOn !== null) values.endDate = dateWords(facts.contractEndOn, year, language);
  const fen = code === 'T7' ? facts.refundAcceptedFen : facts.exitFeeFen;
  if (fen !== null && fen > 0) values.amount = amountWords(fen, language);
  if (facts.alternative !== null) values.alternative = facts.alternative;
  if (facts.replyCode !== null) values.code = facts.replyCode;
  if (facts.confirmMinutes !== null) values.minutes = String(facts.confirmMinutes);
  return values;
}

const HOUR_MS = 3_600_000;
/** A promise nearer than this could not be kept. */
const NEAR_MS = HOUR_MS / 2;

/** Until when an answer is promised: the clock's end, or a full hour some way ahead. */
export function promisedAt(code: string, facts: MessageFacts): number | null {
  if (code === 'T4A') return facts.notBeforeAt;
  if (facts.dueAt !== null && facts.dueAt > facts.now + NEAR_MS) return facts.dueAt;
  return Math.ceil((facts.now + facts.promiseMs) / HOUR_MS) * HOUR_MS;
}

/** From when the service ends if the customer confirms now. */
function effectIfConfirmedAt(facts: MessageFacts, zone: Zone): number {
  return facts.effectRule === 'at_once'
    ? facts.now
    : startOfMonth(zone, addMonths(monthKeyAt(zone, facts.now), 1));
}
