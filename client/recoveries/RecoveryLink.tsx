import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageShow } from '#contract/outages.ts';
import type { RecoveryBasis } from '#contract/recoveries.ts';
import { KeyValues, SideSection } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

export function useBasis(outageId: string | null) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['recoveries', 'basis', outageId],
    enabled: outageId !== null,
    queryFn: ({ signal }) =>
      dataProvider.read<RecoveryBasis>(`outages/${outageId}/recovery-basis`, undefined, signal),
  });
}

/** On the page of an outage that a third party caused: its claims, or where one begins. */
export function RecoveryLink({ outage }: { outage: OutageShow }) {
  const mayRead = useMay('recoveries.read');
  if (!mayRead || outage.responsibility !== 'third_party') return null;
  return <Claims outageId={outage.id} />;
}

function Claims({ outageId }: { outageId: string }) {
  const t = useTranslate();
  const mayWork = useMay('recoveries.work');
  const { data } = useBasis(outageId);
  if (data === undefined) return null;
  const mayFile = mayWork && data.obstacle === null;
  return (
    <SideSection
      title={t('recoveries.link.title')}
      link={
        mayFile && (
          <Link to={`/recoveries/create?outageId=${outageId}`}>{t('recoveries.link.file')}</Link>
        )
      }
    >
      {data.cases.length === 0 ? (
        <p className="r-note">{t(data.obstacle ?? 'recoveries.link.none')}</p>
      ) : (
        <KeyValues
          rows={data.cases.map(({ id, number, state }) => ({
            key: id,
            label: <Link to={`/recoveries/${id}/show`}>{number}</Link>,
            value: t(`recoveries.state.${state}`),
          }))}
        />
      )}
    </SideSection>
  );
}
