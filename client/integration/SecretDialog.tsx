import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { Button, Dialog } from '../components/index.ts';
import './integration.css';

interface SecretDialogProps {
  title: string;
  lead: string;
  secret: string;
  onClose: () => void;
}

/** A key or signing secret, shown once: only the button that says it was kept closes it. */
export function SecretDialog({ title, lead, secret, onClose }: SecretDialogProps) {
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
      title={title}
      actions={
        <Button kind="filled" submit>
          {t('integration.secret.done')}
        </Button>
      }
    >
      <p className="r-prose">{lead}</p>
      <div className="r-secret int-secret">
        <output className="int-url">{secret}</output>
        <Button icon="copy" onClick={copy}>
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
    </Dialog>
  );
}
