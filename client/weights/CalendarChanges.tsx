import { useTranslate } from 'ra-core';
import type { CalendarVersionRecord } from '#contract/weights.ts';
import { calendarChanges, type DayChange, type YearChange } from '#domain/calendar-changes.ts';
import { EmptyState, Panel, formatLocalDate, useLocaleName } from '../components/index.ts';

/** What a version says differently from the one before it, day by day. */
export function CalendarChanges(props: {
  before: Pick<CalendarVersionRecord, 'years' | 'weekend'>;
  version: CalendarVersionRecord;
}) {
  const { before, version } = props;
  const t = useTranslate();
  const changes = calendarChanges(before, version);
  const title =
    version.basedOnNo === null
      ? t('weights.calendar.changes.first')
      : t('weights.calendar.changes.title', { no: version.basedOnNo });
  return (
    <Panel
      title={title}
      note={t('weights.calendar.changes.count', { smart_count: changes.length })}
      flush
    >
      {changes.length === 0 ? (
        <EmptyState text={t('weights.calendar.changes.none')} />
      ) : (
        <div className="w-scroll">
          <table className="r-table">
            <tbody>
              {changes.map((change) => (
                <ChangeRow key={change.year} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function ChangeRow({ change }: { change: YearChange }) {
  const t = useTranslate();
  const counts = t('weights.calendar.counts', {
    holidays: change.holidays,
    makeup: change.makeupWorkdays,
  });
  return (
    <tr>
      <th scope="row">{change.year}</th>
      <td>{t(`weights.calendar.changes.${change.change}`)}</td>
      <td className="w-wrap">
        {change.change === 'changed' ? <DayChanges days={change.days} /> : counts}
      </td>
    </tr>
  );
}

/** `10月10日 周六：周末 → 调休上班` for each date. */
export function DayChanges({ days }: { days: readonly DayChange[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  if (days.length === 0) return <>{t('weights.calendar.changes.sameDays')}</>;
  return (
    <ul className="w-changes">
      {days.map(({ date, before, after }) => (
        <li key={date}>
          {formatLocalDate(date, locale)}
          <span className="r-muted">{t(`common.dayKinds.${before}`)} →</span>{' '}
          <strong>{t(`common.dayKinds.${after}`)}</strong>
        </li>
      ))}
    </ul>
  );
}
