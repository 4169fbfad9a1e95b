import { useQuery } from '@tanstack/react-query';
import { required, useDataProvider, useTranslate } from 'ra-core';
import { TextInput } from 'ra-ui-materialui';
import { webhookEvents } from '#domain/webhook-events.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { ChoiceBoxes } from './ChoiceBoxes.tsx';
import { useEventWord } from './integration-words.tsx';
import './integration.css';

export function WebhookInputs() {
  const t = useTranslate();
  const word = useEventWord();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['webhook-hosts'],
    queryFn: ({ signal }) => dataProvider.read<{ hosts: string[] }>('webhook-hosts', {}, signal),
  });
  const hosts = data?.hosts ?? [];
  return (
    <>
      <TextInput source="name" validate={required()} />
      <TextInput
        source="url"
        type="url"
        validate={required()}
        helperText={
          hosts.length === 0
            ? t('integration.webhooks.noHosts')
            : t('integration.webhooks.hosts', { hosts: hosts.join(', ') })
        }
      />
      <ChoiceBoxes
        source="eventTypes"
        label={t('resources.webhooks.fields.eventTypes')}
        choices={webhookEvents.map((id) => ({ id, name: word(id), note: id }))}
      />
    </>
  );
}
