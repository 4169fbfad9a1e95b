import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router-dom';
import type { HourWeekday } from '#contract/reports.ts';
import { EmptyState, formatNumber, useLocaleName } from '../components/index.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;
type Cell = HourWeekday['cells'][number];

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const pad = (hour: number) => String(hour).padStart(2, '0');

const hoursText = (hour: number, t: Translate) =>
  t('reports.heat.hours', { from: pad(hour), to: pad(hour + 1) });
const weekdayText = (weekday: number, t: Translate) => t(`reports.weekdays.${weekday}`);

export function HeatChart({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const report = useReport<HourWeekday>('hour-weekday', filters.query);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ReportChart name="hour-weekday" question={t('reports.heat.question')} report={report}>
      {(answer) => {
        const most = answer.cells.find((cell) => cell.n === answer.max);
        return {
          measure: t('reports.heat.measure'),
          legend: [{ key: 'scale', label: <Scale t={t} />, color: 'transparent' }],
          aside:
            most === undefined
              ? null
              : t('reports.heat.most', {
                  weekday: weekdayText(most.weekday, t),
                  hours: hoursText(most.hour, t),
                  n: number(most.n),
                }),
          ...(most === undefined ? { empty: <EmptyState text={t('reports.heat.empty')} /> } : {}),
          twin: {
            columns: [
              { key: 'weekday', label: t('reports.heat.weekday') },
              { key: 'hour', label: t('reports.heat.hour') },
              { key: 'n', label: t('reports.pareto.count'), numeric: true },
            ],
            rows: answer.cells.map((cell) => ({
              weekday: weekdayText(cell.weekday, t),
              hour: hoursText(cell.hour, t),
              n: { text: number(cell.n), raw: cell.n, to: casesPath(cell.drill) },
            })),
          },
          body: <Grid answer={answer} number={number} t={t} />,
        };
      }}
    </ReportChart>
  );
}

function Scale({ t }: { t: Translate }) {
  return (
    <span className="d-heat__scale">
      {t('reports.heat.less')}
      {[0, 1, 2, 3, 4].map((step) => (
        <span key={step} style={{ background: `var(--w${step})` }} aria-hidden />
      ))}
      {t('reports.heat.more')}
    </span>
  );
}

const stepOf = (n: number, max: number): number =>
  n === 0 ? 0 : Math.min(4, Math.max(1, Math.ceil((n / max) * 4)));

const keyOf = (weekday: number, hour: number) => `${weekday}-${hour}`;

const moves: Record<string, readonly [weekday: number, hour: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

interface GridProps {
  answer: HourWeekday;
  number: (n: number) => string;
  t: Translate;
}

/** Seven rows of hours. One stop for the Tab key; the arrows move on to the next hour that has cases. */
function Grid({ answer, number, t }: GridProps) {
  const cells = new Map(answer.cells.map((cell) => [keyOf(cell.weekday, cell.hour), cell]));
  const most = answer.cells.find((cell) => cell.n === answer.max);
  const [current, setCurrent] = useState<string | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const stop =
    current !== null && cells.has(current) ? current : most && keyOf(most.weekday, most.hour);

  const move = (event: KeyboardEvent, from: Cell) => {
    const step = moves[event.key];
    if (step === undefined) return;
    event.preventDefault();
    let [weekday, hour] = [from.weekday + step[0], from.hour + step[1]];
    while (weekday >= 1 && weekday <= 7 && hour >= 0 && hour < 24) {
      const key = keyOf(weekday, hour);
      if (cells.has(key)) {
        setCurrent(key);
        table.current?.querySelector<HTMLElement>(`[data-cell="${key}"]`)?.focus();
        return;
      }
      weekday += step[0];
      hour += step[1];
    }
  };

  return (
    <>
      <table className="d-heat" ref={table} aria-label={t('reports.heat.question')}>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                <span aria-hidden>{hour % 3 === 0 ? pad(hour) : ''}</span>
                <span className="r-hidden">{hoursText(hour, t)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{weekdayText(weekday, t)}</th>
              {HOURS.map((hour) => {
                const key = keyOf(weekday, hour);
                const cell = cells.get(key);
                if (cell === undefined)
                  return <td key={hour} style={{ background: 'var(--w0)' }} />;
                const text = t('reports.heat.cell', {
                  weekday: weekdayText(weekday, t),
                  hours: hoursText(hour, t),
                  n: number(cell.n),
                });
                return (
                  <td
                    key={hour}
                    className={cell === most ? 'd-heat__most' : undefined}
                    style={{ background: `var(--w${stepOf(cell.n, answer.max)})` }}
                  >
                    <Link
                      to={casesPath(cell.drill)}
                      data-cell={key}
                      tabIndex={key === stop ? 0 : -1}
                      aria-label={text}
                      title={text}
                      onFocus={() => setCurrent(key)}
                      onKeyDown={(event) => move(event, cell)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="r-hidden">{t('reports.heat.keys')}</p>
    </>
  );
}
