import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { Ageing } from '#contract/reports.ts';
import { EmptyState, formatNumber, useLocaleName } from '../components/index.ts';
import { casesPath } from './drill.ts';
import { ReportChart } from './ReportChart.tsx';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;
type Band = Ageing['bands'][number];

const HOUR_MS = 3_600_000;
/** The older, the darker. */
const SHADES = ['var(--w2)', 'var(--w2)', 'var(--w2)', 'var(--w3)', 'var(--w4)', 'var(--w4)'];

const inHours = (ms: number) => ms / HOUR_MS;
const ageText = (ms: number, t: Translate): string =>
  inHours(ms) > 24
    ? `${inHours(ms) / 24} ${t('common.unit.d')}`
    : `${inHours(ms)} ${t('common.unit.h')}`;

function bandText({ fromMs, untilMs }: Band, t: Translate): string {
  if (untilMs === null) return t('reports.ageing.over', { from: ageText(fromMs, t) });
  const until = ageText(untilMs, t);
  if (fromMs === 0) return t('reports.ageing.under', { until });
  const from = inHours(untilMs) > 24 ? String(inHours(fromMs) / 24) : String(inHours(fromMs));
  return t('reports.ageing.between', { from, until });
}

export function AgeingChart({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const report = useReport<Ageing>('ageing', filters.query);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ReportChart name="ageing" question={t('reports.ageing.question')} report={report}>
      {(answer) => ({
        measure: t('reports.n', { n: number(answer.total.n) }),
        aside: null,
        legend: [{ key: 'since', label: t('reports.ageing.since'), color: 'var(--w4)' }],
        ...(answer.total.n === 0 ? { empty: <EmptyState text={t('reports.ageing.empty')} /> } : {}),
        twin: {
          columns: [
            { key: 'age', label: t('reports.ageing.age') },
            { key: 'n', label: t('reports.pareto.count'), numeric: true },
            { key: 'breached', label: t('reports.ageing.breachedColumn'), numeric: true },
            { key: 'paused', label: t('reports.ageing.pausedColumn'), numeric: true },
          ],
          rows: answer.bands.map((band) => ({
            age: { text: bandText(band, t), to: casesPath(band.drill) },
            n: { text: number(band.n), raw: band.n, to: casesPath(band.drill) },
            breached: { text: number(band.breached), raw: band.breached },
            paused: { text: number(band.paused), raw: band.paused },
          })),
        },
        body: <Bands bands={answer.bands} number={number} t={t} />,
      })}
    </ReportChart>
  );
}

interface BandsProps {
  bands: readonly Band[];
  number: (n: number) => string;
  t: Translate;
}

function Bands({ bands, number, t }: BandsProps) {
  const most = Math.max(...bands.map((band) => band.n), 1);
  const note = (band: Band) =>
    [
      band.breached > 0 ? t('reports.ageing.breached', { n: number(band.breached) }) : '',
      band.paused > 0 ? t('reports.ageing.paused', { n: number(band.paused) }) : '',
    ]
      .filter((text) => text !== '')
      .join(t('reports.comma'));
  return (
    <ul className="d-bars d-bars--ages">
      {bands.map((band, index) => (
        <li key={band.fromMs}>
          <Link to={casesPath(band.drill)}>
            <span className="d-bars__code">{bandText(band, t)}</span>
            <span className="d-bars__plot">
              <span
                className="d-bars__bar d-bars__bar--parts"
                style={{ inlineSize: `${(band.n / most) * 62}%`, color: SHADES[index] }}
              >
                {band.breached > 0 && (
                  <span
                    className="d-bars__bad"
                    style={{ inlineSize: `${(band.breached / band.n) * 100}%` }}
                  />
                )}
              </span>
              <span className="d-bars__n">{number(band.n)}</span>
            </span>
            <span className="d-bars__note">{note(band)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
