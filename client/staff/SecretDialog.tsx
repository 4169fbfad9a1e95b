import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Button, Dialog } from '../components/index.ts';

interface SecretDialogProps {
  name: string;
  secret: string;
  onClose: () => void;
}

/** A one-time password, shown once: only the button that says it was passed on closes it. */
export function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const t = useTranslate();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(secret).then(() => setCopied(true));
  };
  return (
    <Dialog
      open
      dismissable={false}
      onClose={onClose}
      onSubmit={onClose}
      title={t('staff.secret.title', { name })}
      actions={
        <Button kind="filled" submit>
          {t('staff.secret.done')}
        </Button>
      }
    >
      <p className="r-prose">{t('staff.secret.lead')}</p>
      <div className="r-secret">
        <output>{secret}</output>
        <Button icon="copy" onClick={copy}>
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
    </Dialog>
  );
}
