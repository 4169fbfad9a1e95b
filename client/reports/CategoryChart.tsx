import { useTranslate } from 'ra-core';
import { lazy } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CategoriesOverTime, TimeMarks } from '#contract/reports.ts';
import { EmptyState, categories, formatNumber, useLocaleName } from '../components/index.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import { TimeMarkList, plotMarks } from './time-marks.tsx';
import type { Twin } from './twin.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const CategoryPlot = lazy(async () => ({
  default: (await import('./plots/CategoryPlot.tsx')).CategoryPlot,
}));

const unitKey = { day: 'perDay', week: 'perWeek', month: 'perMonth' } as const;

interface CategoryChartProps {
  filters: ReportFilters;
  marks: TimeMarks | undefined;
}

export function CategoryChart({ filters, marks }: CategoryChartProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const navigate = useNavigate();
  const report = useReport<CategoriesOverTime>('categories-over-time', filters.query);
  return (
    <ReportChart
      name="categories-over-time"
      question={t('reports.categories.question')}
      report={report}
    >
      {(answer) => {
        const none = answer.total.n === 0 && (answer.policyRefusals?.n ?? 0) === 0;
        return {
          measure: `${t(`reports.unit.${unitKey[answer.bucket]}`)} · ${t('reports.n', {
            n: formatNumber(answer.total.n, locale),
          })}`,
          legend: legendOf(answer, t),
          twin: twinOf(answer, locale, t),
          ...(none ? { empty: <EmptyState text={t('reports.categories.empty')} /> } : {}),
          body: (
            <CategoryPlot
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

function legendOf(answer: CategoriesOverTime, t: Translate) {
  const found = categories.filter((category) => (answer.totals[category] ?? 0) > 0);
  return [
    ...found.map((category) => ({
      key: category,
      label: t(`common.categories.${category}`),
      color: `var(--c-${category})`,
    })),
    ...((answer.policyRefusals?.n ?? 0) > 0
      ? [
          {
            key: 'refusals',
            label: (
              <span className="d-legend-apart">
                <span className="d-hatch" aria-hidden />
                {t('reports.categories.refusals')}
              </span>
            ),
            color: 'transparent',
          },
        ]
      : []),
  ];
}

function twinOf(answer: CategoriesOverTime, locale: string, t: Translate): Twin {
  const found = categories.filter((category) => (answer.totals[category] ?? 0) > 0);
  const number = (value: number) => formatNumber(value, locale);
  const apart = answer.policyRefusals !== null;
  return {
    columns: [
      { key: 'day', label: t(answer.bucket === 'day' ? 'reports.day' : 'reports.bucketFrom') },
      ...found.map((category) => ({
        key: category,
        label: t(`common.categories.${category}`),
        numeric: true,
      })),
      { key: 'total', label: t('reports.total'), numeric: true },
      ...(apart
        ? [{ key: 'refusals', label: t('reports.categories.refusals'), numeric: true }]
        : []),
    ],
    rows: answer.points.map((point) => ({
      day: {
        text: point.unfinished ? `${point.from} · ${t('reports.unfinished')}` : point.from,
        raw: point.from,
      },
      ...Object.fromEntries(
        found.map((category) => {
          const mark = point.counts.find((count) => count.category === category);
          const n = mark?.n ?? 0;
          return [
            category,
            { text: number(n), raw: n, to: mark === undefined ? undefined : casesPath(mark.drill) },
          ];
        }),
      ),
      total: { text: number(point.n), raw: point.n },
      ...(point.policyRefusals === null
        ? {}
        : {
            refusals: {
              text: number(point.policyRefusals.n),
              raw: point.policyRefusals.n,
              to: casesPath(point.policyRefusals.drill),
            },
          }),
    })),
  };
}
