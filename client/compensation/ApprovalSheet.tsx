import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useGetOne, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import {
  Button,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  ReasonDialog,
  formatNumber,
  useLocaleName,
  useVerb,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { SheetBody } from './SheetBody.tsx';
import { BatchStateWord } from './words.tsx';
import './compensation.css';

/** The document an approver decides on: what, for whom, why, how much, who made it, what changed. */
export function ApprovalSheet() {
  const { id = '' } = useParams();
  const batch = useGetOne<BatchShow>('compensation-batches', { id });
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
  return <Sheet record={batch.data} reload={() => void batch.refetch()} />;
}

function Sheet({ record, reload }: { record: BatchShow; reload: () => void }) {
  const t = useTranslate();
  useNotedLook(record);
  return (
    <Page width="document">
      <PageHead
        title={record.title}
        name={record.number}
        tags={<BatchStateWord state={record.state} tag />}
        facts={[
          record.number,
          <Link key="batch" to={`/compensation-batches/${record.id}/show`}>
            {t('compensation.sheet.back')}
          </Link>,
        ]}
      />
      <SheetBody record={record} />
      {record.approvalBlock === null ? (
        <Decision key={record.contentHash} record={record} reload={reload} />
      ) : (
        <p className="r-note b-blocked" role="status">
          {t(record.approvalBlock)}
        </p>
      )}
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

function Decision({ record, reload }: { record: BatchShow; reload: () => void }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const navigate = useNavigate();
  const notify = useNotify();
  const session = useSession();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [rejecting, setRejecting] = useState(false);
  const approve = useMutation<BatchShow, HttpError>({
    mutationFn: () =>
      dataProvider.verb<BatchShow>('compensation-batches', record.id, 'approve', {
        contentHash: record.contentHash,
        version: record.version,
        password,
      }),
    onSuccess: () => {
      notify('compensation.done.approve', { type: 'success' });
      void navigate(`/compensation-batches/${record.id}/show`);
    },
    onError: (error) => {
      setPassword('');
      setFault(error.message);
      if (error.status === 409 || error.status === 412) reload();
    },
  });
  const reject = useVerb({
    message: t('compensation.done.reject'),
    onDone: () => void navigate(`/compensation-batches/${record.id}/show`),
  });
  const sums = {
    customers: formatNumber(record.lineCount, locale),
    mb: formatNumber(record.totalMb, locale),
    minutes: formatNumber(record.totalMinutes, locale),
  };
  return (
    <form
      className="b-decide r-sticky"
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') approve.mutate();
      }}
    >
      <input
        type="text"
        autoComplete="username"
        value={session.staff?.login ?? ''}
        readOnly
        hidden
      />
      <label className="r-field">
        {t('compensation.sheet.password')}
        <input
          type="password"
          autoComplete="current-password"
          value={password}
          aria-invalid={fault !== null}
          onChange={(event) => {
            setPassword(event.target.value);
            setFault(null);
          }}
        />
      </label>
      {fault !== null && (
        <p className="r-help r-help--bad" role="alert">
          {fault}
        </p>
      )}
      <div className="b-decide__acts">
        <Button kind="bad" big onClick={() => setRejecting(true)}>
          {t('compensation.verb.reject')}
        </Button>
        <Button kind="filled" big submit busy={approve.isPending} disabled={password === ''}>
          {t(
            record.totalMb > 0 ? 'compensation.sheet.approve' : 'compensation.sheet.approveLines',
            sums,
          )}
        </Button>
      </div>
      {rejecting && (
        <ReasonDialog
          open
          onClose={() => setRejecting(false)}
          title={t('compensation.ask.reject.title')}
          sentence={t('compensation.ask.reject.sentence')}
          confirmLabel={t('compensation.verb.reject')}
          kind="bad"
          askReason
          busy={reject.isPending}
          onConfirm={(reason) =>
            reject.mutate({
              resource: 'compensation-batches',
              id: record.id,
              verb: 'reject',
              body: { version: record.version, reason: reason ?? '' },
            })
          }
        />
      )}
    </form>
  );
}
