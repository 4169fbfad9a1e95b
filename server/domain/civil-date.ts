import { DomainError } from './errors.ts';

/**
 * Plain arithmetic on proleptic Gregorian dates written 'YYYY-MM-DD'. No `Date` is involved, so the
 * zone of the process cannot matter.
 */
export type CivilDate = string;

/** Days since 1970-01-01 of a year, month (1–12) and day. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export interface CivilParts {
  year: number;
  month: number;
  day: number;
}

/** The inverse of `dayNumber`. */
export function partsOfDayNumber(days: number): CivilParts {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const isCivilDate = (year: number, month: number, day: number): boolean =>
  year >= 1 &&
  year <= 9999 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= daysInMonth(year, month);

export const pad2 = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

export const formatCivil = ({ year, month, day }: CivilParts): CivilDate =>
  `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`;

/** Reads 'YYYY-MM-DD' strictly. Throws `errors.time.badDate` for another shape or an impossible date. */
export function parseCivil(date: string): CivilParts {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const parts = { year: Number(match?.[1]), month: Number(match?.[2]), day: Number(match?.[3]) };
  if (match === null || !isCivilDate(parts.year, parts.month, parts.day)) {
    throw new DomainError('invalid', 'errors.time.badDate', { args: { text: date } });
  }
  return parts;
}

export function dayNumberOf(date: CivilDate): number {
  const { year, month, day } = parseCivil(date);
  return dayNumber(year, month, day);
}

export const dateOfDayNumber = (days: number): CivilDate => formatCivil(partsOfDayNumber(days));

export const addDays = (date: CivilDate, days: number): CivilDate =>
  dateOfDayNumber(dayNumberOf(date) + days);

/** 1 = Monday … 7 = Sunday (ISO 8601), of a day number. */
export const weekdayOfDayNumber = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export const weekdayOf = (date: CivilDate): number => weekdayOfDayNumber(dayNumberOf(date));

/** Months since year 0 of 'YYYY-MM' moved by a number of months: 'YYYY-MM' again. */
export function addMonths(monthKey: string, months: number): string {
  const { year, month } = parseCivil(`${monthKey}-01`);
  const index = year * 12 + month - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${pad2((index % 12) + 1)}`;
}
