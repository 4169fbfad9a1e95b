import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import { Button, ReasonDialog, formatNumber, useLocaleName, useVerb } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { Fault } from './Fault.tsx';

interface DecisionProps {
  record: BatchShow;
  /** Reads the batch again, because what was decided on is not what stands there now. */
  reload: () => void;
  /** What was refused last; it outlives the content it was said of. */
  fault: HttpError | null;
  setFault: (fault: HttpError | null) => void;
}

/** Approving names the content that was read and the person's own password. */
function useApprove(
  { record, reload }: Pick<DecisionProps, 'record' | 'reload'>,
  onFault: (error: HttpError) => void,
) {
  const navigate = useNavigate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useMutation<BatchShow, HttpError, string>({
    mutationFn: (password) =>
      dataProvider.verb<BatchShow>('compensation-batches', record.id, 'approve', {
        contentHash: record.contentHash,
        version: record.version,
        password,
      }),
    onSuccess: (batch) => {
      notify(
        batch.state === 'submitted'
          ? 'compensation.done.approveFirst'
          : 'compensation.done.approve',
        { type: 'success' },
      );
      void queries.invalidateQueries({ queryKey: ['counts'] });
      void navigate(`/compensation-batches/${record.id}/show`);
    },
    onError: (error) => {
      onFault(error);
      if (error.status === 409 || error.status === 412) reload();
    },
  });
}

/** The foot of the sheet: the password again, and the act with its size on the button. */
export function Decision({ record, reload, fault, setFault }: DecisionProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const session = useSession();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [rejecting, setRejecting] = useState(false);
  const approve = useApprove({ record, reload }, (error) => {
    setPassword('');
    setFault(error);
    field.current?.focus();
  });
  const act = t(
    record.totalMb > 0 ? 'compensation.sheet.approve' : 'compensation.sheet.approveLines',
    {
      customers: formatNumber(record.lineCount, locale),
      mb: formatNumber(record.totalMb, locale),
    },
  );
  return (
    <>
      <form
        className="b-decide"
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '' && !approve.isPending) approve.mutate(password);
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
          <span className="r-label">{t('compensation.sheet.password')}</span>
          <input
            ref={field}
            type="password"
            autoComplete="current-password"
            value={password}
            {...(fault === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
            onChange={(event) => {
              setPassword(event.target.value);
              setFault(null);
            }}
          />
        </label>
        <div className="b-decide__acts">
          <Button kind="bad" big onClick={() => setRejecting(true)}>
            {t('compensation.verb.reject')}
          </Button>
          <Button kind="filled" big submit busy={approve.isPending} disabled={password === ''}>
            {act}
          </Button>
        </div>
        {fault !== null && <Fault id={id} error={fault} />}
      </form>
      {rejecting && <Reject record={record} onClose={() => setRejecting(false)} />}
    </>
  );
}

function Reject({ record, onClose }: { record: BatchShow; onClose: () => void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const reject = useVerb({
    message: t('compensation.done.reject'),
    onDone: () => void navigate(`/compensation-batches/${record.id}/show`),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
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
  );
}
