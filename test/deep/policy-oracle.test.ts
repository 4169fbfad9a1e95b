import fc from 'fast-check';
import { describe, it } from 'vitest';
import { aCase, holdMonotone, holdToOracle } from '#test/support/policy-oracle-run.ts';

const CASES = Number(process.env['REDRESS_TEST_CASES'] ?? 100_000);

describe('a great many exposures', () => {
  it('owe what a count of every single second says', () => {
    fc.assert(fc.property(aCase, holdToOracle), { numRuns: CASES });
  });

  it('owe no less for a longer outage where time is counted', () => {
    fc.assert(fc.property(aCase, fc.integer({ min: 1, max: 86_400 }), holdMonotone), {
      numRuns: CASES,
    });
  });
});
