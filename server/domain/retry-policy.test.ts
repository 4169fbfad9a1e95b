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

  it('of a class try thrice within ten minutes, or half an hour where it is scheduled', () => {
    const usual = { tries: 3, baseMs: 5_000, capMs: 600_000, jitterPercent: 25 };
    expect(retryPolicyOf('auto')).toEqual(usual);
    expect(retryPolicyOf('verify')).toEqual(usual);
    expect(retryPolicyOf('scheduled')).toEqual({
      tries: 3,
      baseMs: 60_000,
      capMs: 1_800_000,
      jitterPercent: 50,
    });
    for (const byHand of ['manual', 'never'])
      expect(retryPolicyOf(byHand)).toEqual({ ...usual, tries: 1 });
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

  it('take each number of a code by itself, nought included', () => {
    expect(retryPolicyOf('scheduled', { ...none, retryJitterPercent: 0 })).toEqual({
      ...retryPolicyOf('scheduled'),
      jitterPercent: 0,
    });
    expect(retryPolicyOf('auto', { ...none, retryCapSeconds: 30 })).toMatchObject({
      baseMs: 5_000,
      capMs: 30_000,
    });
    expect(retryPolicyOf('auto', { ...none, retryTries: 0 }).tries).toBe(0);
  });

  it('wait three times as long before every further try, up to the cap', () => {
    const scale = { baseMs: 1000, capMs: 20_000, jitterPercent: 0 };
    const waits = [0, 1, 2, 3, 4, 30, 5000].map((tries) => backoffMs(tries, 'x', scale));
    expect(waits).toEqual([1000, 3000, 9000, 20_000, 20_000, 20_000, 20_000]);
  });

  it('spread cases that failed together over the whole jitter, each always alike', () => {
    const scale = { baseMs: 1000, capMs: 1000 };
    const waits = Array.from({ length: 400 }, (_, index) => backoffMs(0, `case ${index}`, scale));
    expect(Math.min(...waits)).toBeLessThan(770);
    expect(Math.max(...waits)).toBeGreaterThan(1230);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.abs(mean - 1000)).toBeLessThan(30);
    expect(new Set(waits).size).toBeGreaterThan(200);
    expect(backoffMs(0, 'case 7', scale)).toBe(backoffMs(0, 'case 7', scale));
    expect(backoffMs(1, 'case 7', scale)).not.toBe(backoffMs(0, 'case 7', scale));
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
