import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { CalendarRecord } from '#contract/weights.ts';
import type { CalendarYear, DayKind } from '#domain/calendar.ts';
import { weekdayOf } from '#domain/civil-date.ts';
import {
  Button,
  EmptyState,
  PageHead,
  Panel,
  RecordPage,
  StatusTag,
  StickyActions,
  Tabs,
  formatLocalDate,
  localDateOf,
  useLocaleName,
  useNow,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { YearGrid } from './YearGrid.tsx';
import { faultTexts } from './faults.ts';
import './weights.css';

export function CalendarShow() {
  return <RecordPage<CalendarRecord>>{(record) => <CalendarSheet calendar={record} />}</RecordPage>;
}

const emptyYear: CalendarYear = { holidays: [], makeupWorkdays: [] };

function CalendarSheet({ calendar }: { calendar: CalendarRecord }) {
  const t = useTranslate();
  const { zone } = useSession();
  const present = localDateOf(useNow(), zone).slice(0, 4);
  const known = Object.keys(calendar.years).sort();
  const next = String(Number(known.at(-1) ?? Number(present) - 1) + 1);
  const mayEdit = useMay('calendars.edit') && calendar.id !== 'none';
  const [year, setYear] = useUrlState(
    'year',
    known.includes(present) ? present : (known.at(-1) ?? present),
  );
  const tabs = known.map((id) => ({ id, label: id }));
  if (!known.includes(year)) tabs.push({ id: year, label: year });
  else if (mayEdit) tabs.push({ id: next, label: t('weights.calendar.add', { year: next }) });
  return (
    <>
      <PageHead
        title={t('weights.calendar.name', {
          name: t(`weights.calendar.names.${calendar.id}`, { _: calendar.name }),
        })}
        facts={[t('weights.calendar.lead'), t('weights.calendar.refused')]}
      />
      {calendar.id === 'none' ? (
        <EmptyState text={t('weights.calendar.plain')} />
      ) : (
        <>
          <Tabs
            label={t('weights.calendar.years')}
            tabs={tabs.sort((a, b) => b.id.localeCompare(a.id))}
            value={year}
            onChange={setYear}
          />
          <YearPanel
            key={`${year}.${calendar.version}`}
            calendar={calendar}
            year={year}
            mayEdit={mayEdit}
          />
        </>
      )}
    </>
  );
}

/** Holiday → make-up workday (weekends only) → what the weekday says. */
function turned(date: string, data: CalendarYear): CalendarYear {
  const without = (dates: readonly string[]) => dates.filter((other) => other !== date);
  const weekend = weekdayOf(date) >= 6;
  const next: DayKind | null = data.holidays.includes(date)
    ? weekend
      ? 'makeup_workday'
      : null
    : data.makeupWorkdays.includes(date)
      ? null
      : 'holiday';
  const holidays = without(data.holidays);
  const makeupWorkdays = without(data.makeupWorkdays);
  if (next === 'holiday') return { holidays: [...holidays, date].sort(), makeupWorkdays };
  if (next === 'makeup_workday')
    return { holidays, makeupWorkdays: [...makeupWorkdays, date].sort() };
  return { holidays, makeupWorkdays };
}

function YearPanel(props: { calendar: CalendarRecord; year: string; mayEdit: boolean }) {
  const { calendar, year, mayEdit } = props;
  const t = useTranslate();
  const saved = calendar.years[year];
  const [draft, setDraft] = useState<CalendarYear | null>(null);
  const notify = useNotify();
  const refresh = useRefresh();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const save = useMutation<unknown, HttpError, CalendarYear>({
    mutationFn: ({ holidays, makeupWorkdays }) =>
      dataProvider.send('PUT', `calendars/${calendar.id}/years/${year}`, {
        version: calendar.version,
        holidays,
        makeupWorkdays,
      }),
    onSuccess: () => {
      notify('weights.calendar.saved', { type: 'success', messageArgs: { year } });
      refresh();
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  const shown = draft ?? saved;
  const faults = Object.values(faultTexts(save.error, t));
  if (shown === undefined) {
    return (
      <Panel>
        <EmptyState text={t('weights.calendar.missing', { year })}>
          {mayEdit && (
            <Button kind="filled" onClick={() => setDraft(emptyYear)}>
              {t('weights.calendar.add', { year })}
            </Button>
          )}
        </EmptyState>
      </Panel>
    );
  }
  const editing = draft !== null;
  return (
    <>
      <Panel
        title={t('weights.calendar.yearTitle', { year })}
        note={t('weights.calendar.counts', {
          holidays: shown.holidays.length,
          makeup: shown.makeupWorkdays.length,
        })}
        flush
        actions={
          <>
            {saved?.sample === true && (
              <StatusTag status="wait">{t('weights.calendar.sample')}</StatusTag>
            )}
            {mayEdit && !editing && saved !== undefined && (
              <Button icon="edit" onClick={() => setDraft({ ...saved })}>
                {t('common.edit')}
              </Button>
            )}
          </>
        }
        footer={t(editing ? 'weights.calendar.editHelp' : 'weights.calendar.legend')}
      >
        <YearGrid
          year={Number(year)}
          data={shown}
          {...(editing ? { onTurn: (date: string) => setDraft(turned(date, shown)) } : {})}
        />
      </Panel>
      {!editing && <DateLists data={shown} />}
      {faults.length > 0 && (
        <ul className="r-help r-help--bad">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {editing && (
        <StickyActions>
          <Button kind="filled" big busy={save.isPending} onClick={() => save.mutate(draft)}>
            {t('weights.calendar.save', { year })}
          </Button>
          <Button big onClick={() => setDraft(null)}>
            {t('common.cancel')}
          </Button>
        </StickyActions>
      )}
    </>
  );
}

/** The same dates as a list, for reading and for screen readers. */
function DateLists({ data }: { data: CalendarYear }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <div className="r-columns">
      {(['holidays', 'makeupWorkdays'] as const).map((name) => (
        <Panel key={name} title={t(`weights.calendar.${name}`)}>
          <p className="r-prose">
            {data[name]
              .map((date) => formatLocalDate(date, locale))
              .join(locale === 'zh' ? '、' : ', ') || t('common.none')}
          </p>
        </Panel>
      ))}
    </div>
  );
}
