/** Lengths of time as an editor types them: a number and a unit, exact both ways. */
export const durationUnits = ['second', 'minute', 'hour', 'day'] as const;
export type DurationUnit = (typeof durationUnits)[number];

const unitMs: Readonly<Record<DurationUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

export interface Amount {
  value: number;
  unit: DurationUnit;
}

/** In the largest unit that says it as a whole number; days from two on, so that 24 hours stay hours. */
export function amountOf(ms: number): Amount {
  for (const unit of ['day', 'hour', 'minute'] as const) {
    const value = ms / unitMs[unit];
    if (Number.isInteger(value) && (unit !== 'day' || value >= 2)) return { value, unit };
  }
  return { value: ms / 1000, unit: 'second' };
}

export const msOf = ({ value, unit }: Amount): number => Math.round(value * unitMs[unit]);

/** `24 h`, `15 d`, `2 working d`. */
export function durationText(
  t: (key: string) => string,
  ms: number,
  days: 'calendar' | 'working' = 'calendar',
): string {
  const working = days === 'working' && ms % unitMs.day === 0;
  const { value, unit } = working
    ? { value: ms / unitMs.day, unit: 'workday' as const }
    : amountOf(ms);
  return `${value} ${t(`clocks.unit.${unit}`)}`;
}
