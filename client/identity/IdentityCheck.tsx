import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { IdentityState } from '#contract/lines.ts';
import { identityMethods, identityResults } from '#domain/identity.ts';
import type { IdentityMethod, IdentityResult } from '#domain/identity.ts';
import {
  Button,
  Dialog,
  Segment,
  StatusWord,
  formatTime,
  useNow,
  useVerb,
} from '../components/index.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { identityKey, useIdentity } from './useIdentity.ts';
import './identity.css';

interface About {
  lineId: string;
  caseId?: string;
}

/** Whether the caller is known, and the button that records how they were identified. */
export function IdentityCheck({ lineId, caseId }: About) {
  const t = useTranslate();
  const now = useNow(5_000);
  const { zone } = useSession();
  const mayWork = useMay('cases.work');
  const state = useIdentity(lineId);
  const [open, setOpen] = useState(false);
  if (state === undefined) return null;
  const { validUntilAt, checks } = state;
  const valid = validUntilAt !== null && validUntilAt > now;
  const failed = checks[0]?.result === 'failed';
  return (
    <div className="y-check">
      {valid ? (
        <StatusWord status="ok">
          {t('identity.valid', { at: formatTime(validUntilAt, zone) })}
        </StatusWord>
      ) : (
        <StatusWord status={failed ? 'bad' : 'none'}>
          {t(failed ? 'identity.failed' : 'identity.none')}
        </StatusWord>
      )}
      {mayWork && state.mayWork && (
        <Button icon="shield" onClick={() => setOpen(true)}>
          {t('identity.record')}
        </Button>
      )}
      {open && (
        <IdentityDialog
          lineId={lineId}
          {...(caseId === undefined ? {} : { caseId })}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

/** Method and result; there is no field for anything else. */
export function IdentityDialog(
  props: About & {
    onClose: () => void;
    /** What comes after it was recorded; closes without it. */
    onRecorded?: (answer: IdentityState) => void;
  },
) {
  const { lineId, caseId, onClose, onRecorded = onClose } = props;
  const t = useTranslate();
  const id = useId();
  const queries = useQueryClient();
  const [method, setMethod] = useState<IdentityMethod>('service_password');
  const [result, setResult] = useState<IdentityResult>('passed');
  const act = useVerb<IdentityState>({
    message: t(result === 'passed' ? 'identity.savedPassed' : 'identity.savedFailed'),
    onDone: (answer) => {
      queries.setQueryData(identityKey(lineId), answer);
      onRecorded(answer);
    },
  });
  const submit = () => {
    if (act.isPending) return;
    act.mutate({
      ...{ resource: 'lines', id: lineId, verb: 'identity-checks' },
      body: { method, result, ...(caseId === undefined ? {} : { caseId }) },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={submit}
      title={t('identity.recordTitle')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('identity.save')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('identity.sentence')}</p>
      <div className="r-field">
        <label htmlFor={id}>{t('identity.method')}</label>
        <select
          id={id}
          value={method}
          data-first
          onChange={(event) => setMethod(event.target.value as IdentityMethod)}
        >
          {identityMethods.map((one) => (
            <option key={one} value={one}>
              {t(`identity.methods.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="r-field">
        <span>{t('identity.result')}</span>
        <Segment
          label={t('identity.result')}
          value={result}
          onChange={(chosen) => setResult(chosen as IdentityResult)}
          options={identityResults.map((one) => ({ id: one, label: t(`identity.results.${one}`) }))}
        />
      </div>
    </Dialog>
  );
}
