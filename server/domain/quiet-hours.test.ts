import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntilAt } from './quiet-hours.ts';
import { createZone, formatLocal, minuteOfDayAt } from './time.ts';

const shanghai = createZone('Asia/Shanghai');
const newYork = createZone('America/New_York');
const night = { from: '21:00', until: '08:00' };
const at = (text: string) => Date.parse(text);

describe('quiet hours', () => {
  it.each([
    ['20:59', null],
    ['21:00', '2026-11-22 08:00:00'],
    ['23:59', '2026-11-22 08:00:00'],
  ])('over midnight, at %s', (time, end) => {
    const until = quietUntilAt(shanghai, at(`2026-11-21T${time}:00+08:00`), night);
    expect(until === null ? null : formatLocal(shanghai, until)).toBe(end);
  });

  it.each([
    ['00:00', '2026-11-21 08:00:00'],
    ['07:59', '2026-11-21 08:00:00'],
    ['08:00', null],
    ['12:00', null],
  ])('after midnight, at %s', (time, end) => {
    const until = quietUntilAt(shanghai, at(`2026-11-21T${time}:00+08:00`), night);
    expect(until === null ? null : formatLocal(shanghai, until)).toBe(end);
  });

  it('within one day', () => {
    const noon = { from: '12:00', until: '14:00' };
    expect(quietUntilAt(shanghai, at('2026-11-21T13:00:00+08:00'), noon)).toBe(
      at('2026-11-21T14:00:00+08:00'),
    );
    expect(quietUntilAt(shanghai, at('2026-11-21T14:00:00+08:00'), noon)).toBeNull();
  });

  it('are never, when both times are the same', () => {
    expect(
      quietUntilAt(shanghai, at('2026-11-21T02:00:00+08:00'), { from: '08:00', until: '08:00' }),
    ).toBeNull();
  });

  it('last eleven hours by the clock, also where an hour falls out or comes twice', () => {
    // 8 March 2026: 02:00 becomes 03:00; 1 November 2026: 02:00 becomes 01:00.
    expect(quietUntilAt(newYork, at('2026-03-07T21:00:00-05:00'), night)).toBe(
      at('2026-03-08T08:00:00-04:00'),
    );
    expect(quietUntilAt(newYork, at('2026-10-31T21:00:00-04:00'), night)).toBe(
      at('2026-11-01T08:00:00-05:00'),
    );
  });

  it('end after a skipped hour, and after the second of two', () => {
    const odd = { from: '22:00', until: '02:30' };
    expect(quietUntilAt(newYork, at('2026-03-08T01:30:00-05:00'), odd)).toBe(
      at('2026-03-08T03:30:00-04:00'),
    );
    const twice = { from: '22:00', until: '01:30' };
    expect(quietUntilAt(newYork, at('2026-11-01T00:30:00-04:00'), twice)).toBe(
      at('2026-11-01T01:30:00-05:00'),
    );
  });

  it('hold exactly what lies between the two times, and end in the future', () => {
    const start = at('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(fc.nat({ max: 525_600 }), (minutes) => {
        const now = start + minutes * 60_000;
        const local = minuteOfDayAt(newYork, now);
        const until = quietUntilAt(newYork, now, night);
        expect(until !== null).toBe(local >= 21 * 60 || local < 8 * 60);
        if (until === null) return;
        expect(until).toBeGreaterThan(now);
        expect(formatLocal(newYork, until).slice(11)).toBe('08:00:00');
      }),
    );
  });
});
