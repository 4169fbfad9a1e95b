import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CausePareto } from '#contract/reports.ts';
import {
  EmptyState,
  categories,
  formatNumber,
  useLocaleName,
  type CategoryName,
} from '../components/index.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import type { Twin } from './twin.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

interface Row {
  key: string;
  code: string;
  name: string;
  n: number;
  to: string;
  color: string;
  cumulativePerMille: number | null;
  apart?: boolean;
}

const share = (perMille: number | null): string =>
  perMille === null ? '' : `${Math.round(perMille / 10)}%`;

export function ParetoChart({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const report = useReport<CausePareto>('cause-pareto', filters.query);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ReportChart name="cause-pareto" question={t('reports.pareto.question')} report={report}>
      {(answer) => {
        const rows = rowsOf(answer, locale, t);
        const twin = twinOf(rows, t, number);
        if (rows.length === 0)
          return { twin, body: null, empty: <EmptyState text={t('reports.pareto.empty')} /> };
        const last = answer.codes.at(-1)?.cumulativePerMille ?? 0;
        const shown = categories.filter((name) => answer.codes.some((c) => c.category === name));
        return {
          measure: t('reports.pareto.measure', {
            top: answer.codes.length,
            share: Math.round(last / 10),
            n: number(answer.total.n),
          }),
          legend: shown.map((name) => ({
            key: name,
            label: t(`common.categories.${name}`),
            color: `var(--c-${name})`,
          })),
          aside: t('reports.pareto.cumulative'),
          twin,
          body: <Bars rows={rows} number={number} t={t} />,
        };
      }}
    </ReportChart>
  );
}

type Translate = (key: string, args?: Record<string, unknown>) => string;

function rowsOf(answer: CausePareto, locale: string, t: Translate): Row[] {
  const rows: Row[] = answer.codes.map((code) => ({
    key: code.code,
    code: code.code,
    name: locale === 'zh' ? code.nameZh : code.nameEn,
    n: code.n,
    to: casesPath(code.drill),
    color: `var(--c-${code.category satisfies CategoryName})`,
    cumulativePerMille: code.cumulativePerMille,
  }));
  const { others, policyRefusals } = answer;
  if (others !== null) {
    rows.push({
      key: 'others',
      code: t('reports.pareto.others'),
      name: t('reports.pareto.othersCount', { smart_count: others.codes }),
      n: others.n,
      to: casesPath(others.drill),
      color: 'var(--line-2)',
      cumulativePerMille: 1000,
    });
  }
  if (policyRefusals !== null && policyRefusals.n > 0) {
    rows.push({
      key: 'refusals',
      code: '',
      name: t('reports.pareto.refusals'),
      n: policyRefusals.n,
      to: casesPath(policyRefusals.drill),
      color: 'var(--c-policy)',
      cumulativePerMille: null,
      apart: true,
    });
  }
  return rows;
}

function twinOf(rows: readonly Row[], t: Translate, number: (n: number) => string): Twin {
  return {
    columns: [
      { key: 'code', label: t('reports.pareto.code') },
      { key: 'name', label: t('reports.pareto.cause') },
      { key: 'n', label: t('reports.pareto.count'), numeric: true },
      { key: 'share', label: t('reports.pareto.cumulative'), numeric: true },
    ],
    rows: rows.map((row) => ({
      code: row.code,
      name: { text: row.name, to: row.to },
      n: { text: number(row.n), raw: row.n, to: row.to },
      share: share(row.cumulativePerMille),
    })),
  };
}

interface BarsProps {
  rows: readonly Row[];
  number: (n: number) => string;
  t: Translate;
}

/** One link per cause: code, name, bar from zero, count, and the share with all causes above. */
function Bars({ rows, number, t }: BarsProps) {
  const most = Math.max(...rows.map((row) => row.n), 1);
  return (
    <ul className="d-bars">
      {rows.map((row) => (
        <li key={row.key} className={row.apart ? 'd-bars__apart' : undefined}>
          <Link
            to={row.to}
            aria-label={t('reports.pareto.mark', {
              code: row.code,
              name: row.name,
              n: number(row.n),
              share: share(row.cumulativePerMille),
            })}
          >
            <span className="d-bars__code">{row.code}</span>
            <span className="d-bars__name" title={row.name}>
              {row.name}
            </span>
            <span className="d-bars__plot">
              <span
                className={row.apart ? 'd-bars__bar d-hatch' : 'd-bars__bar'}
                style={{ inlineSize: `${(row.n / most) * 80}%`, color: row.color }}
              />
              <span className="d-bars__n">{number(row.n)}</span>
            </span>
            <span className="d-bars__share">{share(row.cumulativePerMille)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
