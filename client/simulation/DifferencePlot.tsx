import { useTranslate } from 'ra-core';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { SimulationResult } from '#contract/simulations.ts';
import { formatNumber } from '../components/format.ts';
import {
  HEIGHT,
  Segment,
  Tip,
  gridLine,
  margin,
  pointOf,
  valueAxis,
} from '../reports/plots/parts.tsx';
import { worthText } from './worth.tsx';

type Bin = SimulationResult['histogram'][number];

const LOSES = 'color-mix(in srgb, var(--bad) 60%, var(--surface))';
const GAINS = 'var(--w4)';
const MOST_TICKS = 7;
const tick = { fontSize: 11, fill: 'var(--ink-3)' };

/** One bar a bin; the edge at 0 divides those that lose from those that gain. */
export function DifferencePlot({ result, locale }: { result: SimulationResult; locale: string }) {
  const t = useTranslate();
  const { histogram } = result;
  const compares = result.b !== null;
  const color = (bin: Bin) => (compares && bin.untilFen <= 0 ? LOSES : GAINS);
  const word = (bin: Bin) =>
    t(`simulation.chart.${compares ? (bin.untilFen <= 0 ? 'lose' : 'gain') : 'get'}`);
  const step = Math.ceil(histogram.length / MOST_TICKS);
  const zero = histogram.find(({ fromFen }) => fromFen === 0);
  const text = (minor: number) => worthText(minor, result, compares);
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <BarChart data={histogram} margin={margin} barCategoryGap={1}>
        <CartesianGrid {...gridLine} />
        <XAxis
          dataKey="fromFen"
          ticks={histogram.filter((_, index) => index % step === 0).map(({ fromFen }) => fromFen)}
          interval={0}
          tickFormatter={text}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-2)' }}
        />
        <YAxis {...valueAxis(locale)} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--ink)', fillOpacity: 0.05 }}
          content={({ active, payload }) => {
            const bin = active ? pointOf<Bin>(payload) : undefined;
            if (bin === undefined) return null;
            return (
              <Tip
                title={`${word(bin)} ${text(bin.fromFen)} – ${text(bin.untilFen)}`}
                rows={[
                  {
                    key: 'lines',
                    label: t('simulation.chart.lines'),
                    value: formatNumber(bin.lines, locale),
                    color: color(bin),
                  },
                ]}
              />
            );
          }}
        />
        {compares && zero !== undefined && (
          <ReferenceLine x={zero.fromFen} position="start" stroke="var(--line-2)" />
        )}
        <Bar
          dataKey="lines"
          isAnimationActive={false}
          shape={(props) => (
            <Segment
              x={props.x}
              y={props.y}
              width={props.width}
              height={props.height}
              fill={color(props.payload as Bin)}
            />
          )}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
