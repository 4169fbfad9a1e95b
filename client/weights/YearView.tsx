import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { CalendarYear } from '#domain/calendar.ts';
import { Panel, StatusTag, formatLocalDate, useLocaleName } from '../components/index.ts';
import { YearGrid } from './YearGrid.tsx';

interface YearViewProps {
  year: string;
  data: CalendarYear;
  weekend: readonly number[];
  before?: CalendarYear | undefined;
  actions?: ReactNode;
  onTurn?: (date: string) => void;
}

/** A year as a picture, and as the same dates in words. */
export function YearView(props: YearViewProps) {
  const { year, data, weekend, before, actions, onTurn } = props;
  const t = useTranslate();
  return (
    <>
      <Panel
        title={t('weights.calendar.yearTitle', { year })}
        note={t('weights.calendar.counts', {
          holidays: data.holidays.length,
          makeup: data.makeupWorkdays.length,
        })}
        flush
        actions={
          <>
            {data.sample === true && (
              <StatusTag status="wait">{t('weights.calendar.sample')}</StatusTag>
            )}
            {actions}
          </>
        }
        footer={t(
          onTurn !== undefined
            ? 'weights.calendar.editHelp'
            : before === undefined
              ? 'weights.calendar.legend'
              : 'weights.calendar.legendChanged',
        )}
      >
        <YearGrid
          year={Number(year)}
          data={data}
          weekend={weekend}
          before={before}
          {...(onTurn === undefined ? {} : { onTurn })}
        />
      </Panel>
      {onTurn === undefined && <DateLists data={data} />}
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
