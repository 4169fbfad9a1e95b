import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { ClockForecast } from '#contract/clocks.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

export function useForecast() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['clocks', 'forecast'],
    queryFn: ({ signal }) => dataProvider.read<ClockForecast>('clocks/forecast', {}, signal),
    refetchInterval: 60_000,
  });
}

export const totalOf = (hour: Pick<ClockForecast['hours'][number], 'kinds'>): number =>
  hour.kinds.reduce((sum, { n }) => sum + n, 0);

export const forecastTotals = (forecast: ClockForecast) => ({
  ahead: forecast.hours.reduce((sum, hour) => sum + totalOf(hour), 0),
  over: totalOf({ kinds: forecast.overdue }),
});

/** For the dashboard: what ends within a day, and what is over; null until it is known. */
export function useForecastTile() {
  const t = useTranslate();
  const { data } = useForecast();
  if (data === undefined) return null;
  const { ahead, over } = forecastTotals(data);
  return {
    label: t('clocks.forecast.tile'),
    ahead,
    note: t('clocks.forecast.tileOver', { n: over }),
  };
}
