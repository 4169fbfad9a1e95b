import { useTranslate } from 'ra-core';
import type { ApiKeyRecord, DeliveryRecord, WebhookRecord } from '#contract/integration.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

const keyStatus = { active: 'ok', expired: 'held', revoked: 'bad' } as const;
const deliveryStatus = { waiting: 'wait', delivered: 'ok', dead: 'bad' } as const;

export function KeyStatus({ record }: { record: ApiKeyRecord }) {
  const t = useTranslate();
  return (
    <StatusWord status={keyStatus[record.status]}>
      {t(`integration.keys.status.${record.status}`)}
    </StatusWord>
  );
}

/** A scope or event type in words: dots would be paths of the messages. */
export const wordOf = (code: string): string => code.replaceAll('.', '_');

export function useScopeWords() {
  const t = useTranslate();
  return (scopes: readonly string[]) =>
    scopes.map((scope) => t(`integration.scopes.${wordOf(scope)}`)).join(t('integration.and'));
}

export function WebhookState({ record, tag }: { record: WebhookRecord; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag === true ? StatusTag : StatusWord;
  const failing = record.state === 'active' && record.failures > 0;
  const status: Status = record.state === 'paused' ? 'held' : failing ? 'bad' : 'ok';
  return (
    <Shape status={status}>
      {t(`integration.webhooks.state.${failing ? 'failing' : record.state}`)}
    </Shape>
  );
}

export function DeliveryState({ record }: { record: DeliveryRecord }) {
  const t = useTranslate();
  return (
    <StatusWord status={deliveryStatus[record.state]}>
      {t(`integration.deliveries.state.${record.state}`)}
    </StatusWord>
  );
}

export function useEventWord() {
  const t = useTranslate();
  return (type: string) => t(`integration.events.${wordOf(type)}`, { _: type });
}

/** Why the last try did not arrive, with the status the receiver gave. */
export function useFaultWords() {
  const t = useTranslate();
  return ({ lastError, lastStatus }: DeliveryRecord): string => {
    if (lastError === null) return '';
    const why = t(`integration.faults.${lastError}`, { _: lastError });
    return lastStatus === null ? why : `${why} (HTTP ${lastStatus})`;
  };
}
