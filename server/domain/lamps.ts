import { addMonths } from './civil-date.ts';
import { monthKeyAt, startOfMonth } from './time.ts';
import type { Zone } from './time.ts';

/** The four systems that must agree, in the order in which they are shown. */
export const lampSystems = ['crm', 'platform', 'network', 'billing'] as const;
export type LampSystem = (typeof lampSystems)[number];

/** The order in which systems are told: billing first, so that a half-done cancel costs the customer nothing. */
export const safeOrder = [
  'billing',
  'platform',
  'network',
  'crm',
] as const satisfies readonly LampSystem[];

export const actualStates = ['active', 'cancelled', 'absent', 'unknown'] as const;
export type ActualState = (typeof actualStates)[number];

export const wantedStates = ['active', 'cancelled'] as const;
export type WantedState = (typeof wantedStates)[number];

export type ActualStates = Readonly<Record<LampSystem, ActualState>>;

export interface LampFacts {
  wanted: WantedState;
  /** The instant from which it is wanted, epoch ms; null: at once. */
  wantedFromAt: number | null;
  actual: ActualStates;
}

/** due_later: 到期生效, before the date; nothing_wanted: no accepted order, so nothing can lag. */
export type LampTone = 'agree' | 'lag' | 'due_later' | 'unknown' | 'nothing_wanted';

const stateNames: Readonly<Record<string, ActualState>> = {
  active: 'active',
  正常: 'active',
  在用: 'active',
  已开通: 'active',
  已订购: 'active',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  已取消: 'cancelled',
  已退订: 'cancelled',
  已停止: 'cancelled',
  absent: 'absent',
  无: 'absent',
  不存在: 'absent',
  未订购: 'absent',
  无记录: 'absent',
  unknown: 'unknown',
  未知: 'unknown',
};

/** The state that a word in Chinese or English stands for; null when none does. */
export function actualStateOf(name: string): ActualState | null {
  const key = name.normalize('NFKC').trim().toLowerCase();
  return Object.hasOwn(stateNames, key) ? (stateNames[key] ?? null) : null;
}

/** Whether one system is as wanted. What is unknown agrees with nothing; absent is as good as cancelled. */
export function agrees(wanted: WantedState, actual: ActualState): boolean {
  return wanted === 'active' ? actual === 'active' : actual === 'cancelled' || actual === 'absent';
}

const isDue = (facts: LampFacts, now: number): boolean =>
  facts.wantedFromAt === null || now >= facts.wantedFromAt;

/**
 * The systems that a re-sync has to reach, in the safe order: those not known to be as wanted, once the
 * wanted date has come. Unknown ones count; read them (`unseenSystems`) before anything is sent.
 * Without an accepted order (wanted active) there is nothing to push.
 */
export function laggingSystems(facts: LampFacts, now: number): LampSystem[] {
  if (facts.wanted === 'active' || !isDue(facts, now)) return [];
  return safeOrder.filter((system) => !agrees(facts.wanted, facts.actual[system]));
}

/** The systems whose state nobody has seen. */
export function unseenSystems(facts: LampFacts): LampSystem[] {
  return safeOrder.filter((system) => facts.actual[system] === 'unknown');
}

/** How one system's lamp is shown. */
export function lampTone(facts: LampFacts, system: LampSystem, now: number): LampTone {
  const actual = facts.actual[system];
  if (facts.wanted === 'active') return actual === 'unknown' ? 'unknown' : 'nothing_wanted';
  if (agrees(facts.wanted, actual)) return 'agree';
  if (actual === 'unknown') return 'unknown';
  return isDue(facts, now) ? 'lag' : 'due_later';
}

/**
 * 四方一致: all four systems are as wanted. Before a wanted date it is false while any system is still
 * active: nothing is done before its date. With wanted active it says that all four still run.
 */
export function allAgree(facts: Pick<LampFacts, 'wanted' | 'actual'>): boolean {
  return lampSystems.every((system) => agrees(facts.wanted, facts.actual[system]));
}

/** The part of a catalogue entry that decides what is wanted. */
export interface OrderRule {
  code: string;
  retry: string;
  countsAsFailure: boolean;
  policyRefusal: boolean;
}

/** The code of a cancel that was accepted and takes effect with the next cycle. */
const NEXT_CYCLE_CODE = 'USR-04';

/**
 * Whether the failure left no accepted order: the request was refused by a policy, or it is a failure that
 * nobody may retry on the operator's side (identity not proven, not confirmed, given up, not understood).
 * Then the subscription stays wanted, no lamp is red and nothing accrues, until the obstacle is cleared.
 */
export function hasNoAcceptedOrder(rule: Omit<OrderRule, 'code'>): boolean {
  return rule.policyRefusal || (rule.retry === 'never' && rule.countsAsFailure);
}

/**
 * What the four systems should show, and from when: a refused request wants nothing; a next-cycle cancel
 * (by its code, or by the product's effect rule) counts from the first instant of the next local month;
 * any other from the request.
 */
export function wantedFor(
  rule: OrderRule,
  requestedAt: number,
  zone: Zone,
  effectRule: 'at_once' | 'next_cycle' = 'at_once',
): { wanted: WantedState; wantedFromAt: number | null } {
  if (hasNoAcceptedOrder(rule)) return { wanted: 'active', wantedFromAt: null };
  const nextCycle = rule.code === NEXT_CYCLE_CODE || effectRule === 'next_cycle';
  const wantedFromAt = nextCycle
    ? startOfMonth(zone, addMonths(monthKeyAt(zone, requestedAt), 1))
    : requestedAt;
  return { wanted: 'cancelled', wantedFromAt };
}
