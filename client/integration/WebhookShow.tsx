import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { WebhookRecord, WebhookSecret } from '#contract/integration.ts';
import {
  LinkButton,
  Num,
  PageHead,
  Panel,
  RecordPage,
  Tiles,
  VerbButton,
  When,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { DeliveryPart } from './DeliveryPart.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookState, useEventWord } from './integration-words.tsx';
import './integration.css';

const REFRESH_MS = 5_000;

export function WebhookShow() {
  useLive(['webhook']);
  return (
    <RecordPage<WebhookRecord> refreshEvery={REFRESH_MS}>
      {(record) => <WebhookSheet record={record} />}
    </RecordPage>
  );
}

function WebhookSheet({ record }: { record: WebhookRecord }) {
  const t = useTranslate();
  const word = useEventWord();
  return (
    <>
      <PageHead
        title={record.name}
        tags={<WebhookState record={record} tag />}
        facts={[
          <span key="url" className="r-mono int-url">
            {record.url}
          </span>,
          record.eventTypes.map(word).join(t('integration.and')),
        ]}
        actions={<WebhookActs record={record} />}
      />
      {record.state === 'paused' && (
        <Panel title={t('integration.webhooks.pausedTitle')}>
          <p className="r-prose">{record.pausedReason}</p>
        </Panel>
      )}
      <Tiles
        tiles={[
          {
            key: 'waiting',
            label: t('integration.deliveries.state.waiting'),
            value: <Num value={record.waiting} />,
          },
          {
            key: 'dead',
            label: t('integration.deliveries.state.dead'),
            value: <Num value={record.dead} />,
            note: t('integration.deliveries.deadNote'),
          },
          {
            key: 'last',
            label: t('resources.webhooks.fields.deliveredAt'),
            value: (
              <When at={record.deliveredAt} as="ago" fallback={t('integration.webhooks.never')} />
            ),
          },
        ]}
      />
      <DeliveryPart webhookId={record.id} />
    </>
  );
}

function WebhookActs({ record }: { record: WebhookRecord }) {
  const t = useTranslate();
  const [secret, setSecret] = useState<string | null>(null);
  const text = (key: string) => t(`integration.webhooks.${key}`, { name: record.name });
  return (
    <>
      <LinkButton to={`/webhooks/${record.id}`} icon="edit">
        {t('common.edit')}
      </LinkButton>
      {record.state === 'active' ? (
        <>
          <VerbButton verb="ping" label={text('ping')} message={text('pinged')} />
          <VerbButton
            verb="pause"
            icon="pause"
            label={text('pause')}
            message={text('paused')}
            ask={{ title: text('pauseTitle'), sentence: text('pauseAsk') }}
          />
        </>
      ) : (
        <>
          <VerbButton
            verb="resume"
            icon="play"
            body={{ skip: false }}
            label={text('resume')}
            message={text('resumed')}
          />
          <VerbButton
            verb="resume"
            body={{ skip: true }}
            label={text('skip')}
            message={text('resumed')}
            ask={{ title: text('skip'), sentence: text('skipAsk'), askReason: false }}
          />
        </>
      )}
      <VerbButton<WebhookSecret>
        verb="roll-secret"
        icon="key"
        label={text('roll')}
        message={text('rolled')}
        ask={{ title: text('roll'), sentence: text('rollAsk'), askReason: false }}
        onDone={(answer) => setSecret(answer.secret)}
      />
      {secret !== null && (
        <SecretDialog
          title={text('secretTitle')}
          lead={text('secretLead')}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}
