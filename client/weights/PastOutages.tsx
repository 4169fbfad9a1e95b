import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { OutageRecord } from '#contract/outages.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { KeyValues, Num, SideSection, useNow } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import type { Compared } from './Compare.tsx';
import { attempt } from '../components/attempt.ts';
import { measure } from './measure.ts';

const yearMs = 365 * 86_400_000;

/** Weighted hours of the outages as whole events; those in years without data are left out. */
function totalHours(
  outages: readonly OutageRecord[],
  bands: WeightProfileBands,
  calendar: Calendar,
): { hours: number; count: number } {
  let perMilleSeconds = 0;
  let count = 0;
  for (const outage of outages) {
    const { startedAt, endedAt, zone } = outage;
    if (endedAt === null) continue;
    const { value } = attempt(() => measure(bands, calendar, zone, startedAt, endedAt));
    if (value === null) continue;
    perMilleSeconds += value.weightedPerMilleSeconds;
    count += 1;
  }
  return { hours: perMilleSeconds / 3_600_000, count };
}

/** What these weights would have made of the last twelve months. */
export function PastOutages(props: {
  bands: WeightProfileBands;
  calendar: Calendar;
  compared: Compared;
}) {
  const { bands, calendar, compared } = props;
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const hour = Math.floor(useNow() / 3_600_000) * 3_600_000;
  const { data } = useQuery({
    queryKey: ['outages', 'past-year', hour],
    enabled: useMay('outages.read'),
    retry: false,
    queryFn: () =>
      dataProvider.getList<OutageRecord>('outages', {
        filter: { startedFrom: hour - yearMs, state: ['restored', 'confirmed', 'closed'] },
        pagination: { page: 1, perPage: 100 },
        sort: { field: 'startedAt', order: 'DESC' },
      }),
  });
  if (data === undefined || data.data.length === 0) return null;
  const here = totalHours(data.data, bands, calendar);
  const there =
    compared.bands === undefined ? null : totalHours(data.data, compared.bands, calendar);
  return (
    <SideSection title={t('weights.past.title')}>
      <KeyValues
        rows={[
          {
            key: 'here',
            label: t('weights.past.weighted', { smart_count: here.count }),
            value: <Num value={here.hours} digits={1} unit="h" />,
          },
          there !== null && {
            key: 'there',
            label: t('weights.past.against', { name: compared.name }),
            value: <Num value={here.hours - there.hours} digits={1} unit="h" signed />,
          },
        ]}
      />
    </SideSection>
  );
}
