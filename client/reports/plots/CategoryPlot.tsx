import { useTranslate } from 'ra-core';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { CaseDrill, CategoriesOverTime } from '#contract/reports.ts';
import { categories } from '../../components/Status.tsx';
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
  type TipRow,
} from './parts.tsx';

type Point = CategoriesOverTime['points'][number];

interface CategoryPlotProps {
  answer: CategoriesOverTime;
  marks: PlotMarks;
  locale: string;
  onOpen: (drill: CaseDrill) => void;
}

const countOf = (point: Point, category: string) =>
  point.counts.find((count) => count.category === category);

/** Stacked in the one order of categories, from zero; refusals counted apart are hatched on top. */
export function CategoryPlot({ answer, marks, locale, onOpen }: CategoryPlotProps) {
  const t = useTranslate();
  const { points, bucket } = answer;
  const ticks = niceTicks(Math.max(...points.map((p) => p.n + (p.policyRefusals?.n ?? 0))), 4);
  const fillOf = (category: string, point: Point) =>
    point.unfinished ? `url(#d-hatch-${category})` : `var(--c-${category})`;
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <BarChart data={points} margin={margin} barCategoryGap="12%">
        <defs>
          {categories.map((category) => (
            <Hatch key={category} id={`d-hatch-${category}`} color={`var(--c-${category})`} />
          ))}
          <Hatch id="d-hatch-refusals" color="var(--c-policy)" />
        </defs>
        <CartesianGrid {...gridLine} />
        <XAxis {...timeAxis(points, bucket)} />
        <YAxis {...valueAxis(locale)} domain={[0, ticks.at(-1) ?? 1]} ticks={ticks} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--ink)', fillOpacity: 0.05 }}
          content={({ active, payload }) => {
            const point = active ? pointOf<Point>(payload) : undefined;
            return point === undefined ? null : (
              <Tip title={titleOf(point, bucket, locale, t)} rows={tipRows(point, locale, t)} />
            );
          }}
        />
        <TimeMarkLayer marks={marks} />
        {categories.map((category) => (
          <Bar
            key={category}
            stackId="cases"
            dataKey={(point: Point) => countOf(point, category)?.n ?? 0}
            isAnimationActive={false}
            shape={(props) => {
              const point = props.payload as Point;
              const mark = countOf(point, category);
              return (
                <Segment
                  x={props.x}
                  y={props.y}
                  width={props.width}
                  height={props.height}
                  fill={fillOf(category, point)}
                  onOpen={mark && (() => onOpen(mark.drill))}
                />
              );
            }}
          />
        ))}
        <Bar
          stackId="cases"
          dataKey={(point: Point) => point.policyRefusals?.n ?? 0}
          isAnimationActive={false}
          shape={(props) => {
            const mark = (props.payload as Point).policyRefusals;
            return (
              <Segment
                x={props.x}
                y={props.y}
                width={props.width}
                height={props.height}
                fill="url(#d-hatch-refusals)"
                onOpen={mark === null ? undefined : () => onOpen(mark.drill)}
              />
            );
          }}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}

type Translate = (key: string, args?: Record<string, unknown>) => string;

function titleOf(point: Point, size: CategoriesOverTime['bucket'], locale: string, t: Translate) {
  const text = bucketText(point, size, locale);
  return point.unfinished ? `${text} · ${t('reports.unfinished')}` : text;
}

/** From the top of the stack down. */
function tipRows(point: Point, locale: string, t: Translate): TipRow[] {
  const rows: TipRow[] = [...categories].reverse().flatMap((category) => {
    const mark = countOf(point, category);
    if (mark === undefined) return [];
    return {
      key: category,
      label: t(`common.categories.${category}`),
      value: formatNumber(mark.n, locale),
      color: `var(--c-${category})`,
    };
  });
  rows.push({ key: 'total', label: t('reports.total'), value: formatNumber(point.n, locale) });
  if (point.policyRefusals !== null)
    rows.push({
      key: 'refusals',
      label: t('reports.categories.refusals'),
      value: formatNumber(point.policyRefusals.n, locale),
      color: 'var(--c-policy)',
    });
  return rows;
}
