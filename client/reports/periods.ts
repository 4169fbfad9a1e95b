import { addDays, addMonths, dayNumberOf } from '#domain/civil-date.ts';

/** The longest period the server answers for: three years. */
export const MOST_DAYS = 1096;

export const presets = ['7d', '28d', '90d', 'month', 'lastMonth', 'custom'] as const;
export type Preset = (typeof presets)[number];

/** Local dates, half-open. */
export interface Span {
  from: string;
  until: string;
}

const lengths: Partial<Record<Preset, number>> = { '7d': 7, '28d': 28, '90d': 90 };

export const isPreset = (text: string): text is Preset =>
  (presets as readonly string[]).includes(text);

const isDate = (text: string): boolean => {
  try {
    dayNumberOf(text);
    return true;
  } catch {
    return false;
  }
};

/** The days a preset means today; `custom` reads both ends (the last day included) and falls back to 28 days. */
export function spanOf(preset: Preset, today: string, first: string, last: string): Span {
  const tomorrow = addDays(today, 1);
  const month = today.slice(0, 7);
  if (preset === 'month') return { from: `${month}-01`, until: tomorrow };
  if (preset === 'lastMonth') return { from: `${addMonths(month, -1)}-01`, until: `${month}-01` };
  if (preset === 'custom' && isDate(first) && isDate(last) && first <= last)
    return { from: first, until: addDays(last, 1) };
  return { from: addDays(tomorrow, -(lengths[preset] ?? 28)), until: tomorrow };
}

export const daysIn = (span: Span): number => dayNumberOf(span.until) - dayNumberOf(span.from);
