import type { GroupState } from './lifecycles.ts';

/** What tells one cause from another. */
export interface FingerprintParts {
  failureCode: string;
  sourceSystem: string;
  rawCode: string;
}

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** When a group counts as something else; internal targets, not rules of any contract. */
export const groupThresholds = {
  /** A group is new until it is a day old or has so many cases. */
  newMs: DAY_MS,
  newCases: 20,
  /** Escalating: the last six hours against the six-hour mean of the three days before. */
  recentMs: 6 * HOUR_MS,
  baselineMs: 72 * HOUR_MS,
  escalateCases: 10,
  escalateTimes: 3,
  /** It stops escalating only well below that, so that it does not flicker. */
  calmTimes: 1.5,
  /** A group younger than a day has no baseline worth the name: so many cases are many by any measure. */
  youngCases: 50,
  /** What came back stays marked so long. */
  regressedMs: DAY_MS,
} as const;

/**
 * The key of a group. Raw codes are folded like the mapping folds them; a run of six or more digits is a serial
 * number of that one failure, so all of them count as the same.
 */
export function fingerprintOf(parts: FingerprintParts): string {
  const fold = (text: string) => text.normalize('NFKC').trim().toUpperCase();
  const raw = fold(parts.rawCode).replace(/\d{6,}/gu, '#');
  return [parts.failureCode, fold(parts.sourceSystem), raw].join('|').slice(0, 120);
}

/** The hour a moment lies in; trends are kept by the hour of the request. */
export const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

export interface Mute {
  untilAt: number | null;
  /** The number of cases, and of customers, at which it ends. */
  atCases: number | null;
  atCustomers: number | null;
}

export interface GroupFacts {
  state: GroupState;
  stateAt: number;
  firstSeenAt: number;
  lastSeenAt: number;
  caseCount: number;
  customerCount: number;
  mute: Mute | null;
  resolvedAt: number | null;
  /** Cases requested in the recent span, and in the baseline span before it. */
  recentCases: number;
  baselineCases: number;
}

/** Why a group changes by itself; a message key's last part. */
export type GroupCause =
  'age' | 'rate' | 'calm' | 'came_back' | 'mute_time' | 'mute_cases' | 'mute_customers';

export interface GroupStep {
  to: GroupState;
  cause: GroupCause;
}

/** The step a group takes by itself now, or null. */
export function nextGroupStep(facts: GroupFacts, now: number): GroupStep | null {
  switch (facts.state) {
    case 'resolved':
      return isBack(facts) ? { to: 'regressed', cause: 'came_back' } : null;
    case 'muted':
      return unmuted(facts, now);
    case 'escalating':
      return isCalm(facts) ? { to: 'ongoing', cause: 'calm' } : null;
    case 'regressed':
      if (now - facts.stateAt < groupThresholds.regressedMs) return null;
      return { to: 'ongoing', cause: 'age' };
    case 'ongoing':
      return isEscalating(facts, now) ? { to: 'escalating', cause: 'rate' } : null;
    case 'new':
      if (isEscalating(facts, now)) return { to: 'escalating', cause: 'rate' };
      return isGrown(facts, now) ? { to: 'ongoing', cause: 'age' } : null;
  }
}

/** Only what was requested after it was resolved counts: a late import of old failures proves nothing. */
const isBack = (facts: GroupFacts): boolean =>
  facts.resolvedAt !== null && facts.lastSeenAt > facts.resolvedAt;

const isGrown = (facts: GroupFacts, now: number): boolean =>
  now - facts.firstSeenAt >= groupThresholds.newMs || facts.caseCount >= groupThresholds.newCases;

/** The baseline as cases in one recent span. */
export const usualCases = (facts: Pick<GroupFacts, 'baselineCases'>): number =>
  (facts.baselineCases * groupThresholds.recentMs) / groupThresholds.baselineMs;

function isEscalating(facts: GroupFacts, now: number): boolean {
  if (now - facts.firstSeenAt < DAY_MS) return facts.recentCases >= groupThresholds.youngCases;
  return (
    facts.recentCases >= groupThresholds.escalateCases &&
    facts.recentCases > groupThresholds.escalateTimes * usualCases(facts)
  );
}

const isCalm = (facts: GroupFacts): boolean =>
  facts.recentCases < groupThresholds.escalateCases ||
  facts.recentCases <= groupThresholds.calmTimes * usualCases(facts);

function unmuted(facts: GroupFacts, now: number): GroupStep | null {
  const { mute } = facts;
  const cause = mute === null ? 'mute_time' : muteEnd(mute, facts, now);
  return cause === null ? null : { to: 'ongoing', cause };
}

function muteEnd(mute: Mute, facts: GroupFacts, now: number): GroupCause | null {
  if (mute.untilAt !== null && now >= mute.untilAt) return 'mute_time';
  if (mute.atCases !== null && facts.caseCount >= mute.atCases) return 'mute_cases';
  if (mute.atCustomers !== null && facts.customerCount >= mute.atCustomers) return 'mute_customers';
  return null;
}

/** A rule that would send what lands in one group to the code of another. */
export interface TaughtRule {
  sourceSystem: string;
  rawCode: string;
  failureCode: string;
}

/**
 * What a merge teaches the mapping: for each merged fingerprint with another failure code, the raw code itself.
 * A code with a serial number in it, or none at all, cannot be named exactly and teaches nothing.
 */
export function taughtRules(merged: readonly FingerprintParts[], target: string): TaughtRule[] {
  return merged
    .filter(({ failureCode, rawCode }) => failureCode !== target && isExact(rawCode))
    .map(({ sourceSystem, rawCode }) => ({ sourceSystem, rawCode, failureCode: target }));
}

const isExact = (rawCode: string): boolean =>
  rawCode.trim() !== '' && !/\d{6,}/u.test(rawCode.normalize('NFKC'));
