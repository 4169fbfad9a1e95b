import { laggingSystems, type ActualStates, type LampSystem } from './lamps.ts';
import type { WantedState } from './lamps.ts';
import { isCaseEnded, type CaseState } from './lifecycles.ts';

/** What a plan does with each of its cases. */
export const planKinds = ['resync', 'assign', 'note', 'message', 'hold', 'release'] as const;
export type PlanKind = (typeof planKinds)[number];

/** Above so many cases the operator types the count. */
export const TYPED_ABOVE = 500;
/** Above so many cases a second person approves. */
export const APPROVAL_ABOVE = 5_000;
/** A frozen plan says how things were; after a day that is too long ago. */
export const PLAN_TTL_MS = 24 * 3_600_000;

/** Why a case is left out of a plan, or is skipped when its turn comes. */
export const exclusionReasons = [
  'waiting_customer',
  'refused',
  'waiting_date',
  'in_other_job',
  'unknown_first',
  'in_flight',
  'held',
  'not_held',
  'nothing_lags',
  'ended',
  'already_so',
  'not_found',
  'repeated',
  'changed',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export const planItemStates = [
  'waiting',
  'taken',
  'done',
  'failed',
  'unknown',
  'skipped',
  'cancelled',
] as const;
export type PlanItemState = (typeof planItemStates)[number];

/** Each item ends with exactly one of these. */
export const itemResults = ['done', 'failed', 'unknown', 'skipped', 'cancelled'] as const;
export type ItemResult = (typeof itemResults)[number];

/** The facts of a case that decide whether a plan may touch it. */
export interface PlanFacts {
  state: CaseState;
  wanted: WantedState;
  wantedFromAt: number | null;
  actual: ActualStates;
  assigneeId: string | null;
}

interface PlanAct {
  kind: PlanKind;
  /** Who gets the cases; null takes them from everybody. */
  assigneeId?: string | null | undefined;
}

/** Why this case does not qualify now; null when it does. */
export function exclusionOf(act: PlanAct, facts: PlanFacts, now: number): ExclusionReason | null {
  const ended = isCaseEnded(facts.state);
  switch (act.kind) {
    case 'resync':
      return resyncExclusion(facts, now);
    case 'assign':
      if (ended) return 'ended';
      return facts.assigneeId === (act.assigneeId ?? null) ? 'already_so' : null;
    case 'hold':
      return holdExclusion(facts.state);
    case 'release':
      return facts.state === 'held' ? null : ended ? 'ended' : 'not_held';
    case 'note':
    case 'message':
      return null;
  }
}

function resyncExclusion(facts: PlanFacts, now: number): ExclusionReason | null {
  const byState = STATE_EXCLUSIONS[facts.state];
  if (byState !== undefined) return byState;
  if (facts.wanted === 'active') return 'refused';
  if (facts.wantedFromAt !== null && facts.wantedFromAt > now) return 'waiting_date';
  return laggingSystems(facts, now).length === 0 ? 'nothing_lags' : null;
}

const STATE_EXCLUSIONS: Readonly<Partial<Record<CaseState, ExclusionReason>>> = {
  queued: 'in_flight',
  sent: 'in_flight',
  confirmed: 'in_flight',
  unknown: 'unknown_first',
  waiting_customer: 'waiting_customer',
  waiting_date: 'waiting_date',
  held: 'held',
  verified: 'ended',
  failed_final: 'ended',
  withdrawn: 'ended',
  duplicate: 'ended',
};

function holdExclusion(state: CaseState): ExclusionReason | null {
  if (state === 'open') return null;
  return state === 'held' ? 'already_so' : (STATE_EXCLUSIONS[state] ?? null);
}

/** The systems that a plan would call for a case now: those that lag, for a re-sync; none otherwise. */
export function systemsOf(kind: PlanKind, facts: PlanFacts, now: number): LampSystem[] {
  return kind === 'resync' ? laggingSystems(facts, now) : [];
}

/** A set of systems as one integer, so that counting by system is one GROUP BY. */
const BITS: Readonly<Record<LampSystem, number>> = { crm: 1, platform: 2, network: 4, billing: 8 };

export const maskOf = (systems: readonly LampSystem[]): number =>
  systems.reduce((mask, system) => mask | BITS[system], 0);

export const maskHas = (mask: number, system: LampSystem): boolean => (mask & BITS[system]) !== 0;

/** Whether a later set of systems stays within the frozen one: nothing is called that nobody agreed to. */
export const staysWithin = (later: readonly LampSystem[], frozenMask: number): boolean =>
  later.every((system) => maskHas(frozenMask, system));

/** A typed count may be written 1204, 1,204 or in full-width digits; null when it is no number. */
export function parseCount(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/[\s,，']/gu, '');
  return /^\d{1,9}$/u.test(plain) ? Number(plain) : null;
}
