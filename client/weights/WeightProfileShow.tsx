import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { Calendar, DayKind } from '#domain/calendar.ts';
import { minuteOfDayAt, createZone } from '#domain/time.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { validateBands } from '#domain/weights.ts';
import {
  Button,
  ErrorState,
  LoadingShape,
  PageHead,
  Panel,
  RecordPage,
  Segment,
  SideColumn,
  StatusTag,
  StatusWord,
  formatDateTime,
  localDateOf,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { BandGrid } from './BandGrid.tsx';
import { minutesOf, rowsOf } from './cell-range.ts';
import type { CellRange, GridMark } from './cell-range.ts';
import { BandLists, FinePaint } from './BandLists.tsx';
import { Brushes, useBrushes } from './Brushes.tsx';
import { CalendarChoice } from './CalendarChoice.tsx';
import { ComparePanel, useCompared } from './Compare.tsx';
import { PastOutages } from './PastOutages.tsx';
import { ProfileActs } from './ProfileActs.tsx';
import { TestInterval } from './TestInterval.tsx';
import type { TestTimes } from './TestInterval.tsx';
import { dayOf, paintRows, scopes, setOwn } from './bands.ts';
import type { Scope } from './bands.ts';
import { attempt } from '../components/attempt.ts';
import { instantsOf, measure } from './measure.ts';
import { useCalendar } from './useCalendar.ts';
import { useProfileEditor } from './use-editor.ts';
import { VersionTag } from './words.tsx';
import './weights.css';

export function WeightProfileShow() {
  return (
    <RecordPage<WeightProfileRecord>>{(record) => <WithCalendar record={record} />}</RecordPage>
  );
}

function WithCalendar({ record }: { record: WeightProfileRecord }) {
  const { data, error, refetch } = useCalendar(record.calendarId);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingShape shape="record" />;
  return <ProfileSheet record={record} calendar={data} />;
}

/** The days of the test interval on the grid: one mark, or two where it passes midnight. */
function marksOf(
  bands: WeightProfileBands,
  calendar: Calendar,
  zone: string,
  times: TestTimes,
): GridMark[] {
  const { value } = attempt(() => {
    const { startAt, endAt } = instantsOf(zone, times);
    const clock = createZone(zone);
    const byDay = new Map<string, GridMark>();
    for (const piece of measure(bands, calendar, zone, startAt, endAt).pieces) {
      const fromMinute = minuteOfDayAt(clock, piece.startAt);
      const toMinute = minuteOfDayAt(clock, piece.endAt) || 1440;
      const known = byDay.get(piece.localDate);
      if (known === undefined)
        byDay.set(piece.localDate, { kind: piece.dayKind, fromMinute, toMinute });
      else known.toMinute = toMinute;
    }
    // Over days without number the grid would be nothing but marks.
    return byDay.size > 2 ? [] : [...byDay.values()];
  });
  return value ?? [];
}

function useTestTimes(): [TestTimes, (times: TestTimes) => void] {
  const { zone } = useSession();
  const now = useNow();
  const [times, setTimes] = useState<TestTimes>({
    date: localDateOf(now, zone),
    from: '17:30',
    to: '23:15',
    until: '',
  });
  return [times, setTimes];
}

function ProfileSheet({ record, calendar }: { record: WeightProfileRecord; calendar: Calendar }) {
  const t = useTranslate();
  const { zone } = useSession();
  const locale = useLocaleName();
  const editor = useProfileEditor(record);
  const editable = useMay('weights.edit') && record.state === 'draft';
  const [scope, setScope] = useState<Scope>('default');
  const [selection, setSelection] = useState<CellRange | null>(null);
  const [times, setTimes] = useTestTimes();
  const compared = useCompared(record);
  const brushes = useBrushes(editor.bands);
  const { bands } = editor;
  const year = times.date.slice(0, 4);
  const yearData = calendar.years[year];
  const paint = (range: CellRange, weight = brushes.weight) => {
    const [from, to] = minutesOf(range);
    editor.change(paintRows(bands, scope, rowsOf(range), from, to, weight));
  };
  const tiles = validateBands(bands).length === 0;
  const notes: Partial<Record<DayKind, string>> = {
    workday: t('weights.notes.workday'),
    weekend: t('weights.notes.weekend'),
    makeup_workday: t('weights.notes.days', {
      year,
      smart_count: yearData?.makeupWorkdays.length ?? 0,
    }),
    holiday: t('weights.notes.days', { year, smart_count: yearData?.holidays.length ?? 0 }),
  };
  const since = record.effectiveFromAt;
  return (
    <div className="r-page r-page--sided w-sheet">
      <div className="r-page__main">
        <PageHead
          title={t('weights.pageTitle', { name: record.name })}
          name={record.name}
          tags={
            <>
              <VersionTag state={record.state} />
              {record.inForce && <StatusTag status="flight">{t('weights.inForce')}</StatusTag>}
              {record.basedOnName !== null && (
                <span>{t('weights.basedOn', { name: record.basedOnName })}</span>
              )}
            </>
          }
          facts={[
            leadOf(record, t),
            since !== null && since > 0
              ? t('weights.since', { at: formatDateTime(since, zone, locale) })
              : null,
            record.makers.length > 0 &&
              t('weights.madeBy', { names: record.makers.map(({ name }) => name).join(', ') }),
          ]}
          actions={
            <ProfileActs record={record} editor={editor} editable={editable} compared={compared} />
          }
        />
        <Panel
          title={t('weights.grid.title')}
          flush
          actions={editable ? <Brushes brushes={brushes} /> : <span>{t('weights.readOnly')}</span>}
          footer={
            <div className="w-foot">
              <span>
                <i className="w-swatch w-swatch--hatch" />
                {t('weights.grid.hatched')}
              </span>
              {editable && <GridKeys count={brushes.list.length} />}
              <StatusWord status={tiles ? 'ok' : 'bad'}>{t('weights.grid.tiles')}</StatusWord>
            </div>
          }
        >
          <div className="w-scopes">
            <Segment
              label={t('weights.scope.label')}
              value={scope}
              onChange={(id) => setScope(id as Scope)}
              options={scopes.map((id) => ({ id, label: t(`weights.scope.${id}`) }))}
            />
            <ScopeNote scope={scope} editor={editor} editable={editable} />
          </div>
          <BandGrid
            bands={bands}
            scope={scope}
            notes={notes}
            marks={marksOf(bands, calendar, zone, times)}
            compare={compared.open ? compared.bands : undefined}
            editable={editable}
            selection={selection}
            onSelect={setSelection}
            brushOf={(key) => brushes.list[key - 1] ?? null}
            onPaint={paint}
          />
        </Panel>
        {compared.open && compared.bands !== undefined && (
          <ComparePanel
            compared={compared}
            before={compared.bands}
            after={bands}
            calendarId={record.calendarId}
          />
        )}
        <Panel
          title={t('weights.lists.title')}
          note={t(editable ? 'weights.lists.note' : 'weights.lists.readOnly')}
          flush
          actions={
            <CalendarChoice
              record={record}
              calendar={calendar}
              year={year}
              bands={editor.bands}
              editable={editable}
            />
          }
          {...(editable
            ? {
                footer: (
                  <FinePaint
                    key={`${JSON.stringify(selection)} ${brushes.weight}`}
                    selection={selection}
                    weightPerMille={brushes.weight}
                    onPaint={(kind, from, to, weight) =>
                      editor.change(paintRows(bands, scope, [kind], from, to, weight))
                    }
                  />
                ),
              }
            : {})}
        >
          <BandLists
            bands={bands}
            scope={scope}
            editable={editable}
            onChange={editor.change}
            selection={selection}
            year={yearData === undefined ? null : { name: year, data: yearData }}
          />
        </Panel>
      </div>
      <SideColumn wide>
        <div className="w-sticky">
          <TestInterval
            bands={bands}
            calendar={calendar}
            zone={zone}
            scope={scope}
            times={times}
            onTimes={setTimes}
          />
          <PastOutages bands={bands} calendar={calendar} compared={compared} />
        </div>
      </SideColumn>
    </div>
  );
}

/** What a version's state means for whoever looks at it. */
function leadOf(
  record: WeightProfileRecord,
  t: (key: string, args?: Record<string, unknown>) => string,
): string {
  if (record.state === 'published' && record.publishedBy === 'system')
    return t('weights.lead.shipped');
  const name = record.state === 'submitted' ? record.submittedByName : record.publishedByName;
  return t(`weights.lead.${record.state}`, { name: name ?? '' });
}

function GridKeys({ count }: { count: number }) {
  const t = useTranslate();
  return (
    <span className="w-foot__keys">
      <kbd className="w-key">←</kbd>
      <kbd className="w-key">→</kbd>
      {t('weights.grid.move')}
      <kbd className="w-key">Shift</kbd>
      {t('weights.grid.extend')}
      <kbd className="w-key">1</kbd>–<kbd className="w-key">{Math.min(count, 9)}</kbd>
      {t('weights.grid.color')}
    </span>
  );
}

/** A service has the shared bands until it gets its own. */
function ScopeNote(props: {
  scope: Scope;
  editor: ReturnType<typeof useProfileEditor>;
  editable: boolean;
}) {
  const { scope, editor, editable } = props;
  const t = useTranslate();
  if (scope === 'default') return <span className="r-note">{t('weights.scope.shared')}</span>;
  const own = dayOf(editor.bands, scope) !== null;
  return (
    <span className="r-note">
      {t(own ? 'weights.scope.own' : 'weights.scope.follows')}{' '}
      {editable && (
        <Button kind="link" onClick={() => editor.change(setOwn(editor.bands, scope, !own))}>
          {t(own ? 'weights.scope.drop' : 'weights.setSeparately')}
        </Button>
      )}
    </span>
  );
}
