import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { OutageCalendar as CalendarAnswer } from '#contract/outage-work.ts';
import { createZone, startOfDay } from '#domain/time.ts';
import {
  Button,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  formatDuration,
  formatLocalDate,
  localDateOf,
  useLocaleName,
  useNow,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { OutageViews } from './OutageViews.tsx';
import { monthDays, monthOf, monthText, shiftMonth, weekdays } from './month.ts';
import './outages.css';
import './outages-log.css';

type Day = CalendarAnswer['days'][number];

/** A month of outages: how long each day something was out, and how much of it. */
export function OutageCalendar() {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const now = useNow();
  const today = localDateOf(now, zone);
  const [month, setMonth] = useUrlState('month', today.slice(0, 7));
  const shown = monthOf(month) ?? today.slice(0, 7);
  const days = monthDays(shown);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<CalendarAnswer, HttpError>({
    queryKey: ['outages', 'calendar', shown],
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      dataProvider.read<CalendarAnswer>(
        'outages/calendar',
        { from: days.shown[0], until: days.shown.at(-1) },
        signal,
      ),
  });
  const byDay = new Map((data?.days ?? []).map((day) => [day.day, day]));
  const begun = days.own.reduce((sum, day) => sum + (byDay.get(day)?.begun ?? 0), 0);
  return (
    <Page>
      <PageHead title={t('outages.calendar.title')} actions={<OutageViews />} />
      <Panel
        title={monthText(shown, locale)}
        note={t('outages.calendar.total', { smart_count: begun })}
        flush
        actions={
          <>
            <Button
              kind="plain"
              icon="left"
              aria-label={t('outages.calendar.before')}
              onClick={() => setMonth(shiftMonth(shown, -1))}
            />
            <Button kind="plain" onClick={() => setMonth('')}>
              {t('outages.calendar.today')}
            </Button>
            <Button
              kind="plain"
              icon="right"
              aria-label={t('outages.calendar.after')}
              onClick={() => setMonth(shiftMonth(shown, 1))}
            />
          </>
        }
        footer={<span className="r-note">{t('outages.calendar.legend')}</span>}
      >
        {error !== null && data === undefined ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <LoadingShape shape="chart" />
        ) : (
          <Month days={days} byDay={byDay} today={today} />
        )}
      </Panel>
    </Page>
  );
}

interface MonthProps {
  days: ReturnType<typeof monthDays>;
  byDay: ReadonlyMap<string, Day>;
  today: string;
}

function Month({ days, byDay, today }: MonthProps) {
  const locale = useLocaleName();
  const weeks = Array.from({ length: days.shown.length / 7 }, (_, week) =>
    days.shown.slice(week * 7, week * 7 + 7),
  );
  return (
    <table className="o-month">
      <thead>
        <tr>
          {weekdays(locale).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                className={days.own.includes(day) ? '' : 'o-month__other'}
                aria-current={day === today ? 'date' : undefined}
              >
                <DayCell on={day} day={byDay.get(day)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The day's number, its outages, and the part of its hours that was out. */
function DayCell({ on, day }: { on: string; day: Day | undefined }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const number = <span className="o-month__date">{Number(on.slice(8))}</span>;
  if (day === undefined || day.count === 0) return number;
  const full = formatDuration(day.fullSeconds * 1000);
  const degraded = formatDuration(day.degradedSeconds * 1000);
  const share = (seconds: number) => `${Math.min(100, (seconds / 86_400) * 100)}%`;
  const label = `${formatLocalDate(on, locale)}: ${t('outages.calendar.day', {
    ...{ smart_count: day.count, count: day.count, full, degraded },
  })}`;
  const content = (
    <>
      {number}
      <strong className="o-month__count">{day.count}</strong>
      <span className="o-month__bar" aria-hidden>
        {day.fullSeconds > 0 && (
          <i className="o-bar--full" style={{ width: share(day.fullSeconds) }} />
        )}
        {day.degradedSeconds > 0 && (
          <i className="o-bar--degraded" style={{ width: share(day.degradedSeconds) }} />
        )}
      </span>
      <span className="o-month__hours" aria-hidden>
        {day.fullSeconds > 0 && <span>{full}</span>}
        {day.degradedSeconds > 0 && <span className="r-muted">{degraded}</span>}
      </span>
      {day.open > 0 && <span className="o-month__open" />}
    </>
  );
  if (day.begun === 0) {
    return (
      <span className="o-month__day" title={label} aria-label={label} role="img">
        {content}
      </span>
    );
  }
  return (
    <DayLink on={on} label={label}>
      {content}
    </DayLink>
  );
}

/** To the outages that began on the day. */
function DayLink(props: { on: string; label: string; children: ReactNode }) {
  const { zone } = useSession();
  const clock = createZone(zone);
  const next = new Date(Date.parse(`${props.on}T00:00:00Z`) + 86_400_000);
  const filter = {
    startedFrom: startOfDay(clock, props.on),
    startedUntil: startOfDay(clock, next.toISOString().slice(0, 10)),
  };
  return (
    <Link
      className="o-month__day"
      to={`/outages?filter=${encodeURIComponent(JSON.stringify(filter))}`}
      title={props.label}
      aria-label={props.label}
    >
      {props.children}
    </Link>
  );
}
