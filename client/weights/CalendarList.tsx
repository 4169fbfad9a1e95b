import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CalendarRecord, CalendarVersionRecord } from '#contract/weights.ts';
import { usualWeekend } from '#domain/calendar.ts';
import {
  Button,
  Dialog,
  EmptyState,
  ListPage,
  RecordLink,
  When,
  WorkTable,
  useLocaleName,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { calendarVersionPath, useCalendarName } from './calendar-words.ts';
import { faultTexts } from './faults.ts';
import { useSend } from './use-send.ts';
import { VersionWord } from './words.tsx';
import './weights.css';

/** The calendars that profiles and deadlines can name. */
export function CalendarList() {
  const t = useTranslate();
  const nameOf = useCalendarName();
  const weekdays = useWeekdays();
  const mayEdit = useMay('calendars.edit');
  const weekendOf = ({ weekend }: CalendarRecord) =>
    weekend.map((day) => weekdays[day - 1]).join(' ') || t('weights.calendar.none');
  const inForce = ({ versionNo }: CalendarRecord) =>
    versionNo === 0 ? '–' : t('weights.calendar.version', { no: versionNo });
  return (
    <ListPage
      title={t('weights.calendar.title')}
      crumb
      tags={t('weights.calendar.listLead')}
      sort={{ field: 'id', order: 'ASC' }}
      actions={mayEdit && <NewCalendar />}
    >
      <WorkTable<CalendarRecord>
        empty={<EmptyState text={t('weights.calendar.empty')} />}
        mobile={(record) => ({
          title: nameOf(record.id, record.name),
          second: yearsOf(record),
          when: inForce(record),
          state: record.open === null ? null : <VersionWord state={record.open.state} />,
        })}
      >
        <DataTable.Col<CalendarRecord>
          source="name"
          disableSort
          render={(record) => <RecordLink>{nameOf(record.id, record.name)}</RecordLink>}
        />
        <DataTable.Col<CalendarRecord> source="id" />
        <DataTable.Col<CalendarRecord> source="versionNo" disableSort render={inForce} />
        <DataTable.Col<CalendarRecord> source="years" disableSort render={yearsOf} />
        <DataTable.Col<CalendarRecord> source="weekend" disableSort render={weekendOf} />
        <DataTable.Col<CalendarRecord>
          source="open"
          disableSort
          render={({ open }) => (open === null ? '–' : <VersionWord state={open.state} />)}
        />
        <DataTable.Col<CalendarRecord>
          source="updatedAt"
          disableSort
          render={(record) => <When at={record.updatedAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

/** `2004–2026`, or the single years where some are missing between them. */
function yearsOf({ years }: CalendarRecord): string {
  const known = Object.keys(years).sort();
  const [first = '–', last = first] = [known[0], known.at(-1)];
  if (known.length < 2) return first;
  const whole = Number(last) - Number(first) + 1 === known.length;
  return whole ? `${first}–${last}` : known.join(', ');
}

/** The names of Monday to Sunday. */
function useWeekdays(): string[] {
  const locale = useLocaleName();
  const format = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    weekday: 'short',
    timeZone: 'UTC',
  });
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, day + 1)));
}

function NewCalendar() {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="plus" onClick={() => setOpen(true)}>
        {t('weights.calendar.new')}
      </Button>
      {open && <NewCalendarDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewCalendarDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslate();
  const field = useId();
  const weekdays = useWeekdays();
  const navigate = useNavigate();
  const [calendarId, setCalendarId] = useState('');
  const [name, setName] = useState('');
  const [weekend, setWeekend] = useState<readonly number[]>(usualWeekend);
  const make = useSend<void, CalendarVersionRecord>({
    run: (provider) => provider.send('POST', 'calendar-versions', { calendarId, name, weekend }),
    onDone: (made) => void navigate(calendarVersionPath(made.id)),
  });
  const faults = faultTexts(make.error, t);
  const text = (
    key: 'calendarId' | 'name',
    value: string,
    set: (value: string) => void,
    max: number,
  ) => (
    <div className="r-field">
      <label htmlFor={`${field}${key}`}>
        {t(`weights.calendar.${key === 'name' ? 'label' : 'id'}`)}
      </label>
      <input
        id={`${field}${key}`}
        value={value}
        maxLength={max}
        autoFocus={key === 'calendarId'}
        aria-invalid={faults[key] === undefined ? undefined : true}
        onChange={(event) => set(event.target.value)}
      />
      {faults[key] !== undefined && <p className="r-help r-help--bad">{faults[key]}</p>}
      {faults[key] === undefined && key === 'calendarId' && (
        <p className="r-help">{t('weights.calendar.idHelp')}</p>
      )}
    </div>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('weights.calendar.new')}
      onSubmit={() => make.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={make.isPending}>
            {t('weights.calendar.new')}
          </Button>
        </>
      }
    >
      {text('calendarId', calendarId, (value) => setCalendarId(value.toUpperCase()), 12)}
      {text('name', name, setName, 60)}
      <fieldset className="r-field w-weekdays">
        <legend>{t('weights.calendar.weekend')}</legend>
        {weekdays.map((label, index) => (
          <label className="w-check" key={label}>
            <input
              type="checkbox"
              checked={weekend.includes(index + 1)}
              onChange={(event) =>
                setWeekend(
                  event.target.checked
                    ? [...weekend, index + 1]
                    : weekend.filter((day) => day !== index + 1),
                )
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
      <p className="r-note">{t('weights.calendar.newHelp')}</p>
    </Dialog>
  );
}
