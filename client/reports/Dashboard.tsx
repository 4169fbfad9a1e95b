import { useTranslate } from 'ra-core';
import type { ReportTiles, TimeMarks } from '#contract/reports.ts';
import { Page, PageHead, formatTime } from '../components/index.ts';
import { AgeingChart } from './AgeingChart.tsx';
import { DashboardFilters } from './DashboardFilters.tsx';
import { DashboardTiles } from './DashboardTiles.tsx';
import { HeatChart } from './HeatChart.tsx';
import { ParetoChart } from './ParetoChart.tsx';
import { CategoryChart } from './CategoryChart.tsx';
import { RateChart } from './RateChart.tsx';
import { BacklogChart } from './BacklogChart.tsx';
import { useReport } from './useReport.ts';
import { useReportQuery } from './useReportQuery.ts';
import './reports.css';

/** The questions a manager asks first, over one set of filters. */
export function Dashboard() {
  const t = useTranslate();
  const filters = useReportQuery();
  const tiles = useReport<ReportTiles>('tiles', filters.query);
  const marks = useReport<TimeMarks>('time-marks', filters.query).data;
  const period = tiles.data?.period;
  return (
    <Page>
      <PageHead
        title={t('reports.title')}
        crumb={false}
        tags={
          period !== undefined && (
            <span className="r-note">
              {t('reports.asOf', { time: formatTime(period.asOf, period.zone) })}
            </span>
          )
        }
        actions={<DashboardFilters filters={filters} />}
      />
      <DashboardTiles filters={filters} />
      <div className="r-columns d-columns">
        <ParetoChart filters={filters} />
        <CategoryChart filters={filters} marks={marks} />
        <RateChart filters={filters} marks={marks} />
        <BacklogChart filters={filters} marks={marks} />
        <HeatChart filters={filters} />
        <AgeingChart filters={filters} />
      </div>
    </Page>
  );
}
