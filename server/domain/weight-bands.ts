import { dayKinds } from './calendar.ts';
import type { DayKind } from './calendar.ts';
import type { FieldFault } from './errors.ts';
import { DomainError } from './errors.ts';

export const services = ['voice', 'sms', 'data'] as const;
export type Service = (typeof services)[number];

export const minutesPerDay = 1440;
/** ×10: a typing slip of a factor of ten stays out. */
export const maxWeightPerMille = 10_000;

/** Local wall-clock minutes [from, to) of a day and what an outage in them weighs (1000 = ×1). */
export interface Band {
  from: number;
  to: number;
  weightPerMille: number;
}

/** Bands per day kind; each list tiles 00:00–24:00. Null: a makeup workday follows the workday. */
export interface DayBands {
  workday: Band[];
  makeup_workday: Band[] | null;
  weekend: Band[];
  holiday: Band[];
}

export interface WeightProfileBands {
  default: DayBands;
  byService?: Partial<Record<Service, DayBands>>;
}

const band = (fromHour: number, toHour: number, weightPerMille: number): Band => ({
  from: fromHour * 60,
  to: toHour * 60,
  weightPerMille,
});

/** The bands shipped with the product: business hours and evenings weigh more than nights. */
export const defaultBands: WeightProfileBands = {
  default: {
    workday: [
      band(0, 7, 500),
      band(7, 9, 1000),
      band(9, 18, 1500),
      band(18, 23, 1200),
      band(23, 24, 500),
    ],
    makeup_workday: null,
    weekend: [band(0, 24, 1000)],
    holiday: [band(0, 8, 500), band(8, 22, 1200), band(22, 24, 800)],
  },
};

/** Every hour weighs the same: what plain elapsed time is compared with. */
export const flatBands = (weightPerMille = 1000): WeightProfileBands => ({
  default: {
    workday: [band(0, 24, weightPerMille)],
    makeup_workday: null,
    weekend: [band(0, 24, weightPerMille)],
    holiday: [band(0, 24, weightPerMille)],
  },
});

/** The bands of a day kind, for a service where it has its own. */
export function bandsOf(
  profile: WeightProfileBands,
  kind: DayKind,
  service: Service | null = null,
): readonly Band[] {
  const day = (service === null ? undefined : profile.byService?.[service]) ?? profile.default;
  return (kind === 'makeup_workday' ? day.makeup_workday : day[kind]) ?? day.workday;
}

/** A fault and where it is, e.g. `default.workday.2` or `byService.sms.holiday`. */
export interface BandFault extends FieldFault {
  field: string;
}

/** 'HH:mm' of a minute of the day; 1440 is 24:00. */
export const formatMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function bandFault(entry: Band, expectedFrom: number): FieldFault | null {
  const { from, to, weightPerMille } = entry;
  const whole = [from, to, weightPerMille].every(Number.isInteger);
  if (!whole || from < 0 || to > minutesPerDay) return { message: 'errors.weights.badMinute' };
  if (weightPerMille < 0 || weightPerMille > maxWeightPerMille) {
    return { message: 'errors.weights.weightRange', args: { max: maxWeightPerMille } };
  }
  if (to <= from)
    return { message: 'errors.weights.emptyBand', args: { from: formatMinute(from) } };
  if (from === expectedFrom) return null;
  const span = { from: formatMinute(expectedFrom), to: formatMinute(from) };
  if (from < expectedFrom) {
    return { message: 'errors.weights.overlap', args: { from: span.to, to: span.from } };
  }
  return {
    message: expectedFrom === 0 ? 'errors.weights.startsLate' : 'errors.weights.gap',
    args: span,
  };
}

/** The faults of one list of bands, which must be in order and tile 00:00–24:00 exactly. */
export function validateDay(bands: readonly Band[], field = ''): BandFault[] {
  const at = (index: number): string => (field === '' ? `${index}` : `${field}.${index}`);
  if (bands.length === 0) return [{ field, message: 'errors.weights.noBands' }];
  const faults: BandFault[] = [];
  let expectedFrom = 0;
  for (const [index, entry] of bands.entries()) {
    const fault = bandFault(entry, expectedFrom);
    if (fault !== null) faults.push({ field: at(index), ...fault });
    if (Number.isInteger(entry.to)) expectedFrom = Math.max(expectedFrom, entry.to);
  }
  if (expectedFrom < minutesPerDay) {
    faults.push({
      field: at(bands.length - 1),
      message: 'errors.weights.endsEarly',
      args: { from: formatMinute(expectedFrom) },
    });
  }
  return faults;
}

/** Every fault of a profile's bands; an empty list means that it can be compiled. */
export function validateBands(profile: WeightProfileBands): BandFault[] {
  const parts: [string, DayBands][] = [['default', profile.default]];
  for (const service of services) {
    const own = profile.byService?.[service];
    if (own !== undefined) parts.push([`byService.${service}`, own]);
  }
  return parts.flatMap(([path, day]) =>
    dayKinds.flatMap((kind) => {
      const bands = day[kind];
      return bands === null ? [] : validateDay(bands, `${path}.${kind}`);
    }),
  );
}

/** Joins neighbours of equal weight. */
export function mergeBands(bands: readonly Band[]): Band[] {
  const merged: Band[] = [];
  for (const entry of bands) {
    const last = merged.at(-1);
    if (last?.to === entry.from && last.weightPerMille === entry.weightPerMille) last.to = entry.to;
    else merged.push({ ...entry });
  }
  return merged;
}

/**
 * Gives [fromMinute, toMinute) a weight. Whatever the brush covers is cut away first and equal
 * neighbours are joined, so a tiling stays a tiling. The bands given in are not changed. Throws
 * `errors.weights.badMinute` or `.weightRange` for a brush outside the day or the allowed weights.
 */
export function paint(
  bands: readonly Band[],
  fromMinute: number,
  toMinute: number,
  weightPerMille: number,
): Band[] {
  const brush: Band = { from: fromMinute, to: toMinute, weightPerMille };
  const fault = bandFault(brush, fromMinute);
  if (fault !== null) {
    throw new DomainError(
      'invalid',
      fault.message,
      fault.args === undefined ? {} : { args: fault.args },
    );
  }
  const left = bands
    .filter((entry) => entry.from < brush.from)
    .map((entry) => ({ ...entry, to: Math.min(entry.to, brush.from) }));
  const right = bands
    .filter((entry) => entry.to > brush.to)
    .map((entry) => ({ ...entry, from: Math.max(entry.from, brush.to) }));
  return mergeBands([...left, brush, ...right]);
}
