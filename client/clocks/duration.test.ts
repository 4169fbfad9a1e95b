import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, durationText, msOf } from './duration.ts';

const t = (key: string) => key.split('.').at(-1) ?? key;

describe('A length of time', () => {
  it('is shown in the largest whole unit, and 24 hours stay hours', () => {
    expect(durationText(t, 60_000)).toBe('1 minute');
    expect(durationText(t, 24 * 3_600_000)).toBe('24 hour');
    expect(durationText(t, 15 * 86_400_000)).toBe('15 day');
    expect(durationText(t, 90_000)).toBe('90 second');
    expect(durationText(t, 86_400_000, 'working')).toBe('1 workday');
  });

  it('comes back as it was typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        expect(msOf(amountOf(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
