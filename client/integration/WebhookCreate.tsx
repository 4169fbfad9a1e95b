import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { FormPage } from '../components/index.ts';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookInputs } from './WebhookInputs.tsx';

export function WebhookCreate() {
  const t = useTranslate();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [made, setMade] = useState<{ id: string; name: string; secret: string } | null>(null);
  const leave = () => {
    // The answer told the secret, and react-admin kept it as the record.
    queries.removeQueries({ queryKey: ['webhooks', 'getOne'] });
    void navigate(`/webhooks/${made?.id ?? ''}/show`);
  };
  return (
    <>
      <FormPage
        mode="create"
        title={t('integration.webhooks.make')}
        tags={t('integration.webhooks.lead')}
        draft="webhook"
        defaultValues={{ eventTypes: [] }}
        redirect={false}
        saveLabel={t('integration.webhooks.make')}
        onDone={(record) =>
          setMade({
            id: String(record.id),
            name: String(record.name),
            secret: String(record.secret),
          })
        }
      >
        <WebhookInputs />
      </FormPage>
      {made !== null && (
        <SecretDialog
          title={t('integration.webhooks.secretTitle', { name: made.name })}
          lead={t('integration.webhooks.secretLead')}
          secret={made.secret}
          onClose={leave}
        />
      )}
    </>
  );
}
