import { useTranslate } from 'ra-core';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { CaseDrill, FailureRate } from '#contract/reports.ts';
import { formatNumber } from '../../components/format.ts';
import type { PlotMarks } from '../time-marks.tsx';
import {
  HEIGHT,
  Tip,
  TimeMarkLayer,
  bucketText,
  gridLine,
  margin,
  niceTicks,
  pointOf,
  timeAxis,
  valueAxis,
  type TipRow,
} from './parts.tsx';

type Point = FailureRate['points'][number];
type Translate = (key: string, args?: Record<string, unknown>) => string;

interface RatePlotProps {
  answer: FailureRate;
  marks: PlotMarks;
  locale: string;
  onOpen: (drill: CaseDrill) => void;
}

const PPM_PER_PERCENT = 10_000;
const percent = (ppm: number | null) => (ppm === null ? null : ppm / PPM_PER_PERCENT);

/** The finished days as a line, the present one as its dashed end. */
const finished = (point: Point) => (point.unfinished ? null : percent(point.ratePpm));

function unfinishedTail(points: readonly Point[]): (point: Point) => number | null {
  const first = points.findIndex((point) => point.unfinished);
  const shown = new Set(first < 0 ? [] : points.slice(Math.max(0, first - 1)));
  return (point) => (shown.has(point) ? percent(point.ratePpm) : null);
}

/** The rate over its expected band; what leaves the band has a ring, a small sample is grey. */
export function RatePlot({ answer, marks, locale, onOpen }: RatePlotProps) {
  const t = useTranslate();
  const { points, bucket } = answer;
  const most = Math.max(...points.flatMap((p) => [p.ratePpm ?? 0, p.highPpm ?? 0]));
  const ticks = niceTicks(most / PPM_PER_PERCENT, 0.4);
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <ComposedChart data={points} margin={margin}>
        <CartesianGrid {...gridLine} />
        <XAxis {...timeAxis(points, bucket)} padding={{ left: 8, right: 8 }} />
        <YAxis
          {...valueAxis(locale)}
          allowDecimals
          domain={[0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          tickFormatter={(value: number) => `${formatNumber(value, locale)}%`}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-2)' }}
          content={({ active, payload }) => {
            const point = active ? pointOf<Point>(payload) : undefined;
            if (point === undefined) return null;
            const title = bucketText(point, bucket, locale);
            return (
              <Tip
                title={point.unfinished ? `${title} · ${t('reports.unfinished')}` : title}
                rows={tipRows(point, locale, t)}
              />
            );
          }}
        />
        <TimeMarkLayer marks={marks} />
        <Area
          type="linear"
          dataKey={(point: Point) =>
            point.lowPpm === null || point.highPpm === null
              ? null
              : [point.lowPpm / PPM_PER_PERCENT, point.highPpm / PPM_PER_PERCENT]
          }
          fill="var(--held)"
          fillOpacity={0.16}
          stroke="none"
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          type="linear"
          dataKey={unfinishedTail(points)}
          stroke="var(--accent)"
          strokeWidth={1.5}
          strokeDasharray="3 3"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          type="linear"
          dataKey={finished}
          stroke="var(--accent)"
          strokeWidth={1.5}
          isAnimationActive={false}
          activeDot={false}
          dot={(props: { cx?: number; cy?: number; payload?: unknown; index?: number }) => (
            <RateDot
              key={props.index}
              cx={props.cx}
              cy={props.cy}
              point={props.payload as Point}
              onOpen={onOpen}
            />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface RateDotProps {
  cx: number | undefined;
  cy: number | undefined;
  point: Point;
  onOpen: (drill: CaseDrill) => void;
}

function RateDot({ cx, cy, point, onOpen }: RateDotProps) {
  if (cx === undefined || cy === undefined || finished(point) === null) return null;
  const open = () => onOpen(point.cases.drill);
  return (
    <g className="d-mark" onClick={open}>
      <circle cx={cx} cy={cy} r={8} fill="transparent" />
      {point.outside === 'above' && (
        <circle cx={cx} cy={cy} r={4} fill="var(--surface)" stroke="var(--bad)" strokeWidth={2} />
      )}
      {point.outside !== 'above' && point.small && (
        <circle
          cx={cx}
          cy={cy}
          r={3}
          fill="var(--surface)"
          stroke="var(--held)"
          strokeWidth={1.5}
        />
      )}
      {point.outside !== 'above' && !point.small && (
        <circle cx={cx} cy={cy} r={2} fill="var(--accent)" />
      )}
    </g>
  );
}

const share = (ppm: number | null, locale: string): string =>
  ppm === null ? '–' : `${formatNumber(ppm / PPM_PER_PERCENT, locale, 2)}%`;

function tipRows(point: Point, locale: string, t: Translate): TipRow[] {
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, locale));
  const outside = point.outside === null ? '' : ` · ${t(`reports.rate.${point.outside}`)}`;
  const rows: TipRow[] = [
    {
      key: 'rate',
      label: t('reports.rate.rate'),
      value: `${share(point.ratePpm, locale)}${outside}`,
      color: 'var(--accent)',
    },
    {
      key: 'parts',
      label: t('reports.rate.numerator'),
      value: `${number(point.numerator)} / ${number(point.denominator)}`,
    },
  ];
  if (point.lowPpm !== null && point.highPpm !== null)
    rows.push({
      key: 'band',
      label: t('reports.rate.bandShort'),
      value: `${share(point.lowPpm, locale)} – ${share(point.highPpm, locale)}`,
      color: 'var(--held)',
    });
  if (point.policyRefusals !== null)
    rows.push({
      key: 'refusals',
      label: t('reports.rate.refusals'),
      value: number(point.policyRefusals.n),
    });
  return rows;
}
