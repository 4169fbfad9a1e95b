import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useId, useState } from 'react';
import type { Dispatch, SetStateAction } from 'react';
import { createPortal } from 'react-dom';
import type { RevealedNumber } from '#contract/lines.ts';
import { REVEAL_MS, needsIdentity, revealReasons } from '#domain/identity.ts';
import type { RevealReason } from '#domain/identity.ts';
import { Button, Dialog, Icon, MaskedNumber, useNow } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { IdentityDialog } from './IdentityCheck.tsx';
import { useIdentity } from './useIdentity.ts';
import './identity.css';

interface RevealNumberProps {
  lineId: string;
  masked: string;
  caseId?: string;
}

const SECOND_MS = 1_000;

interface Shown {
  msisdn: string;
  /** Seconds until it is masked again. */
  left: number;
}

/**
 * The masked number with its eye. The number in clear lives in this component's state alone, for half a minute or until
 * the window loses the focus; no cache ever holds it.
 */
export function RevealNumber({ lineId, masked, caseId }: RevealNumberProps) {
  const t = useTranslate();
  const may = useMay('numbers.reveal');
  const [step, setStep] = useState<'ask' | 'check' | null>(null);
  const [reason, setReason] = useState<RevealReason>('call_back');
  const [shown, setShown] = useState<Shown | null>(null);
  useMasking(shown !== null, setShown);
  if (!may) return <MaskedNumber value={masked} strong />;
  const label = t(shown === null ? 'identity.reveal.show' : 'identity.reveal.hide');
  const about = { lineId, ...(caseId === undefined ? {} : { caseId }) };
  return (
    <span className="y-number">
      <MaskedNumber value={shown === null ? masked : grouped(shown.msisdn)} strong />
      <button
        type="button"
        className="r-btn r-btn--plain r-btn--icon k-noprint"
        aria-label={label}
        title={label}
        aria-pressed={shown !== null}
        onClick={() => (shown === null ? setStep('ask') : setShown(null))}
      >
        <Icon name="eye" />
      </button>
      {shown !== null && (
        <span className="y-number__left k-noprint">
          {t('identity.reveal.left', { s: shown.left })}
        </span>
      )}
      {step !== null &&
        // Out of the heading that the number may stand in.
        createPortal(
          step === 'ask' ? (
            <RevealDialog
              {...about}
              reason={reason}
              onReason={setReason}
              onClose={() => setStep(null)}
              onCheck={() => setStep('check')}
              onShown={(msisdn) => {
                setShown({ msisdn, left: REVEAL_MS / SECOND_MS });
                setStep(null);
              }}
            />
          ) : (
            <IdentityDialog {...about} onClose={() => setStep('ask')} />
          ),
          document.body,
        )}
    </span>
  );
}

/** Counts down on the screen's own clock, whatever the server's says; masks on blur and before printing too. */
function useMasking(active: boolean, setShown: Dispatch<SetStateAction<Shown | null>>): void {
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(
      () =>
        setShown((before) =>
          before === null || before.left <= 1 ? null : { ...before, left: before.left - 1 },
        ),
      SECOND_MS,
    );
    const mask = () => setShown(null);
    window.addEventListener('blur', mask);
    window.addEventListener('beforeprint', mask);
    document.addEventListener('visibilitychange', mask);
    return () => {
      clearInterval(timer);
      window.removeEventListener('blur', mask);
      window.removeEventListener('beforeprint', mask);
      document.removeEventListener('visibilitychange', mask);
    };
  }, [active, setShown]);
}

/** 138 0000 1234; numbers of other countries as they are. */
function grouped(msisdn: string): string {
  const local = /^\+86(\d{3})(\d{4})(\d{4})$/.exec(msisdn);
  return local === null ? msisdn : local.slice(1).join(' ');
}

function RevealDialog(props: {
  lineId: string;
  caseId?: string;
  /** Kept while the identity check stands in between. */
  reason: RevealReason;
  onReason: (reason: RevealReason) => void;
  onClose: () => void;
  /** To the identity check, and back here. */
  onCheck: () => void;
  onShown: (msisdn: string) => void;
}) {
  const { lineId, caseId, reason, onReason, onClose, onCheck, onShown } = props;
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const validUntilAt = useIdentity(lineId)?.validUntilAt ?? null;
  const now = useNow();
  const known = validUntilAt !== null && validUntilAt > now;
  const [fault, setFault] = useState<string | null>(null);
  const act = useMutation<RevealedNumber, HttpError>({
    // Kept by nobody: react-query forgets a mutation's answer with its last observer.
    gcTime: 0,
    mutationFn: () =>
      dataProvider.verb<RevealedNumber>('lines', lineId, 'reveal', {
        reason,
        ...(caseId === undefined ? {} : { caseId }),
      }),
    onSuccess: (answer) => {
      const text = t('identity.reveal.remaining', { smart_count: answer.left });
      notify(text, { type: 'info', messageArgs: { _: text } });
      onShown(answer.msisdn);
    },
    onError: (error) => setFault(error.message),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      onSubmit={() => act.mutate()}
      title={t('identity.reveal.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('identity.reveal.confirm')}
          </Button>
        </>
      }
    >
      <p className="r-prose">{t('identity.reveal.sentence')}</p>
      <div className="r-field">
        <label htmlFor={id}>{t('identity.reveal.reason')}</label>
        <select
          id={id}
          value={reason}
          data-first
          onChange={(event) => {
            onReason(event.target.value as RevealReason);
            setFault(null);
          }}
        >
          {revealReasons.map((one) => (
            <option key={one} value={one}>
              {t(`identity.reveal.reasons.${one}`)}
            </option>
          ))}
        </select>
        {fault !== null && (
          <p className="r-help r-help--bad" role="alert">
            {fault}
          </p>
        )}
      </div>
      {needsIdentity(reason) && !known && (
        <div className="y-check">
          <p className="r-help">{t('identity.reveal.needsCheck')}</p>
          <Button icon="shield" onClick={onCheck}>
            {t('identity.record')}
          </Button>
        </div>
      )}
    </Dialog>
  );
}
