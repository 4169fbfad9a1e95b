import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Rate, ReportTiles } from '#contract/reports.ts';
import {
  ErrorState,
  LoadingShape,
  Num,
  Tiles,
  formatFen,
  formatNumber,
  formatTime,
  useLocaleName,
  type Tile,
} from '../components/index.ts';
import { useForecastTile } from '../clocks/useForecast.ts';
import { useUnmappedTile } from '../catalogue/useUnmappedTile.tsx';
import { casesPath } from './drill.ts';
import { useReport } from './useReport.ts';
import type { ReportFilters } from './useReportQuery.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const PPM_PER_PERCENT = 10_000;

interface ChangeProps {
  /** Now less before, in the unit of `text`. */
  by: number;
  text: (size: number) => string;
  /** Which direction is good news; money paid out is neither. */
  good: 'up' | 'down' | 'neither';
}

/** An arrow with its size: red for the worse, green for the better, and the word for a screen reader. */
function Change({ by, text, good }: ChangeProps) {
  const t = useTranslate();
  const way = by === 0 ? 'same' : by > 0 ? 'up' : 'down';
  const tone = way === 'same' || good === 'neither' ? 'none' : way === good ? 'ok' : 'bad';
  return (
    <span className={`d-change r-ink-${tone}`} title={t('reports.against')}>
      <span aria-hidden>{way === 'same' ? '±' : way === 'up' ? '↑' : '↓'}</span>
      <span className="r-hidden">{t(`reports.${way}`)}</span> {text(Math.abs(by))}
    </span>
  );
}

const percent = (ppm: number | null): number | null =>
  ppm === null ? null : ppm / PPM_PER_PERCENT;

const difference = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : now - before;

interface Context {
  t: Translate;
  number: (value: number, digits?: number) => string;
  compare: boolean;
  zone: string;
}

function Value({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="d-tile">
      {children}
    </Link>
  );
}

function Notes({ parts }: { parts: readonly ReactNode[] }) {
  const shown = parts.filter((part) => part !== null && part !== false);
  return (
    <span className="d-notes">
      {shown.map((part, index) => (
        <span key={index}>{part}</span>
      ))}
    </span>
  );
}

function rateChange(now: Rate, before: Rate, good: 'up' | 'down', { t, number, compare }: Context) {
  if (!compare) return null;
  const by = difference(now.ratePpm, before.ratePpm);
  if (by === null) return null;
  const points = Math.round(by / (PPM_PER_PERCENT / 10)) / 10;
  const text = (size: number) => t('reports.points', { value: number(size, 1) });
  return <Change by={points} text={text} good={good} />;
}

function rateTiles(answer: ReportTiles, context: Context): Tile[] {
  const { t, number } = context;
  const { failureRate, resolvedIn24h } = answer;
  return [
    {
      key: 'failureRate',
      label: t('reports.tile.failureRate'),
      value: (
        <Value to={casesPath(failureRate.drill)}>
          <Num value={percent(failureRate.ratePpm)} digits={1} unit="%" />
        </Value>
      ),
      note:
        failureRate.denominator === null ? (
          t('reports.tile.noVolumes')
        ) : (
          <Notes
            parts={[
              rateChange(failureRate, failureRate.previous, 'down', context),
              `${number(failureRate.numerator)} / ${number(failureRate.denominator)}`,
            ]}
          />
        ),
    },
    {
      key: 'resolved',
      label: t('reports.tile.resolved'),
      value: (
        <Value to={casesPath(resolvedIn24h.drill)}>
          <Num value={percent(resolvedIn24h.ratePpm)} digits={1} unit="%" />
        </Value>
      ),
      note:
        (resolvedIn24h.denominator ?? 0) === 0 ? (
          t('reports.tile.noEnds')
        ) : (
          <Notes
            parts={[
              rateChange(resolvedIn24h, resolvedIn24h.previous, 'up', context),
              t('reports.n', { n: number(resolvedIn24h.denominator ?? 0) }),
            ]}
          />
        ),
    },
  ];
}

function countTiles(answer: ReportTiles, context: Context): Tile[] {
  const { t, number, compare, zone } = context;
  const { openCases, breached, policyRefusals, period } = answer;
  const change = (n: number, previous: number, good: 'down' | 'neither') =>
    compare ? <Change by={n - previous} text={(size) => number(size)} good={good} /> : null;
  return [
    {
      key: 'openCases',
      label: t('reports.tile.openCases'),
      value: (
        <Value to={casesPath(openCases.drill)}>
          <Num value={openCases.n} unit={t('reports.unit.cases')} />
        </Value>
      ),
      note: <Notes parts={[change(openCases.n, openCases.previous, 'down')]} />,
    },
    {
      key: 'breached',
      label: t('reports.tile.breached'),
      value: (
        <Value to={casesPath(breached.drill)}>
          <span className={breached.n > 0 ? 'r-ink-bad' : undefined}>
            <Num value={breached.n} unit={t('reports.unit.cases')} />
          </span>
        </Value>
      ),
      note: t('reports.tile.asOf', { time: formatTime(period.asOf, zone) }),
    },
    {
      key: 'refusals',
      label: t('reports.tile.refusals'),
      value: (
        <Value to={casesPath(policyRefusals.drill)}>
          <Num value={policyRefusals.n} unit={t('reports.unit.cases')} />
        </Value>
      ),
      note: <Notes parts={[change(policyRefusals.n, policyRefusals.previous, 'neither')]} />,
    },
  ];
}

function moneyTile(answer: ReportTiles, context: Context): Tile {
  const { t, number, compare } = context;
  const { valueFen, previousFen, items, lines } = answer.compensation;
  const by = valueFen - previousFen;
  return {
    key: 'compensation',
    label: t('reports.tile.compensation'),
    value: <span className="r-num">{formatFen(valueFen)}</span>,
    note: (
      <Notes
        parts={[
          compare && by !== 0 && <Change by={by} text={(size) => formatFen(size)} good="neither" />,
          items === 0
            ? t('reports.tile.none')
            : t('reports.tile.linesTold', { lines: number(lines) }),
        ]}
      />
    ),
  };
}

/** The figures above the charts. */
export function DashboardTiles({ filters }: { filters: ReportFilters }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const report = useReport<ReportTiles>('tiles', filters.query);
  const forecast = useForecastTile();
  const unmapped = useUnmappedTile();
  if (report.data === undefined) {
    if (report.isError)
      return <ErrorState error={report.error} onRetry={() => void report.refetch()} />;
    return <LoadingShape shape="tiles" />;
  }
  const context: Context = {
    t,
    number: (value, digits) => formatNumber(value, locale, digits),
    compare: filters.compare,
    zone: report.data.period.zone,
  };
  const [failure, resolved] = rateTiles(report.data, context);
  const [open, breached, refusals] = countTiles(report.data, context);
  const ending: Tile | undefined =
    forecast === null
      ? undefined
      : {
          key: 'ending',
          label: forecast.label,
          value: (
            <Value to="/clock-policies">
              <Num value={forecast.ahead} />
            </Value>
          ),
          note: forecast.note,
        };
  const money = moneyTile(report.data, context);
  const tiles = [failure, open, breached, ending, resolved, refusals, unmapped, money];
  return (
    <div className={report.isPlaceholderData ? 'd-tiles d-chart--stale' : 'd-tiles'}>
      <Tiles tiles={tiles.filter((tile) => tile !== undefined)} />
    </div>
  );
}
