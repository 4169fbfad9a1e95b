import { useTranslate } from 'ra-core';
import type { Calendar, CalendarYear, DayKind } from '#domain/calendar.ts';
import { dayKindsOfYear } from '#domain/calendar.ts';
import { dayNumberOf, daysInMonth, pad2, weekdayOf } from '#domain/civil-date.ts';
import { formatLocalDate, useLocaleName } from '../components/index.ts';

const months = Array.from({ length: 12 }, (_, index) => index + 1);
/** Monday to Sunday of some week, for the names of the weekdays. */
const week = Array.from({ length: 7 }, (_, index) => `2024-01-0${index + 1}`);

interface YearGridProps {
  year: number;
  data: CalendarYear;
  weekend: readonly number[];
  /** The same year in the version before: days that were another kind are marked. */
  before?: CalendarYear | undefined;
  onTurn?: (date: string) => void;
}

/** Twelve months with holidays and make-up workdays; with `onTurn` a day is a button. */
export function YearGrid({ year, data, weekend, before, onTurn }: YearGridProps) {
  const locale = useLocaleName();
  const kindsOf = (shown: CalendarYear) => {
    const calendar: Calendar = { id: 'shown', weekend, years: { [String(year)]: shown } };
    return dayKindsOfYear(calendar, year);
  };
  const kindOf = kindsOf(data);
  const wasKind = before === undefined ? kindOf : kindsOf(before);
  const tag = locale === 'zh' ? 'zh-CN' : 'en-GB';
  const monthName = new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' });
  const dayName = new Intl.DateTimeFormat(tag, { weekday: 'narrow', timeZone: 'UTC' });
  const dayOf = (month: number, day: number) => {
    const date = `${year}-${pad2(month)}-${pad2(day)}`;
    const number = dayNumberOf(date);
    return { date, day, kind: kindOf(date, number), was: wasKind(date, number), onTurn };
  };
  return (
    <div className="w-year">
      {months.map((month) => (
        <section className="w-month" key={month}>
          <h3>{monthName.format(Date.UTC(year, month - 1, 15))}</h3>
          <ol>
            {week.map((date) => (
              <li key={date} className="w-day w-day--weekday" aria-hidden>
                {dayName.format(Date.parse(`${date}T12:00:00Z`))}
              </li>
            ))}
            {Array.from({ length: daysInMonth(year, month) }, (_, index) => {
              const shown = dayOf(month, index + 1);
              return (
                <li
                  key={shown.date}
                  {...(index === 0 ? { style: { gridColumnStart: weekdayOf(shown.date) } } : {})}
                >
                  <Day {...shown} />
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Day(props: {
  date: string;
  day: number;
  kind: DayKind;
  was: DayKind;
  onTurn: ((date: string) => void) | undefined;
}) {
  const { date, day, kind, was, onTurn } = props;
  const t = useTranslate();
  const locale = useLocaleName();
  const changed = kind !== was;
  const before = changed
    ? ` · ${t('weights.calendar.was', { kind: t(`common.dayKinds.${was}`) })}`
    : '';
  const title = `${formatLocalDate(date, locale)} ${t(`common.dayKinds.${kind}`)}${before}`;
  const className = `w-day w-day--${kind}${changed ? ' w-day--changed' : ''}`;
  if (onTurn === undefined) {
    return (
      <span className={className} title={title}>
        {day}
        {(kind === 'holiday' || kind === 'makeup_workday' || changed) && (
          <span className="r-hidden">
            {t(`common.dayKinds.${kind}`)}
            {before}
          </span>
        )}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      aria-label={title}
      title={title}
      onClick={() => onTurn(date)}
    >
      {day}
    </button>
  );
}
