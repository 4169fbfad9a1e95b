import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classKeyOf, defaultPolicyRules } from './policy.ts';
import { amountOf, at, evaluate, line, outage, profile } from './policy-test-case.ts';
import { weightedTotal } from './weights.ts';

describe('any episode under the default policy', () => {
  const aLine = fc.record({
    planType: fc.constantFrom('data', 'voice', 'bundle'),
    lineKind: fc.constantFrom('normal', 'normal', 'shared', 'unlimited', 'iot'),
    monthlyFeeFen: fc.integer({ min: 0, max: 30_000 }),
    dataQuotaMb: fc.constantFrom(0, 1024, 61_440),
    dataRemainingMb: fc.integer({ min: 0, max: 61_440 }),
  } as const);
  const aStart = fc.integer({
    min: at('2026-01-01 00:00') / 1000,
    max: at('2026-12-20 00:00') / 1000,
  });
  const length = fc.integer({ min: 1, max: 72 * 3600 });

  it('owes what plain integer arithmetic says, and the same bytes every time', () => {
    fc.assert(
      fc.property(aLine, aStart, length, (over, start, seconds) => {
        const facts = line(over);
        const outages = [outage({ startAt: start * 1000, endAt: (start + seconds) * 1000 })];
        const result = evaluate({ line: facts, outages });
        expect(JSON.stringify(evaluate({ line: facts, outages }))).toBe(JSON.stringify(result));
        if (seconds < 1800) {
          expect(result.reason).toBe('too_short');
          return;
        }
        const fee = facts.monthlyFeeFen >= 10_000 ? 12n : facts.monthlyFeeFen >= 5000 ? 11n : 10n;
        const plain = facts.lineKind !== 'normal' || facts.dataQuotaMb === 0;
        const tenths = facts.dataRemainingMb * 10;
        const left =
          plain || tenths >= facts.dataQuotaMb * 3 ? 10n : tenths >= facts.dataQuotaMb ? 12n : 15n;
        const weighted = weightedTotal(profile, start * 1000, (start + seconds) * 1000);
        const plan = facts.planType === 'voice' ? 1n : 2n;
        const gross = BigInt(weighted) * 100n * fee * left * plan;
        const divisor = 3_600_000n * 10n * 10n * 2n;
        const roundedUp = (gross + divisor - 1n) / divisor;
        const expected = roundedUp > 20_480n ? 20_480 : Number(roundedUp);
        expect(amountOf(result, 'data')).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('never owes less for a longer outage, and stays under its cap', () => {
    fc.assert(
      fc.property(aStart, length, length, (start, a, b) => {
        const owed = (seconds: number) =>
          amountOf(
            evaluate({
              outages: [outage({ startAt: start * 1000, endAt: (start + seconds) * 1000 })],
            }),
            'data',
          ) ?? 0;
        const [shorter, longer] = [owed(Math.min(a, b)), owed(Math.max(a, b))];
        expect(shorter).toBeLessThanOrEqual(longer);
        expect(longer).toBeLessThanOrEqual(20_480);
      }),
    );
  });

  it('gives lines of one class one result', () => {
    fc.assert(
      fc.property(aLine, aLine, (a, b) => {
        const [first, second] = [line(a), line(b)];
        if (classKeyOf(first, defaultPolicyRules) !== classKeyOf(second, defaultPolicyRules))
          return;
        expect(evaluate({ line: first })).toEqual(evaluate({ line: second }));
      }),
      { numRuns: 400 },
    );
  });
});
