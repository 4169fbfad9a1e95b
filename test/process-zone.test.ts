import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { aCase } from '#test/support/policy-oracle-cases.ts';
import { engineOf, holdReplay } from '#test/support/policy-oracle-run.ts';

describe('the zone of the process', () => {
  const own = process.env['TZ'];
  afterEach(() => {
    process.env['TZ'] = own;
  });

  it('changes nothing', () => {
    const sample = fc.sample(aCase, { numRuns: 40, seed: 7 });
    const inZone = (zone: string): string => {
      process.env['TZ'] = zone;
      return JSON.stringify([sample.map(engineOf), sample.slice(0, 5).map(holdReplay)]);
    };
    const here = inZone('UTC');
    expect(new Date(0).getTimezoneOffset()).toBe(0);
    for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      expect(inZone(zone)).toBe(here);
    }
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
  });
});
