import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Band, WeightProfileBands } from './weights.ts';
import { DomainError } from './errors.ts';
import {
  bandsOf,
  defaultBands,
  flatBands,
  formatMinute,
  mergeBands,
  paint,
  validateBands,
  validateDay,
} from './weights.ts';

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

  it('may weigh nothing, or ten times', () => {
    expect(messages([band(0, 720, 0), band(720, 1440, 10_000)])).toEqual([]);
  });

  it('say what is wrong in times of the day', () => {
    const [fault] = validateDay([band(0, 120), band(60, 1440)], 'default.holiday');
    expect(fault).toEqual({
      field: 'default.holiday.1',
      message: 'errors.weights.overlap',
      args: { from: '01:00', to: '02:00' },
    });
    const argsOf = (bands: Band[]) => validateDay(bands)[0]?.args;
    expect(argsOf([band(61, 1440)])).toEqual({ from: '00:00', to: '01:01' });
    expect(argsOf([band(0, 600)])).toEqual({ from: '10:00' });
    expect(argsOf([band(30, 30), band(0, 1440)])).toEqual({ from: '00:30' });
    expect(argsOf([band(0, 1440, -1)])).toEqual({ max: 10_000 });
    expect(formatMinute(1440)).toBe('24:00');
    expect(formatMinute(65)).toBe('01:05');
  });

  it('are refused for every part of a minute', () => {
    for (const odd of [band(0.5, 1440), band(0, 1440, 0.5), band(-1, 1440), band(NaN, 1440)])
      expect(messages([odd])[0]).toBe('0 errors.weights.badMinute');
  });

  it('shipped weigh business hours most, nights least, and festivals their day', () => {
    expect(defaultBands.default).toEqual({
      workday: [
        band(0, 420, 500),
        band(420, 540, 1000),
        band(540, 1080, 1500),
        band(1080, 1380, 1200),
        band(1380, 1440, 500),
      ],
      makeup_workday: null,
      weekend: [band(0, 1440, 1000)],
      holiday: [band(0, 480, 500), band(480, 1320, 1200), band(1320, 1440, 800)],
    });
    const flat = [band(0, 1440, 700)];
    expect(flatBands(700).default).toEqual({
      ...{ workday: flat, weekend: flat, holiday: flat },
      makeup_workday: null,
    });
    expect(flatBands()).toEqual(flatBands(1000));
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
    expect(() => paint([band(0, 1440)], 0, 60, 20_000)).toThrow(
      new DomainError('invalid', 'errors.weights.weightRange', { args: { max: 10_000 } }),
    );
    expect(() => paint([band(0, 1440)], 0, 1441, 1000)).toThrow(
      new DomainError('invalid', 'errors.weights.badMinute'),
    );
  });

  it('does not change the bands it was given', () => {
    const given = [band(0, 720), band(720, 1440)];
    expect(mergeBands(given)).toEqual([band(0, 1440)]);
    paint(given, 60, 120, 1500);
    expect(given).toEqual([band(0, 720), band(720, 1440)]);
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
