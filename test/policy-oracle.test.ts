import fc from 'fast-check';
import { describe, it } from 'vitest';
import { aCase, aTimedCase } from '#test/support/policy-oracle-cases.ts';
import { holdMonotone, holdReplay, holdToOracle } from '#test/support/policy-oracle-run.ts';

/** The deep run does the same for 100,000 cases. */
const CASES = Number(process.env['REDRESS_TEST_CASES'] ?? 1000);

describe('any exposure under any policy', () => {
  it('owes what a count of every single second says, in every zone', () => {
    fc.assert(fc.property(aCase, holdToOracle), { numRuns: CASES });
  });

  it('owes no less for a longer outage where time is counted', () => {
    fc.assert(fc.property(aTimedCase, fc.integer({ min: 1, max: 86_400 }), holdMonotone), {
      numRuns: CASES,
    });
  });

  it('is replayed to the same bytes from its kept facts and rules', () => {
    fc.assert(
      fc.property(aCase, (one) => void holdReplay(one)),
      { numRuns: 20 },
    );
  });
});
