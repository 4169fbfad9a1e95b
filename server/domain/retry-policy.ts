/** How a refused or lost call is tried again before a person has to look. */
export interface RetryPolicy {
  /** Sends of one job. */
  tries: number;
  /** Before the second send; each later wait is three times as long. */
  baseMs: number;
  capMs: number;
  /** How far a wait may be moved either way, in percent of it. */
  jitterPercent: number;
}

/** The columns of a failure code; null means the default of its class. */
export interface RetryColumns {
  retryTries: number | null;
  retryBaseSeconds: number | null;
  retryCapSeconds: number | null;
  retryJitterPercent: number | null;
}

const SECOND = 1000;

/** What a class does where its code says nothing: `manual` and `never` leave the second try to a person. */
const DEFAULTS: Readonly<Record<string, RetryPolicy>> = {
  auto: { tries: 3, baseMs: 5 * SECOND, capMs: 600 * SECOND, jitterPercent: 25 },
  verify: { tries: 3, baseMs: 5 * SECOND, capMs: 600 * SECOND, jitterPercent: 25 },
  scheduled: { tries: 3, baseMs: 60 * SECOND, capMs: 1_800 * SECOND, jitterPercent: 50 },
};
const ONCE: RetryPolicy = { tries: 1, baseMs: 5 * SECOND, capMs: 600 * SECOND, jitterPercent: 25 };

export function retryPolicyOf(retry: string, columns?: RetryColumns): RetryPolicy {
  const base = DEFAULTS[retry] ?? ONCE;
  if (columns === undefined) return base;
  const seconds = (value: number | null) => (value === null ? undefined : value * SECOND);
  const baseMs = seconds(columns.retryBaseSeconds) ?? base.baseMs;
  return {
    tries: columns.retryTries ?? base.tries,
    baseMs,
    capMs: Math.max(seconds(columns.retryCapSeconds) ?? base.capMs, baseMs),
    jitterPercent: columns.retryJitterPercent ?? base.jitterPercent,
  };
}
