import { describe, expect, it } from 'vitest';
import {
  formatDateTime,
  formatDuration,
  formatExact,
  formatFactor,
  formatFen,
  formatLocalDate,
  formatShare,
  localDateOf,
  zoneName,
  zoneOffset,
} from './format.ts';

const at = Date.UTC(2026, 10, 20, 6, 32, 8);

describe('formats', () => {
  it('writes money from fen with two decimals, and a true minus', () => {
    expect(formatFen(6_266_940)).toBe('¥62,669.40');
    expect(formatFen(-5)).toBe('−¥0.05');
  });

  it('writes durations in the two units that matter', () => {
    const minute = 60_000;
    expect(formatDuration(345 * minute)).toBe('5 h 45 min');
    expect(formatDuration(38 * minute)).toBe('38 min');
    expect(formatDuration(66 * minute)).toBe('1 h 06 min');
    expect(formatDuration(12_000)).toBe('12 s');
    expect(formatDuration(52 * 60 * minute)).toBe('2 d 4 h');
  });

  it('writes per-mille factors with at least one decimal, except zero', () => {
    expect(formatFactor(1500)).toBe('×1.5');
    expect(formatFactor(1000)).toBe('×1.0');
    expect(formatFactor(0)).toBe('×0');
    expect(formatFactor(1250)).toBe('×1.25');
  });

  it('gives no percentage without a denominator', () => {
    expect(formatShare(1643, 48_320)).toBe('3.4%');
    expect(formatShare(0, 0)).toBeNull();
  });

  it('shows an instant in the zone asked for, whatever the zone of the process', () => {
    expect(formatDateTime(at, 'Asia/Shanghai', 'zh')).toBe('11月20日 14:32');
    expect(formatDateTime(at, 'Asia/Shanghai', 'en')).toBe('20 Nov 14:32');
    expect(formatExact(at, 'Asia/Shanghai', 'zh')).toBe('2026-11-20 14:32:08 上海 UTC+8');
    expect(localDateOf(Date.UTC(2026, 10, 20, 16, 0), 'Asia/Shanghai')).toBe('2026-11-21');
  });

  it('adds the year only when it is not the present one', () => {
    const now = Date.UTC(2027, 0, 2);
    expect(formatDateTime(at, 'Asia/Shanghai', 'zh', now)).toBe('2026年11月20日 14:32');
    expect(formatDateTime(at, 'Asia/Shanghai', 'en', at)).toBe('20 Nov 14:32');
  });

  it('writes local dates with their weekday in both languages', () => {
    expect(formatLocalDate('2026-10-10', 'zh')).toBe('10月10日 周六');
    expect(formatLocalDate('2026-10-10', 'en')).toBe('Sat 10 Oct');
  });

  it('names a zone by its city and its offset at that instant', () => {
    expect(zoneName('Asia/Shanghai', 'zh')).toBe('上海');
    expect(zoneName('America/New_York', 'en')).toBe('New York');
    expect(zoneOffset('America/New_York', Date.UTC(2026, 6, 1))).toBe('UTC−4');
    expect(zoneOffset('America/New_York', Date.UTC(2026, 11, 1))).toBe('UTC−5');
  });
});
