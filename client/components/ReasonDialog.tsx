import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface ReasonDialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The sentence of what will happen. */
  sentence?: ReactNode;
  /** Names the act: "Reject the batch". */
  confirmLabel: ReactNode;
  kind?: 'filled' | 'bad';
  busy?: boolean;
  /** False: the act needs no reason, only the sentence is confirmed. */
  askReason?: boolean;
  onConfirm: (reason: string) => void;
  /** Further fields above the reason. */
  children?: ReactNode;
  maxLength?: number;
}

/** Says what will happen and asks why; the reason goes into the audit trail. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    open,
    onClose,
    title,
    sentence,
    confirmLabel,
    kind = 'filled',
    busy,
    askReason = true,
  } = props;
  const { onConfirm, children, maxLength = 500 } = props;
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const id = useId();
  const t = useTranslate();
  const submit = () => {
    if (busy) return;
    if (askReason && reason.trim() === '') {
      setMissing(true);
      document.getElementById(id)?.focus();
      return;
    }
    onConfirm(reason.trim());
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind={kind} submit {...(busy === undefined ? {} : { busy })}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {sentence !== undefined && <p className="r-prose">{sentence}</p>}
      {children}
      {askReason && (
        <div className="r-field">
          <label htmlFor={id}>{t('common.reason')}</label>
          <textarea
            id={id}
            rows={3}
            maxLength={maxLength}
            value={reason}
            autoFocus
            aria-invalid={missing || undefined}
            aria-describedby={`${id}-help`}
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
          />
          <p id={`${id}-help`} className={missing ? 'r-help r-help--bad' : 'r-help'}>
            {missing ? t('common.required') : t('common.reasonHelp')}
          </p>
        </div>
      )}
    </Dialog>
  );
}
