import { useTranslate } from 'ra-core';
import { lazy, Suspense } from 'react';
import type { SimulationResult } from '#contract/simulations.ts';
import {
  ChartFrame,
  EmptyState,
  LoadingShape,
  Panel,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { worthText } from './worth.tsx';

const DifferencePlot = lazy(async () => ({
  default: (await import('./DifferencePlot.tsx')).DifferencePlot,
}));

/** Lines by what they gain or lose, or by what they get where nothing is compared. */
export function DifferenceChart({ result }: { result: SimulationResult }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const compares = result.b !== null;
  const question = t(compares ? 'simulation.chart.difference' : 'simulation.chart.value');
  const { histogram } = result;
  if (histogram.length === 0)
    return (
      <Panel title={question}>
        <EmptyState text={t(compares ? 'simulation.chart.none' : 'simulation.chart.noneAlone')} />
      </Panel>
    );
  const number = (value: number) => formatNumber(value, locale);
  return (
    <ChartFrame
      question={question}
      measure={t(compares ? 'simulation.chart.measure' : 'simulation.chart.measureAlone', {
        lines: number(result.affectedLines),
        unchanged: number(result.unchanged),
      })}
      legend={
        compares
          ? [
              {
                key: 'lose',
                label: t('simulation.chart.lose'),
                color: 'color-mix(in srgb, var(--bad) 60%, var(--surface))',
              },
              { key: 'gain', label: t('simulation.chart.gain'), color: 'var(--w4)' },
            ]
          : []
      }
      table={{
        columns: [
          { key: 'from', label: t('simulation.chart.from'), numeric: true },
          { key: 'until', label: t('simulation.chart.until'), numeric: true },
          { key: 'lines', label: t('simulation.chart.lines'), numeric: true },
        ],
        rows: histogram.map(({ fromFen, untilFen, lines }) => ({
          from: worthText(fromFen, result, compares),
          until: worthText(untilFen, result, compares),
          lines: number(lines),
        })),
      }}
    >
      <Suspense fallback={<LoadingShape shape="chart" />}>
        <DifferencePlot result={result} locale={locale} />
      </Suspense>
    </ChartFrame>
  );
}
