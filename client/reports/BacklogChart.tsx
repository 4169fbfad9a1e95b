import { useTranslate } from 'ra-core';
import { lazy } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Backlog, Mark, TimeMarks } from '#contract/reports.ts';
import { EmptyState, formatNumber, useLocaleName } from '../components/index.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import { TimeMarkList, plotMarks } from './time-marks.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

const BacklogPlot = lazy(async () => ({
  default: (await import('./plots/BacklogPlot.tsx')).BacklogPlot,
}));

const unitKey = { day: 'perDay', week: 'perWeek', month: 'perMonth' } as const;

interface BacklogChartProps {
  filters: ReportFilters;
  marks: TimeMarks | undefined;
}

export function BacklogChart({ filters, marks }: BacklogChartProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const navigate = useNavigate();
  const report = useReport<Backlog>('backlog', filters.query);
  const number = (value: number) => formatNumber(value, locale);
  const cell = (mark: Mark) => ({ text: number(mark.n), raw: mark.n, to: casesPath(mark.drill) });
  return (
    <ReportChart name="backlog" question={t('reports.backlog.question')} report={report}>
      {(answer) => {
        const none =
          answer.openAtStart === 0 &&
          answer.points.every((point) => point.opened.n + point.ended.n === 0);
        return {
          measure: t(`reports.unit.${unitKey[answer.bucket]}`),
          legend: [
            { key: 'opened', label: t('reports.backlog.opened'), color: 'var(--w4)' },
            {
              key: 'ended',
              label: t('reports.backlog.ended'),
              color: 'color-mix(in srgb, var(--ok) 55%, var(--surface))',
            },
            {
              key: 'open',
              label: t('reports.backlog.open'),
              color: 'var(--ink)',
              shape: 'line' as const,
            },
          ],
          aside: t('reports.backlog.aside', { n: number(answer.points.at(-1)?.openAtEnd.n ?? 0) }),
          ...(none ? { empty: <EmptyState text={t('reports.backlog.empty')} /> } : {}),
          twin: {
            columns: [
              {
                key: 'day',
                label: t(answer.bucket === 'day' ? 'reports.day' : 'reports.bucketFrom'),
              },
              { key: 'opened', label: t('reports.backlog.openedColumn'), numeric: true },
              { key: 'ended', label: t('reports.backlog.endedColumn'), numeric: true },
              { key: 'open', label: t('reports.backlog.openColumn'), numeric: true },
            ],
            rows: answer.points.map((point) => ({
              day: {
                text: point.unfinished ? `${point.from} · ${t('reports.unfinished')}` : point.from,
                raw: point.from,
              },
              opened: cell(point.opened),
              ended: cell(point.ended),
              open: cell(point.openAtEnd),
            })),
          },
          body: (
            <BacklogPlot
              answer={answer}
              marks={plotMarks(marks, answer.points)}
              locale={locale}
              onOpen={(drill) => void navigate(casesPath(drill))}
            />
          ),
          foot: <TimeMarkList marks={marks} />,
        };
      }}
    </ReportChart>
  );
}
