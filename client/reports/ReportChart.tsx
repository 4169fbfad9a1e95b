import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Suspense } from 'react';
import {
  Button,
  ChartFrame,
  ErrorState,
  LoadingShape,
  Panel,
  type LegendItem,
} from '../components/index.ts';
import { downloadCsv, tableOf, type Twin } from './twin.tsx';

interface Chart {
  measure?: ReactNode;
  legend?: readonly LegendItem[];
  aside?: ReactNode;
  twin: Twin;
  body: ReactNode;
  /** Beneath the plot: what stands on the time axis, what is missing. */
  foot?: ReactNode;
  /** Instead of all that, where there is nothing to show. */
  empty?: ReactNode;
}

interface ReportChartProps<Answer> {
  name: string;
  question: string;
  report: UseQueryResult<Answer>;
  children: (answer: Answer) => Chart;
}

/** A chart in its frame with all its states: loading, failed, empty, and old figures while new ones come. */
export function ReportChart<Answer>(props: ReportChartProps<Answer>) {
  const { name, question, report, children } = props;
  const t = useTranslate();
  if (report.data === undefined) {
    return (
      <Panel title={question} className="d-chart" label={question}>
        {report.isError ? (
          <ErrorState error={report.error} onRetry={() => void report.refetch()} />
        ) : (
          <LoadingShape shape="chart" />
        )}
      </Panel>
    );
  }
  const chart = children(report.data);
  if (chart.empty !== undefined) {
    return (
      <Panel title={question} className="d-chart" label={question}>
        {chart.empty}
      </Panel>
    );
  }
  return (
    <div className={`d-chart${report.isPlaceholderData ? ' d-chart--stale' : ''}`}>
      <ChartFrame
        question={question}
        measure={chart.measure}
        legend={chart.legend ?? []}
        aside={chart.aside}
        table={tableOf(chart.twin)}
        actions={
          <Button
            kind="plain"
            icon="download"
            aria-label={t('reports.csv')}
            title={t('reports.csv')}
            onClick={() => downloadCsv(chart.twin, name)}
          />
        }
      >
        <Suspense fallback={<LoadingShape shape="chart" />}>{chart.body}</Suspense>
        {chart.foot}
      </ChartFrame>
    </div>
  );
}
