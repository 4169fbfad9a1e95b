import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useState } from 'react';
import type { OutagePreview } from '#contract/outage-work.ts';
import { createZone } from '#domain/time.ts';
import { Button, SideSection, StatusWord, useNow } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { faultTexts } from '../weights/faults.ts';
import { Counted } from './Counted.tsx';
import { DraftMembers } from './DraftMembers.tsx';
import { OverlapList } from './OverlapList.tsx';
import { scopeOf } from './draft.ts';
import type { OutageValues } from './draft.ts';
import { localNow } from '../components/local-time.ts';

export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), ms);
    return () => clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

interface PreviewScopeProps {
  values: Partial<OutageValues>;
  outageId?: string | undefined;
}

/** Lines in the scope and outages it runs into, told by the server a moment after the last change. */
export function PreviewScope({ values, outageId }: PreviewScopeProps) {
  const t = useTranslate();
  const session = useSession();
  const now = useNow();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [listed, setListed] = useState(false);
  const today = localNow(createZone(session.zone), now).slice(0, 10);
  const draft = scopeOf(values, session.zone, today);
  const asked = useSettled(outageId === undefined ? draft : { ...draft, outageId }, 500);
  const named = asked.areaCodes.length > 0 || asked.attachedListId !== null;
  const { data, error, isFetching } = useQuery<OutagePreview, HttpError>({
    queryKey: ['outages', 'preview', asked],
    enabled: named,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: () => dataProvider.send<OutagePreview>('POST', 'outages/preview', asked),
  });
  const basis = asked.attachedListId === null ? 'home_area' : 'attached_lines';
  return (
    <>
      <SideSection
        title={t('outages.scope.title')}
        link={isFetching ? t('outages.preview.counting') : t(`outages.basis.${basis}`)}
      >
        {!named && <p className="r-note">{t('outages.preview.noArea')}</p>}
        {named && error !== null && (
          <StatusWord status="wait">
            <span style={{ whiteSpace: 'normal' }}>
              {Object.values(faultTexts(error, t))[0] ?? error.message}
            </span>
          </StatusWord>
        )}
        {named && error === null && data !== undefined && (
          <>
            <Counted membership={data} />
            <p className="r-note">{t('outages.cases', { smart_count: data.cases.count })}</p>
            {data.affectedLines > 0 && (
              <Button kind="link" icon="list" onClick={() => setListed(true)}>
                {t('outages.members.show')}
              </Button>
            )}
          </>
        )}
      </SideSection>
      {named && data !== undefined && data.overlaps.length > 0 && (
        <OverlapList overlaps={data.overlaps} />
      )}
      {listed && data !== undefined && (
        <DraftMembers draft={asked} total={data.affectedLines} onClose={() => setListed(false)} />
      )}
    </>
  );
}
