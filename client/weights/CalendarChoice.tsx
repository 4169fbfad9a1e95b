import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CalendarRecord, WeightProfileRecord } from '#contract/weights.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { calendarPath, useCalendarName } from './calendar-words.ts';
import { useSend } from './use-send.ts';

interface CalendarChoiceProps {
  record: WeightProfileRecord;
  calendar: Calendar;
  /** The year that is tried. */
  year: string;
  /** As painted: saved along, so that nothing is lost by the change. */
  bands: WeightProfileBands;
  editable: boolean;
}

/** The calendar that tells this profile's days apart; a draft may name another. */
export function CalendarChoice(props: CalendarChoiceProps) {
  const { record, calendar, year, bands, editable } = props;
  const t = useTranslate();
  const query = calendar.id === 'none' ? '' : `?year=${year}`;
  return (
    <span className="w-calendar">
      {editable && <Choice record={record} bands={bands} />}
      <Link to={`${calendarPath(calendar.id)}${query}`}>
        {calendar.id === 'none'
          ? t('weights.calendar.names.none')
          : t('weights.calendarOf', { year })}
        {calendar.versionNo !== undefined &&
          ` · ${t('weights.calendar.version', { no: calendar.versionNo })}`}
      </Link>
    </span>
  );
}

function Choice({ record, bands }: Pick<CalendarChoiceProps, 'record' | 'bands'>) {
  const t = useTranslate();
  const nameOf = useCalendarName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['calendars', 'all'],
    queryFn: () =>
      dataProvider.getList<CalendarRecord>('calendars', {
        filter: {},
        pagination: { page: 1, perPage: 50 },
        sort: { field: 'id', order: 'ASC' },
      }),
  });
  const choose = useSend<string, unknown>({
    run: (provider, calendarId) =>
      provider.send('PUT', `weight-profiles/${record.id}`, {
        version: record.version,
        calendarId,
        bands,
      }),
    message: 'weights.saved',
  });
  const usable = (data?.data ?? []).filter(({ versionNo }) => versionNo > 0);
  if (usable.length === 0) return null;
  return (
    <select
      className="w-select"
      aria-label={t('weights.calendarLabel')}
      value={record.calendarId}
      disabled={choose.isPending}
      onChange={(event) => choose.mutate(event.target.value)}
    >
      {usable.map(({ id, name }) => (
        <option key={id} value={id}>
          {nameOf(id, name)}
        </option>
      ))}
    </select>
  );
}
