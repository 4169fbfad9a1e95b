import fc from 'fast-check';
import { describe, it } from 'vitest';
import { aCase, aTimedCase, oracleZones } from '#test/support/policy-oracle-cases.ts';
import type { OracleCase } from '#test/support/policy-oracle-cases.ts';
import { holdMonotone, holdReplay, holdToOracle } from '#test/support/policy-oracle-run.ts';

const CASES = Number(process.env['REDRESS_TEST_CASES'] ?? 100_000);
const casesPerZone = { numRuns: Math.ceil(CASES / oracleZones.length) };

describe.each(oracleZones)('a great many exposures in %s', (zone) => {
  const here = (one: OracleCase): OracleCase => ({ ...one, zone });

  it('owe what a count of every single second says', () => {
    fc.assert(fc.property(aCase.map(here), holdToOracle), casesPerZone);
  });

  it('owe no less for a longer outage where time is counted', () => {
    const longer = fc.integer({ min: 1, max: 86_400 });
    fc.assert(fc.property(aTimedCase.map(here), longer, holdMonotone), casesPerZone);
  });

  it('are replayed to the same bytes from their kept facts and rules', () => {
    fc.assert(
      fc.property(aCase.map(here), (one) => void holdReplay(one)),
      casesPerZone,
    );
  });
});
