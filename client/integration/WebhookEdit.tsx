import { useTranslate } from 'ra-core';
import { FormPage } from '../components/index.ts';
import { WebhookInputs } from './WebhookInputs.tsx';

/** Only what a person may set; the server keeps the rest. */
function toWire({ id, version, name, url, eventTypes }: Record<string, unknown>) {
  return { id, version, name, url, eventTypes };
}

export function WebhookEdit() {
  const t = useTranslate();
  return (
    <FormPage mode="edit" title={t('ra.action.edit')} draft="webhook" transform={toWire}>
      <WebhookInputs />
    </FormPage>
  );
}
