import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { retryPolicyOf } from './retry-policy.ts';

describe('Retry policies', () => {
  const none = {
    retryTries: null,
    retryBaseSeconds: null,
    retryCapSeconds: null,
    retryJitterPercent: null,
  };

  it('come from the class where the code says nothing', () => {
    expect(retryPolicyOf('auto', none)).toEqual(retryPolicyOf('auto'));
    expect(retryPolicyOf('manual').tries).toBe(1);
  });

  it('are the code’s own where it says something, and never wait less at the end than at the start', () => {
    const own = { ...none, retryTries: 6, retryBaseSeconds: 900, retryCapSeconds: 60 };
    expect(retryPolicyOf('auto', own)).toEqual({
      tries: 6,
      baseMs: 900_000,
      capMs: 900_000,
      jitterPercent: 25,
    });
  });

  it('move a wait by their jitter at most, either way', () => {
    for (let i = 0; i < 200; i += 1) {
      const scale = { baseMs: 1000, capMs: 9000, jitterPercent: 40 };
      const wait = backoffMs(0, `case ${i}`, scale);
      expect(wait).toBeGreaterThanOrEqual(600);
      expect(wait).toBeLessThanOrEqual(1400);
    }
    expect(backoffMs(9, 'x', { baseMs: 1000, capMs: 9000, jitterPercent: 0 })).toBe(9000);
  });
});
