import { useTranslate } from 'ra-core';
import type { Calendar, CalendarYear, DayKind } from '#domain/calendar.ts';
import { dayKindOf } from '#domain/calendar.ts';
import { daysInMonth, pad2, weekdayOf } from '#domain/civil-date.ts';
import { formatLocalDate, useLocaleName } from '../components/index.ts';

const months = Array.from({ length: 12 }, (_, index) => index + 1);
/** Monday to Sunday of some week, for the names of the weekdays. */
const week = Array.from({ length: 7 }, (_, index) => `2024-01-0${index + 1}`);

/** Twelve months with holidays and make-up workdays; with `onTurn` a day is a button. */
export function YearGrid(props: {
  year: number;
  data: CalendarYear;
  onTurn?: (date: string) => void;
}) {
  const { year, data, onTurn } = props;
  const locale = useLocaleName();
  const calendar: Calendar = { id: 'shown', years: { [String(year)]: data } };
  const tag = locale === 'zh' ? 'zh-CN' : 'en-GB';
  const monthName = new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' });
  const dayName = new Intl.DateTimeFormat(tag, { weekday: 'narrow', timeZone: 'UTC' });
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
              const date = `${year}-${pad2(month)}-${pad2(index + 1)}`;
              return (
                <li
                  key={date}
                  {...(index === 0 ? { style: { gridColumnStart: weekdayOf(date) } } : {})}
                >
                  <Day
                    date={date}
                    day={index + 1}
                    kind={dayKindOf(calendar, date)}
                    onTurn={onTurn}
                  />
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
  onTurn: ((date: string) => void) | undefined;
}) {
  const { date, day, kind, onTurn } = props;
  const t = useTranslate();
  const locale = useLocaleName();
  const title = `${formatLocalDate(date, locale)} ${t(`common.dayKinds.${kind}`)}`;
  const className = `w-day w-day--${kind}`;
  if (onTurn === undefined) {
    return (
      <span className={className} title={title}>
        {day}
        {(kind === 'holiday' || kind === 'makeup_workday') && (
          <span className="r-hidden">{t(`common.dayKinds.${kind}`)}</span>
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
