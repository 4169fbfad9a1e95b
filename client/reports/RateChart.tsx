import { useTranslate } from 'ra-core';
import { lazy } from 'react';
import { useNavigate } from 'react-router-dom';
import type { FailureRate, TimeMarks } from '#contract/reports.ts';
import { EmptyState, LinkButton, formatNumber, useLocaleName } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import { TimeMarkList, plotMarks } from './time-marks.tsx';
import type { Twin } from './twin.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const RatePlot = lazy(async () => ({ default: (await import('./plots/RatePlot.tsx')).RatePlot }));

const PPM_PER_PERCENT = 10_000;

interface RateChartProps {
  filters: ReportFilters;
  marks: TimeMarks | undefined;
}

export function RateChart({ filters, marks }: RateChartProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const navigate = useNavigate();
  const mayImport = useMay('imports.run');
  const report = useReport<FailureRate>('failure-rate', filters.query);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ReportChart name="failure-rate" question={t('reports.rate.question')} report={report}>
      {(answer) => {
        const { numerator, denominator } = answer.total;
        const missing = answer.points.filter((p) => p.daysWithoutVolumes > 0).length;
        return {
          measure: t(answer.by === 'order' ? 'reports.rate.measureOrder' : 'reports.rate.measure', {
            numerator: number(numerator),
            denominator: number(denominator ?? 0),
          }),
          legend: legendOf(answer, t),
          twin: twinOf(answer, locale, t),
          ...(denominator === null
            ? {
                empty: (
                  <EmptyState text={t('reports.rate.empty')}>
                    {mayImport && <LinkButton to="/imports">{t('reports.rate.import')}</LinkButton>}
                  </EmptyState>
                ),
              }
            : {}),
          body: (
            <RatePlot
              answer={answer}
              marks={plotMarks(marks, answer.points)}
              locale={locale}
              onOpen={(drill) => void navigate(casesPath(drill))}
            />
          ),
          foot: (
            <>
              <TimeMarkList marks={marks} />
              {missing > 0 && (
                <p className="r-note d-foot">
                  {t('reports.rate.missing', { smart_count: missing })}
                </p>
              )}
            </>
          ),
        };
      }}
    </ReportChart>
  );
}

function legendOf(answer: FailureRate, t: Translate) {
  const { points } = answer;
  return [
    {
      key: 'rate',
      label: t('reports.rate.rate'),
      color: 'var(--accent)',
      shape: 'line' as const,
    },
    ...(points.some((point) => point.lowPpm !== null)
      ? [
          {
            key: 'band',
            label: <span title={t('reports.rate.band')}>{t('reports.rate.bandShort')}</span>,
            color: 'var(--held)',
            shape: 'band' as const,
          },
        ]
      : []),
    ...(points.some((point) => point.outside === 'above')
      ? [
          {
            key: 'outside',
            label: t('reports.rate.outside'),
            color: 'var(--bad)',
            shape: 'ring' as const,
          },
        ]
      : []),
    ...(points.some((point) => point.small)
      ? [
          {
            key: 'small',
            label: t('reports.rate.small'),
            color: 'var(--held)',
            shape: 'ring' as const,
          },
        ]
      : []),
  ];
}

function twinOf(answer: FailureRate, locale: string, t: Translate): Twin {
  const number = (value: number | null) => ({
    text: value === null ? '–' : formatNumber(value, locale),
    raw: value ?? '',
  });
  const share = (ppm: number | null) => ({
    text: ppm === null ? '–' : `${formatNumber(ppm / PPM_PER_PERCENT, locale, 2)}%`,
    raw: ppm === null ? '' : ppm / PPM_PER_PERCENT,
  });
  const denominator = answer.by === 'order' ? 'reports.rate.orders' : 'reports.rate.requests';
  return {
    columns: [
      { key: 'day', label: t(answer.bucket === 'day' ? 'reports.day' : 'reports.bucketFrom') },
      { key: 'rate', label: `${t('reports.rate.rate')} %`, numeric: true },
      { key: 'numerator', label: t('reports.rate.numerator'), numeric: true },
      { key: 'denominator', label: t(denominator), numeric: true },
      { key: 'low', label: `${t('reports.rate.expected')} P10 %`, numeric: true },
      { key: 'high', label: `${t('reports.rate.expected')} P90 %`, numeric: true },
      { key: 'cases', label: t('reports.rate.list'), numeric: true },
      { key: 'refusals', label: t('reports.rate.refusals'), numeric: true },
    ],
    rows: answer.points.map((point) => ({
      day: {
        text: point.unfinished ? `${point.from} · ${t('reports.unfinished')}` : point.from,
        raw: point.from,
      },
      rate: share(point.ratePpm),
      numerator: number(point.denominator === null ? null : point.numerator),
      denominator: number(point.denominator),
      low: share(point.lowPpm),
      high: share(point.highPpm),
      cases: { ...number(point.cases.n), to: casesPath(point.cases.drill) },
      refusals:
        point.policyRefusals === null
          ? ''
          : { ...number(point.policyRefusals.n), to: casesPath(point.policyRefusals.drill) },
    })),
  };
}
