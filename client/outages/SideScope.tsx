import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { OutageOverlap } from '#contract/outage-work.ts';
import type { OutageShow } from '#contract/outages.ts';
import { Button, KeyValues, SideSection } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { Counted } from './Counted.tsx';
import { OverlapList } from './OverlapList.tsx';
import { SavedMembers } from './SavedMembers.tsx';
import { useAreasText } from './words.tsx';

/** Where it was and whom it hit, counted and, on demand, listed. */
export function SideScope({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const areasText = useAreasText();
  const mayRead = useMay('cases.read');
  const [listed, setListed] = useState(false);
  const { attachedList, membership } = outage;
  return (
    <SideSection title={t('outages.scope.title')} link={t(`outages.basis.${outage.scopeBasis}`)}>
      <KeyValues
        rows={[
          outage.areaCodes.length > 0 && {
            ...{ key: 'areas', label: t('outages.scope.areas'), value: areasText(outage) },
          },
        ]}
      />
      {attachedList !== null && (
        <p className="r-note">{t('outages.basisNote.list', { ...attachedList })}</p>
      )}
      {membership === null ? (
        <p className="o-warn">{t('errors.outages.noSnapshot')}</p>
      ) : (
        <>
          <Counted membership={membership} />
          {mayRead && membership.affectedLines > 0 && (
            <Button kind="link" icon="list" onClick={() => setListed(true)}>
              {t('outages.members.show')}
            </Button>
          )}
        </>
      )}
      {listed && membership !== null && (
        <SavedMembers
          outageId={outage.id}
          total={membership.affectedLines}
          onClose={() => setListed(false)}
        />
      )}
    </SideSection>
  );
}

/** Other outages of the same service, place and time; nothing where there is none. */
export function SideOverlaps({ outage }: { outage: OutageShow }) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery<OutageOverlap[], HttpError>({
    queryKey: ['outages', outage.id, 'overlaps', outage.version],
    enabled: outage.overlapCount > 0,
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`outages/${outage.id}/overlaps`, undefined, signal),
  });
  if (data === undefined || data.length === 0) return null;
  return <OverlapList overlaps={data} />;
}
