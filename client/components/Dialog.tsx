import { useTranslate } from 'ra-core';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode, SubmitEvent } from 'react';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Buttons at the foot; the filled one last. */
  actions?: ReactNode;
  /** With it the dialog is a form, and Enter submits. */
  onSubmit?: () => void;
  wide?: boolean;
  /** False where closing would lose something that is shown only once. */
  dismissable?: boolean;
}

/** The browser's own modal dialog: focus stays inside, Escape closes, focus returns. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, children, actions, onSubmit, wide, dismissable = true } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const t = useTranslate();
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    if (open && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    if (!open && element.open) element.close();
  }, [open]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit?.();
  };
  return (
    <dialog
      ref={ref}
      className={wide ? 'r-dialog r-dialog--wide' : 'r-dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissable) onClose();
      }}
      onClick={(event) => {
        if (dismissable && event.target === ref.current) onClose();
      }}
    >
      {open && (
        <form onSubmit={submit} noValidate>
          <h2 id={id}>{title}</h2>
          <div className="r-dialog__body">{children}</div>
          <div className="r-dialog__acts">
            {actions ?? (
              <button type="button" className="r-btn" data-first onClick={onClose}>
                {t('common.close')}
              </button>
            )}
          </div>
        </form>
      )}
    </dialog>
  );
}
