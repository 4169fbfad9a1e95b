import type { ReactNode } from 'react';
import { ReferenceArea, ReferenceLine } from 'recharts';
import { addDays, weekdayOf } from '#domain/civil-date.ts';
import { formatLocalDate, formatNumber } from '../../components/format.ts';
import type { PlotMarks } from '../time-marks.tsx';

export type Size = 'day' | 'week' | 'month';

export interface PlotBucket {
  from: string;
  until: string;
  unfinished: boolean;
}

export const HEIGHT = 220;
export const margin = { top: 14, right: 8, bottom: 0, left: 0 };
const tick = { fontSize: 11, fill: 'var(--ink-3)' };
export const gridLine = { stroke: 'var(--grid)', vertical: false } as const;
const MOST_TICKS = 7;

/** Mondays on an axis of days, else evenly spread. */
function ticksOf(points: readonly PlotBucket[], size: Size): string[] {
  const days = points.map((point) => point.from);
  const mondays = size === 'day' ? days.filter((day) => weekdayOf(day) === 1) : days;
  const candidates = mondays.length >= 2 ? mondays : days;
  const step = Math.ceil(candidates.length / MOST_TICKS);
  return candidates.filter((_, index) => index % step === 0);
}

export const timeAxis = (points: readonly PlotBucket[], size: Size) => ({
  dataKey: 'from',
  ticks: ticksOf(points, size),
  interval: 0 as const,
  tickFormatter: (on: string) => (size === 'month' ? on.slice(0, 7) : on.slice(5)),
  tick,
  tickLine: false,
  axisLine: { stroke: 'var(--line-2)' },
});

/** 万 and 亿 only here: on the axes. */
export function axisNumber(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size < 10_000) return formatNumber(size, locale);
  if (locale === 'zh') return `${formatNumber(size / 10_000, locale)}万`;
  return `${formatNumber(size / 1000, locale)}k`;
}

export const valueAxis = (locale: string) => ({
  width: 40,
  allowDecimals: false,
  tickFormatter: (value: number) => axisNumber(value, locale),
  tick,
  tickLine: false,
  axisLine: false,
});

const MOST_STEPS = 4;

/** Round steps from zero that reach `max`: 0 40 80 120. */
export function niceTicks(max: number, least = 1): number[] {
  const rough = Math.max(max, least) / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 4, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, index) => Math.round(index * step * 1000) / 1000);
}

/** Hatching says "not finished" or "counted apart", in the colour of the element. */
export function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern
      id={id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="5" height="5" fill={color} fillOpacity="0.25" />
      <line x1="0" y1="0" x2="0" y2="5" stroke={color} strokeWidth="3" />
    </pattern>
  );
}

interface SegmentProps {
  x: number;
  y: number;
  width: number;
  height: number;
  fill: string;
  onOpen?: (() => void) | undefined;
}

/** One mark of a bar chart: a click opens its list, the table has the same link for the keyboard. */
export function Segment({ x, y, width, height, fill, onOpen }: SegmentProps) {
  if (height === 0) return null;
  const top = height < 0 ? y + height : y;
  return (
    <rect
      x={x}
      y={top}
      width={width}
      height={Math.abs(height)}
      fill={fill}
      stroke="var(--surface)"
      strokeWidth={0.6}
      className={onOpen === undefined ? undefined : 'd-mark'}
      onClick={onOpen}
    />
  );
}

/** Outages as bands and annotations as dashed lines with a letter. */
export function TimeMarkLayer({ marks, yAxisId }: { marks: PlotMarks; yAxisId?: string }) {
  const axis = yAxisId === undefined ? {} : { yAxisId };
  return (
    <>
      {marks.bands.map((band) => (
        <ReferenceArea
          key={band.id}
          {...axis}
          x1={band.from}
          x2={band.to}
          fill="var(--bad)"
          fillOpacity={0.1}
          ifOverflow="hidden"
        />
      ))}
      {marks.moments.map((moment) => (
        <ReferenceLine
          key={moment.letter}
          {...axis}
          x={moment.at}
          stroke="var(--ink)"
          strokeDasharray="2 3"
          label={{
            value: moment.letter,
            position: 'top',
            fontSize: 11,
            fontWeight: 600,
            fill: 'var(--ink)',
          }}
        />
      ))}
    </>
  );
}

/** The days of a bucket in words. */
export function bucketText(bucket: PlotBucket, size: Size, locale: string): string {
  if (size === 'day') return formatLocalDate(bucket.from, locale);
  if (size === 'month') return bucket.from.slice(0, 7);
  return `${bucket.from.slice(5)} – ${addDays(bucket.until, -1).slice(5)}`;
}

export interface TipRow {
  key: string;
  label: string;
  value: string;
  color?: string;
}

/** What the pointer or the arrow keys stand on. */
export function Tip({
  title,
  rows,
  foot,
}: {
  title: string;
  rows: readonly TipRow[];
  foot?: ReactNode;
}) {
  return (
    <div className="d-tip">
      <strong>{title}</strong>
      <dl>
        {rows.map((row) => (
          <div key={row.key}>
            <dt>
              {row.color !== undefined && (
                <span className="r-key" style={{ color: row.color }} aria-hidden />
              )}
              {row.label}
            </dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      {foot}
    </div>
  );
}

/** The bucket under the pointer, out of what recharts hands to a tooltip. */
export function pointOf<Point>(payload: unknown): Point | undefined {
  const [first] = (payload ?? []) as readonly { payload?: Point }[];
  return first?.payload;
}
