import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { UnmappedShare } from '#contract/catalogue.ts';
import { Num, formatNumber, useLocaleName } from '../components/index.ts';
import type { Tile } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** How much of what came no rule names, with its two numbers and the 30 days before: a tile of the dashboard. */
export function useUnmappedTile(): Tile | undefined {
  const t = useTranslate();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['unmapped-codes', 'share'],
    queryFn: ({ signal }) => dataProvider.read<UnmappedShare>('unmapped-codes/share', {}, signal),
    staleTime: 60_000,
  });
  if (data === undefined || data.total === 0) return undefined;
  const share = (part: number, whole: number) => (whole === 0 ? null : (part * 100) / whole);
  const before = share(data.unmappedBefore, data.totalBefore);
  const counted = `${formatNumber(data.unmapped, locale)} / ${formatNumber(data.total, locale)}`;
  return {
    key: 'unmapped',
    label: t('catalogue.tile.label', { days: data.days }),
    value: (
      <Link to="/failure-codes/unmapped" className="d-tile">
        <Num value={share(data.unmapped, data.total)} digits={1} unit="%" />
      </Link>
    ),
    note:
      before === null
        ? counted
        : `${counted} · ${t('catalogue.tile.before', { share: formatNumber(before, locale, 1) })}`,
  };
}
