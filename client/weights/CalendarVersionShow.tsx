import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { CalendarVersionRecord } from '#contract/weights.ts';
import type { CalendarYear } from '#domain/calendar.ts';
import {
  Button,
  EmptyState,
  PageHead,
  Panel,
  RecordPage,
  StickyActions,
  Tabs,
  localDateOf,
  useNow,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { CalendarActs } from './CalendarActs.tsx';
import { CalendarChanges } from './CalendarChanges.tsx';
import { CalendarFile } from './CalendarFile.tsx';
import { YearView } from './YearView.tsx';
import { nextYear, turned } from './calendar-days.ts';
import { calendarPath, useCalendarName } from './calendar-words.ts';
import { faultTexts } from './faults.ts';
import { useSend } from './use-send.ts';
import { VersionTag } from './words.tsx';
import './weights.css';

/** One version of a calendar: what it changes, its years as pictures, and while it is a draft their editor. */
export function CalendarVersionShow() {
  return (
    <RecordPage<CalendarVersionRecord>>
      {(record) => <VersionSheet key={record.id} version={record} />}
    </RecordPage>
  );
}

const noYears: Pick<CalendarVersionRecord, 'years' | 'weekend'> = { years: {}, weekend: [6, 7] };

/** The version it was drafted from; a calendar's first has none. */
function useBase({ basedOnId }: CalendarVersionRecord) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['calendar-versions', 'base', basedOnId],
    enabled: basedOnId !== null,
    queryFn: ({ signal }) =>
      dataProvider.read<CalendarVersionRecord>(
        `calendar-versions/${basedOnId ?? ''}`,
        undefined,
        signal,
      ),
  });
  return basedOnId === null ? noYears : data;
}

function VersionSheet({ version }: { version: CalendarVersionRecord }) {
  const t = useTranslate();
  const nameOf = useCalendarName();
  const base = useBase(version);
  const name = nameOf(version.calendarId, version.name);
  const title = t('weights.calendar.versionTitle', { name, no: version.versionNo });
  return (
    <>
      <PageHead
        title={title}
        tags={
          <>
            <VersionTag state={version.state} />
            {version.basedOnNo !== null && (
              <span>
                {t('weights.basedOn', {
                  name: t('weights.calendar.version', { no: version.basedOnNo }),
                })}
              </span>
            )}
          </>
        }
        facts={[
          version.state === 'published' && version.publishedBy === 'system'
            ? t('weights.lead.shipped')
            : t(`weights.calendar.state.${version.state}`, {
                name:
                  (version.state === 'submitted'
                    ? version.submittedByName
                    : version.publishedByName) ?? '',
              }),
          version.makers.length > 0 &&
            t('weights.madeBy', { names: version.makers.map((maker) => maker.name).join(', ') }),
          <Link key="calendar" to={calendarPath(version.calendarId)}>
            {t('weights.calendar.name', { name })}
          </Link>,
        ]}
        actions={<CalendarActs version={version} title={title} />}
      />
      {base !== undefined && <CalendarChanges before={base} version={version} />}
      <Years version={version} before={base?.years ?? {}} />
    </>
  );
}

function Years(props: { version: CalendarVersionRecord; before: Record<string, CalendarYear> }) {
  const { version, before } = props;
  const t = useTranslate();
  const { zone } = useSession();
  const present = localDateOf(useNow(), zone).slice(0, 4);
  const editable = useMay('calendars.edit') && version.state === 'draft';
  const known = Object.keys(version.years);
  const newest = [...known].sort().at(-1);
  const [year, setYear] = useUrlState('year', newest ?? present);
  const shown = new Set([...known, year]);
  const next = nextYear([...shown], present);
  const tabs = [...shown].map((id) => ({ id, label: id }));
  if (editable && known.includes(year))
    tabs.push({ id: next, label: t('weights.calendar.add', { year: next }) });
  return (
    <>
      {editable && <CalendarFile version={version} />}
      <Tabs
        label={t('weights.calendar.years')}
        tabs={tabs.sort((a, b) => b.id.localeCompare(a.id))}
        value={year}
        onChange={setYear}
      />
      <YearEditor
        key={`${year}.${version.version}`}
        version={version}
        year={year}
        before={before[year]}
        editable={editable}
      />
    </>
  );
}

const emptyYear: CalendarYear = { holidays: [], makeupWorkdays: [] };

interface YearEditorProps {
  version: CalendarVersionRecord;
  year: string;
  before: CalendarYear | undefined;
  editable: boolean;
}

function YearEditor({ version, year, before, editable }: YearEditorProps) {
  const t = useTranslate();
  const saved = version.years[year];
  const [draft, setDraft] = useState<CalendarYear | null>(null);
  const save = useSend<CalendarYear | null, unknown>({
    run: (provider, data) =>
      provider.send('PUT', `calendar-versions/${version.id}`, {
        version: version.version,
        years: {
          [year]:
            data === null ? null : { holidays: data.holidays, makeupWorkdays: data.makeupWorkdays },
        },
      }),
    message: 'weights.calendar.saved',
    args: { year },
  });
  const shown = draft ?? saved;
  if (shown === undefined) {
    return (
      <Panel>
        <EmptyState text={t('weights.calendar.missing', { year })}>
          {editable && (
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
      <YearView
        year={year}
        data={shown}
        weekend={version.weekend}
        before={before}
        actions={
          editable &&
          !editing && (
            <>
              <Button kind="plain" busy={save.isPending} onClick={() => save.mutate(null)}>
                {t('weights.calendar.takeOut')}
              </Button>
              <Button icon="edit" onClick={() => setDraft({ ...shown })}>
                {t('common.edit')}
              </Button>
            </>
          )
        }
        {...(editing
          ? { onTurn: (date: string) => setDraft(turned(date, shown, version.weekend)) }
          : {})}
      />
      <Faults error={save.error} />
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

function Faults({ error }: { error: HttpError | null }) {
  const t = useTranslate();
  const faults = Object.values(faultTexts(error, t));
  if (faults.length === 0) return null;
  return (
    <ul className="r-help r-help--bad">
      {faults.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  );
}
