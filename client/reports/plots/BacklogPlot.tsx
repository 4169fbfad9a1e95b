import { useTranslate } from 'ra-core';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Backlog, CaseDrill } from '#contract/reports.ts';
import { formatNumber } from '../../components/format.ts';
import type { PlotMarks } from '../time-marks.tsx';
import {
  HEIGHT,
  Hatch,
  Segment,
  Tip,
  TimeMarkLayer,
  bucketText,
  gridLine,
  margin,
  niceTicks,
  pointOf,
  timeAxis,
  valueAxis,
} from './parts.tsx';

type Point = Backlog['points'][number];

interface BacklogPlotProps {
  answer: Backlog;
  marks: PlotMarks;
  locale: string;
  onOpen: (drill: CaseDrill) => void;
}

const OPENED = 'var(--w4)';
const ENDED = 'color-mix(in srgb, var(--ok) 55%, var(--surface))';

/** The next round even number: both scales then share their zero line and their steps. */
function ceiling(value: number): number {
  const top = niceTicks(value, 4).at(-1) ?? 4;
  return top % 2 === 0 ? top : top + 1;
}

const steps = (top: number) => [-top, -top / 2, 0, top / 2, top];

/** New upwards, done downwards, and what is left open on a scale of its own at the right. */
export function BacklogPlot({ answer, marks, locale, onOpen }: BacklogPlotProps) {
  const t = useTranslate();
  const { points, bucket } = answer;
  const flow = ceiling(Math.max(...points.flatMap((p) => [p.opened.n, p.ended.n]), 1));
  const level = ceiling(Math.max(...points.map((p) => p.openAtEnd.n), 1));
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <ComposedChart data={points} margin={margin} barCategoryGap="12%" stackOffset="sign">
        <defs>
          <Hatch id="d-hatch-opened" color={OPENED} />
          <Hatch id="d-hatch-ended" color={ENDED} />
        </defs>
        <CartesianGrid {...gridLine} />
        <XAxis {...timeAxis(points, bucket)} axisLine={false} />
        <YAxis {...valueAxis(locale)} yAxisId="flow" domain={[-flow, flow]} ticks={steps(flow)} />
        <YAxis
          {...valueAxis(locale)}
          yAxisId="level"
          orientation="right"
          domain={[-level, level]}
          ticks={[0, level / 2, level]}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--ink)', fillOpacity: 0.05 }}
          content={({ active, payload }) => {
            const point = active ? pointOf<Point>(payload) : undefined;
            if (point === undefined) return null;
            const title = bucketText(point, bucket, locale);
            return (
              <Tip
                title={point.unfinished ? `${title} · ${t('reports.unfinished')}` : title}
                rows={[
                  {
                    key: 'opened',
                    label: t('reports.backlog.openedColumn'),
                    value: number(point.opened.n),
                    color: OPENED,
                  },
                  {
                    key: 'ended',
                    label: t('reports.backlog.endedColumn'),
                    value: number(point.ended.n),
                    color: ENDED,
                  },
                  {
                    key: 'open',
                    label: t('reports.backlog.openColumn'),
                    value: number(point.openAtEnd.n),
                    color: 'var(--ink)',
                  },
                ]}
              />
            );
          }}
        />
        <TimeMarkLayer marks={marks} yAxisId="flow" />
        <Bar
          yAxisId="flow"
          stackId="flow"
          dataKey={(point: Point) => point.opened.n}
          isAnimationActive={false}
          shape={(props) => {
            const point = props.payload as Point;
            return (
              <Segment
                x={props.x}
                y={props.y}
                width={props.width}
                height={props.height}
                fill={point.unfinished ? 'url(#d-hatch-opened)' : OPENED}
                onOpen={() => onOpen(point.opened.drill)}
              />
            );
          }}
        />
        <Bar
          yAxisId="flow"
          stackId="flow"
          dataKey={(point: Point) => -point.ended.n}
          isAnimationActive={false}
          shape={(props) => {
            const point = props.payload as Point;
            return (
              <Segment
                x={props.x}
                y={props.y}
                width={props.width}
                height={props.height}
                fill={point.unfinished ? 'url(#d-hatch-ended)' : ENDED}
                onOpen={() => onOpen(point.ended.drill)}
              />
            );
          }}
        />
        <ReferenceLine yAxisId="flow" y={0} stroke="var(--line-2)" />
        <Line
          yAxisId="level"
          type="linear"
          dataKey={(point: Point) => point.openAtEnd.n}
          stroke="var(--ink)"
          strokeWidth={1.5}
          isAnimationActive={false}
          activeDot={false}
          dot={(props: { cx?: number; cy?: number; payload?: unknown; index?: number }) => (
            <circle
              key={props.index}
              cx={props.cx}
              cy={props.cy}
              r={6}
              fill="transparent"
              className="d-mark"
              onClick={() => onOpen((props.payload as Point).openAtEnd.drill)}
            />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
