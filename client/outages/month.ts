const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

/** 'YYYY-MM' as it stands, or null for anything else. */
export const monthOf = (text: string): string | null =>
  /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? text : null;

/** The month so many months on. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return iso(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

/** The days of a month, and those of the whole weeks, from Monday, that it lies in. */
export function monthDays(month: string): { own: string[]; shown: string[] } {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const next = Date.parse(`${shiftMonth(month, 1)}-01T00:00:00Z`);
  const mondayBefore = (at: number) => at - ((new Date(at).getUTCDay() + 6) % 7) * DAY;
  const from = mondayBefore(first);
  const until = mondayBefore(next - DAY) + 7 * DAY;
  const between = (a: number, b: number) =>
    Array.from({ length: Math.round((b - a) / DAY) }, (_, index) => iso(a + index * DAY));
  return { own: between(first, next), shown: between(from, until) };
}

const tag = (locale: string) => (locale === 'zh' ? 'zh-CN' : 'en-GB');

export const monthText = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(tag(locale), { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );

/** Monday to Sunday, short. 5 January 1970 was a Monday. */
export const weekdays = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, index) =>
    new Intl.DateTimeFormat(tag(locale), { timeZone: 'UTC', weekday: 'short' }).format(
      (4 + index) * DAY,
    ),
  );
