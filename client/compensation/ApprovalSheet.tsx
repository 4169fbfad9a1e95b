import { useDataProvider, useGetOne, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import {
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  StatusIcon,
  WHOLE,
  When,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { ApprovalAside } from './ApprovalPath.tsx';
import { Decision } from './Decision.tsx';
import { SheetBody } from './SheetBody.tsx';
import { WaitingForMe } from './WaitingForMe.tsx';
import { BatchStateWord } from './words.tsx';
import './compensation.css';

/** The document an approver decides on: what, for whom, why, how much, who made it, what changed. */
export function ApprovalSheet() {
  const { id = '' } = useParams();
  const batch = useGetOne<BatchShow>('compensation-batches', { id, meta: WHOLE });
  if (batch.error)
    return (
      <Page width="document">
        <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />
      </Page>
    );
  if (batch.data === undefined || !('pinned' in batch.data))
    return (
      <Page width="document">
        <LoadingShape shape="record" />
      </Page>
    );
  return <Sheet key={id} record={batch.data} reload={() => void batch.refetch()} />;
}

function Sheet({ record, reload }: { record: BatchShow; reload: () => void }) {
  const t = useTranslate();
  const [fault, setFault] = useState<HttpError | null>(null);
  useNotedLook(record);
  return (
    <Page side={<ApprovalAside record={record} />}>
      <div className="b-desk">
        <WaitingForMe id={record.id} />
        <div className="b-doc">
          <div className="b-doc__paper">
            <PageHead
              title={record.title}
              name={record.number}
              facts={[
                <Link key="batch" to={`/compensation-batches/${record.id}/show`}>
                  {record.number}
                </Link>,
                <BatchStateWord key="state" state={record.state} tag />,
                record.submittedAt !== null && (
                  <span key="submitted">
                    {t('compensation.sheet.submittedAt')} <When at={record.submittedAt} />
                  </span>
                ),
                record.state === 'submitted' && record.expiresAt !== null && (
                  <span key="expires">
                    {t('compensation.sheet.expiresAt')} <When at={record.expiresAt} />
                  </span>
                ),
              ]}
            />
            <SheetBody record={record} />
          </div>
          {record.approvalBlock === null ? (
            <Decision
              key={record.contentHash}
              record={record}
              reload={reload}
              fault={fault}
              setFault={setFault}
            />
          ) : (
            <p className="b-blocked" role="status">
              <StatusIcon status="held" />
              {t(record.approvalBlock)}
            </p>
          )}
        </div>
      </div>
    </Page>
  );
}

/** Tells the server what was seen, so that a later change can be shown; when the sheet is left, not when it opens. */
function useNotedLook(record: BatchShow): void {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { id, contentHash } = record;
  useEffect(
    () => () => {
      void dataProvider
        .verb('compensation-batches', id, 'look', { contentHash })
        .catch(() => undefined);
    },
    [dataProvider, id, contentHash],
  );
}
