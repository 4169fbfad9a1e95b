import { describe, expect, it } from 'vitest';
import { createZone } from '#domain/time.ts';
import { readLocal, writeLocal } from './local-times.ts';

const newYork = createZone('America/New_York');
const shanghai = createZone('Asia/Shanghai');

describe('local times of the outage form', () => {
  it('mean one instant in a zone without clock changes, and are written back as they came', () => {
    const read = readLocal(shanghai, '2026-10-10T17:30');
    expect(read).toEqual({ ok: true, at: Date.parse('2026-10-10T17:30:00+08:00') });
    expect(writeLocal(shanghai, Date.parse('2026-10-10T17:30:00+08:00'))).toBe('2026-10-10T17:30');
    expect(writeLocal(shanghai, Date.parse('2026-10-10T17:30:05+08:00'))).toBe(
      '2026-10-10T17:30:05',
    );
  });

  it('that happen twice are refused with both readings, each of which is accepted', () => {
    const refused = readLocal(newYork, '2026-11-01T01:30');
    expect(refused).toEqual({
      ok: false,
      fault: {
        message: 'errors.time.ambiguous',
        args: {
          text: '2026-11-01T01:30',
          earlier: '2026-11-01T01:30-04:00',
          later: '2026-11-01T01:30-05:00',
        },
      },
    });
    for (const text of ['2026-11-01T01:30-04:00', '2026-11-01T01:30-05:00']) {
      const read = readLocal(newYork, text);
      expect(read).toEqual({ ok: true, at: Date.parse(text) });
      expect(writeLocal(newYork, Date.parse(text))).toBe(text);
    }
  });

  it('that never happen are refused', () => {
    expect(readLocal(newYork, '2026-03-08T02:30')).toMatchObject({
      fault: { message: 'errors.time.skipped', args: { text: '2026-03-08T02:30' } },
    });
  });

  it('with an offset that the zone does not have then are refused', () => {
    expect(readLocal(shanghai, '2026-10-10T17:30+09:00')).toMatchObject({
      fault: { message: 'errors.time.offset', args: { zone: 'Asia/Shanghai' } },
    });
  });

  it('that are no times are refused', () => {
    for (const text of ['2026-02-30T10:00', '2026-10-10', 'soon', '2026-10-10T24:00'])
      expect(readLocal(shanghai, text)).toMatchObject({
        ok: false,
        fault: { message: 'errors.time.badTime' },
      });
  });
});
