import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { z } from 'zod';
import type { sealStatus } from '#contract/audit.ts';
import { ErrorState, LoadingShape, Num, Tiles, When } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

type SealStatus = z.infer<typeof sealStatus>;

/** How far the chain of seals has come. */
export function SealTiles() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const t = useTranslate();
  const { data, error, refetch } = useQuery({
    queryKey: ['audit', 'seal-status'],
    queryFn: ({ signal }) => dataProvider.read<SealStatus>('audit/seal-status', {}, signal),
    refetchInterval: 10_000,
  });
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingShape shape="tiles" />;
  const hash = data.lastChainHash?.slice(0, 16).match(/.{4}/g)?.join(' ') ?? '–';
  return (
    <Tiles
      tiles={[
        { key: 'sealed', label: t('audit.seal.sealed'), value: <Num value={data.sealed} /> },
        { key: 'pending', label: t('audit.seal.pending'), value: <Num value={data.unsealed} /> },
        {
          key: 'last',
          label: t('audit.seal.last'),
          value: <When at={data.lastSealedAt} as="ago" fallback={t('audit.seal.never')} />,
        },
        {
          key: 'head',
          label: t('audit.seal.head'),
          value: (
            <span className="r-mono" title={data.lastChainHash ?? ''}>
              {hash}
            </span>
          ),
        },
      ]}
      footer={<p className="r-panel__foot">{t('audit.seal.lead')}</p>}
    />
  );
}
