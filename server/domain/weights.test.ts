import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Band, WeightProfileBands } from './weights.ts';
import { bandsOf, defaultBands, flatBands, paint, validateBands, validateDay } from './weights.ts';

const messages = (bands: Band[]): string[] =>
  validateDay(bands).map((f) => `${f.field} ${f.message}`);
const band = (from: number, to: number, weightPerMille = 1000): Band => ({
  from,
  to,
  weightPerMille,
});

describe('bands of a day', () => {
  it('shipped with the product tile every kind of day', () => {
    expect(validateBands(defaultBands)).toEqual([]);
    expect(validateBands(flatBands())).toEqual([]);
  });

  it.each<[string, Band[], string[]]>([
    ['a gap', [band(0, 60), band(120, 1440)], ['1 errors.weights.gap']],
    ['an overlap', [band(0, 120), band(60, 1440)], ['1 errors.weights.overlap']],
    ['a late start', [band(1, 1440)], ['0 errors.weights.startsLate']],
    ['an early end', [band(0, 1439)], ['0 errors.weights.endsEarly']],
    ['an empty band', [band(0, 0), band(0, 1440)], ['0 errors.weights.emptyBand']],
    ['nothing at all', [], [' errors.weights.noBands']],
    ['a weight above ten', [band(0, 1440, 10_001)], ['0 errors.weights.weightRange']],
    ['a negative weight', [band(0, 1440, -1)], ['0 errors.weights.weightRange']],
    [
      'a fraction of a minute',
      [band(0, 1440.5)],
      ['0 errors.weights.badMinute', '0 errors.weights.endsEarly'],
    ],
    ['a minute past midnight', [band(0, 1441)], ['0 errors.weights.badMinute']],
  ])('are refused for %s', (_name, bands, expected) => {
    expect(messages(bands)).toEqual(expected);
  });

  it('say from when to when a gap lasts', () => {
    expect(validateDay([band(0, 60), band(120, 1440)])[0]?.args).toEqual({
      from: '01:00',
      to: '02:00',
    });
  });

  it('are named by profile part, day kind and row', () => {
    const profile: WeightProfileBands = {
      default: { ...defaultBands.default, holiday: [band(0, 60)] },
      byService: { sms: { ...defaultBands.default, makeup_workday: [band(60, 1440)] } },
    };
    expect(validateBands(profile).map(({ field }) => field)).toEqual([
      'default.holiday.0',
      'byService.sms.makeup_workday.0',
    ]);
  });

  it('of a makeup workday are those of a workday unless it has its own', () => {
    expect(bandsOf(defaultBands, 'makeup_workday')).toBe(defaultBands.default.workday);
    const own = { default: { ...defaultBands.default, makeup_workday: [band(0, 1440, 700)] } };
    expect(bandsOf(own, 'makeup_workday')).toEqual([band(0, 1440, 700)]);
  });

  it('may differ by service', () => {
    const profile = { ...defaultBands, byService: { voice: flatBands(2000).default } };
    expect(bandsOf(profile, 'holiday', 'voice')).toEqual([band(0, 1440, 2000)]);
    expect(bandsOf(profile, 'holiday', 'data')).toBe(defaultBands.default.holiday);
    expect(bandsOf(profile, 'holiday')).toBe(defaultBands.default.holiday);
  });
});

describe('painting', () => {
  it('cuts what it covers and joins equal neighbours', () => {
    expect(paint([band(0, 1440)], 540, 600, 1500)).toEqual([
      band(0, 540),
      band(540, 600, 1500),
      band(600, 1440),
    ]);
    expect(paint([band(0, 540), band(540, 600, 1500), band(600, 1440)], 540, 600, 1000)).toEqual([
      band(0, 1440),
    ]);
  });

  it('refuses a brush outside the day or the allowed weights', () => {
    expect(() => paint([band(0, 1440)], 60, 60, 1000)).toThrow('errors.weights.emptyBand');
    expect(() => paint([band(0, 1440)], -1, 60, 1000)).toThrow('errors.weights.badMinute');
    expect(() => paint([band(0, 1440)], 0, 60, 20_000)).toThrow('errors.weights.weightRange');
  });

  it('never leaves a gap or an overlap, and changes exactly the minutes it covers', () => {
    const stroke = fc
      .tuple(
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.constantFrom(0, 500, 1000, 10_000),
      )
      .filter(([from, to]) => from < to);
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 12 }), (strokes) => {
        const minutes = new Array<number>(1440).fill(1000);
        let bands: Band[] = [band(0, 1440)];
        for (const [from, to, weight] of strokes) {
          minutes.fill(weight, from, to);
          bands = paint(bands, from, to, weight);
          expect(validateDay(bands)).toEqual([]);
        }
        for (const { from, to, weightPerMille } of bands) {
          expect(minutes.slice(from, to).every((m) => m === weightPerMille)).toBe(true);
        }
        for (const [index, { weightPerMille }] of bands.entries()) {
          expect(bands[index + 1]?.weightPerMille).not.toBe(weightPerMille);
        }
      }),
    );
  });
});
