import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useGetList, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import type { BatchRecord, BatchShow } from '#contract/compensation.ts';
import type { OutageRecord } from '#contract/outages.ts';
import { batchStates } from '#domain/lifecycles.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  LoadingShape,
  Num,
  Page,
  PageHead,
  Panel,
  StickyActions,
  When,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import './compensation.css';

const ENDED: readonly BatchState[] = ['rejected', 'expired', 'cancelled'];

/** A batch is made from a confirmed outage; `?outageId=` chooses it beforehand. */
export function BatchCreate() {
  const t = useTranslate();
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState(search.get('outageId'));
  const outages = useGetList<OutageRecord & { id: string }>('outages', {
    filter: { state: ['confirmed'] },
    sort: { field: 'startedAt', order: 'DESC' },
    pagination: { page: 1, perPage: 100 },
  });
  const taken = useTakenOutages();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const navigate = useNavigate();
  const notify = useNotify();
  const making = useMutation<BatchShow, HttpError, string>({
    mutationFn: (outageId) =>
      dataProvider.send<BatchShow>('POST', 'compensation-batches', { outageId }),
    onSuccess: (batch) => void navigate(`/compensation-batches/${batch.id}/show`),
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  return (
    <Page width="document">
      <PageHead title={t('compensation.create')} />
      <Panel title={t('compensation.choose.title')} note={t('compensation.choose.note')} flush>
        {outages.isPending && <LoadingShape shape="rows" />}
        {outages.error !== null && (
          <ErrorState error={outages.error} onRetry={() => void outages.refetch()} />
        )}
        {outages.data?.length === 0 && <EmptyState text={t('compensation.choose.empty')} />}
        <div role="radiogroup" aria-label={t('compensation.choose.title')}>
          {outages.data?.map((outage) => (
            <label key={outage.id} className="b-choice">
              <input
                type="radio"
                name="outage"
                checked={chosen === outage.id}
                disabled={taken.has(keyOf(outage.id, outage.revision))}
                onChange={() => setChosen(outage.id)}
              />
              <span className="b-choice__what">
                <span className="r-strong">{outage.title}</span>
                <span className="r-muted">{outage.number}</span>
              </span>
              <Taken batch={taken.get(keyOf(outage.id, outage.revision))} />
              <When at={outage.startedAt} zone={outage.zone} />
              <Num value={outage.affectedLines} unit={t('compensation.unit.lines')} />
            </label>
          ))}
        </div>
      </Panel>
      <StickyActions>
        <Button
          kind="filled"
          busy={making.isPending}
          disabled={chosen === null}
          onClick={() => chosen !== null && making.mutate(chosen)}
        >
          {t('compensation.make')}
        </Button>
      </StickyActions>
    </Page>
  );
}

const keyOf = (id: string | null, revision: number | null): string => `${id}.${revision}`;

/** Revisions of outages that a batch pays already: they get another one only after it ended. */
function useTakenOutages(): ReadonlyMap<string, BatchRecord> {
  const live = useGetList<BatchRecord>('compensation-batches', {
    filter: { state: batchStates.filter((state) => !ENDED.includes(state)) },
    sort: { field: 'createdAt', order: 'DESC' },
    pagination: { page: 1, perPage: 100 },
  });
  return new Map(
    (live.data ?? []).map((batch) => [keyOf(batch.outageId, batch.outageRevision), batch]),
  );
}

function Taken({ batch }: { batch: BatchRecord | undefined }) {
  const t = useTranslate();
  if (batch === undefined) return <span />;
  return (
    <Link to={`/compensation-batches/${batch.id}/show`}>
      {t('compensation.choose.taken', { number: batch.number })}
    </Link>
  );
}
