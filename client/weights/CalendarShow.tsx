import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link, useNavigate } from 'react-router-dom';
import type { CalendarRecord, CalendarVersionRecord } from '#contract/weights.ts';
import {
  Button,
  EmptyState,
  LinkButton,
  LoadingShape,
  PageHead,
  Panel,
  RecordPage,
  Tabs,
  When,
  localDateOf,
  useNow,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { YearView } from './YearView.tsx';
import { calendarVersionPath, useCalendarName } from './calendar-words.ts';
import { useSend } from './use-send.ts';
import { VersionWord } from './words.tsx';
import './weights.css';

/** A calendar as it is published, and its versions. */
export function CalendarShow() {
  return <RecordPage<CalendarRecord>>{(record) => <CalendarSheet calendar={record} />}</RecordPage>;
}

function CalendarSheet({ calendar }: { calendar: CalendarRecord }) {
  const t = useTranslate();
  const nameOf = useCalendarName();
  const plain = calendar.id === 'none';
  return (
    <>
      <PageHead
        title={t('weights.calendar.name', { name: nameOf(calendar.id, calendar.name) })}
        tags={
          calendar.versionNo > 0 && (
            <span>{t('weights.calendar.version', { no: calendar.versionNo })}</span>
          )
        }
        facts={[t('weights.calendar.lead'), t('weights.calendar.refused')]}
        actions={!plain && <ChangeButton calendar={calendar} />}
      />
      {plain ? (
        <EmptyState text={t('weights.calendar.plain')} />
      ) : (
        <>
          <PublishedYears calendar={calendar} />
          <Versions calendarId={calendar.id} />
        </>
      )}
    </>
  );
}

/** To the version under way, or a new draft of what is published. */
function ChangeButton({ calendar }: { calendar: CalendarRecord }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const mayEdit = useMay('calendars.edit');
  const { open } = calendar;
  const draft = useSend<void, CalendarVersionRecord>({
    run: (provider) => provider.send('POST', 'calendar-versions', { calendarId: calendar.id }),
    onDone: (made) => void navigate(calendarVersionPath(made.id)),
  });
  if (open !== null)
    return (
      <LinkButton to={calendarVersionPath(open.id)} kind="filled">
        {t(`weights.calendar.underWay.${open.state === 'draft' ? 'draft' : 'submitted'}`, {
          no: open.versionNo,
        })}
      </LinkButton>
    );
  if (!mayEdit) return null;
  return (
    <Button kind="filled" icon="edit" busy={draft.isPending} onClick={() => draft.mutate()}>
      {t('weights.calendar.draft')}
    </Button>
  );
}

function PublishedYears({ calendar }: { calendar: CalendarRecord }) {
  const t = useTranslate();
  const { zone } = useSession();
  const present = localDateOf(useNow(), zone).slice(0, 4);
  const known = Object.keys(calendar.years).sort().reverse();
  const [year, setYear] = useUrlState(
    'year',
    known.includes(present) ? present : (known[0] ?? present),
  );
  const shown = known.includes(year) ? known : [year, ...known].sort().reverse();
  const data = calendar.years[year];
  return (
    <>
      <Tabs
        label={t('weights.calendar.years')}
        tabs={shown.map((id) => ({ id, label: id }))}
        value={year}
        onChange={setYear}
      />
      {data === undefined ? (
        <Panel>
          <EmptyState
            text={t(
              calendar.versionNo === 0
                ? 'weights.calendar.unpublished'
                : 'weights.calendar.missing',
              { year },
            )}
          />
        </Panel>
      ) : (
        <YearView year={year} data={data} weekend={calendar.weekend} />
      )}
    </>
  );
}

function Versions({ calendarId }: { calendarId: string }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['calendar-versions', 'of', calendarId],
    queryFn: () =>
      dataProvider.getList<CalendarVersionRecord>('calendar-versions', {
        filter: { calendarId },
        pagination: { page: 1, perPage: 50 },
        sort: { field: 'versionNo', order: 'DESC' },
      }),
  });
  return (
    <Panel title={t('weights.calendar.versions')} flush>
      {data === undefined ? (
        <LoadingShape shape="rows" rows={3} />
      ) : (
        <div className="w-scroll">
          <table className="r-table">
            <thead>
              <tr>
                {(['no', 'state', 'madeBy', 'publishedBy', 'changedAt'] as const).map((name) => (
                  <th scope="col" key={name}>
                    {t(`weights.calendar.columns.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.data.map((version) => (
                <tr key={version.id}>
                  <td>
                    <Link to={calendarVersionPath(version.id)}>
                      {t('weights.calendar.version', { no: version.versionNo })}
                    </Link>
                  </td>
                  <td>
                    <VersionWord state={version.state} />
                  </td>
                  <td>{version.makers.map(({ name }) => name).join(', ') || '–'}</td>
                  <td>
                    {version.publishedBy === 'system'
                      ? t('weights.shipped')
                      : (version.publishedByName ?? '–')}
                  </td>
                  <td>
                    <When at={version.updatedAt} as="ago" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
