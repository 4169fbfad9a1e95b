import type { LampSystem } from './lamps.ts';

/** closed: calls go out; open: none do, for the cool-down; half_open: one probe decides. */
export const breakerStates = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof breakerStates)[number];

export interface SystemLimits {
  /** Calls at once, over all workers. */
  concurrency: number;
  /** Calls begun in a second, over all workers. */
  ratePerSecond: number;
  /** Faults in a row after which nothing is sent for a while. */
  breakerThreshold: number;
  coolDownSeconds: number;
}

/** What a system is taken to stand until an administrator says otherwise. */
export const DEFAULT_LIMITS: Readonly<Record<LampSystem, SystemLimits>> = {
  billing: { concurrency: 8, ratePerSecond: 80, breakerThreshold: 10, coolDownSeconds: 60 },
  platform: { concurrency: 12, ratePerSecond: 100, breakerThreshold: 10, coolDownSeconds: 60 },
  network: { concurrency: 8, ratePerSecond: 60, breakerThreshold: 10, coolDownSeconds: 60 },
  crm: { concurrency: 12, ratePerSecond: 100, breakerThreshold: 10, coolDownSeconds: 60 },
};

export interface Breaker {
  state: BreakerState;
  sinceAt: number;
  /** Faults in a row. */
  failures: number;
}

/** One more fault: half open it opens again, closed it opens at the threshold. */
export function afterFault(breaker: Breaker, limits: SystemLimits, now: number): Breaker {
  const failures = breaker.failures + 1;
  const opens =
    breaker.state === 'half_open' ||
    (breaker.state === 'closed' && failures >= limits.breakerThreshold);
  return opens ? { state: 'open', sinceAt: now, failures } : { ...breaker, failures };
}

/** An answer: a closed breaker forgets its faults, a half-open one closes; an open one waits for its probe. */
export function afterAnswer(breaker: Breaker, now: number): Breaker {
  if (breaker.state === 'open') return breaker;
  const sinceAt = breaker.state === 'closed' ? breaker.sinceAt : now;
  return { state: 'closed', sinceAt, failures: 0 };
}

/** When an open breaker lets a probe through. */
export const probeAt = (breaker: Breaker, limits: SystemLimits): number =>
  breaker.sinceAt + limits.coolDownSeconds * 1000;

/** The system that a source's refusal comes from; null where it names none of the four. */
export function systemOfSource(sourceSystem: string | null): LampSystem | null {
  switch ((sourceSystem ?? '').normalize('NFKC').trim().toUpperCase()) {
    case 'BIL':
      return 'billing';
    case 'PLAT':
    case 'SP':
      return 'platform';
    case 'HLR':
    case 'HSS':
    case 'PCRF':
      return 'network';
    case 'CRM':
      return 'crm';
    default:
      return null;
  }
}

/**
 * How many of a system's calls one worker may have open: alone all but one, so that a second can begin at once,
 * else an even share, and never more than the others have left.
 */
export function shareOf(
  concurrency: number,
  others: readonly { slots: number }[],
): { slots: number } {
  const taken = others.reduce((sum, other) => sum + other.slots, 0);
  const even = Math.max(1, Math.floor(concurrency / (others.length + 1)));
  const left = Math.max(0, concurrency - taken);
  const alone = Math.max(1, concurrency - 1);
  return { slots: others.length === 0 ? alone : Math.min(even, left) };
}
