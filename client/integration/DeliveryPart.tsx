import { ListBase, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { DeliveryRecord } from '#contract/integration.ts';
import { deliveryStates } from '#domain/webhook-events.ts';
import {
  EmptyState,
  FilterChips,
  Num,
  Pager,
  Panel,
  VerbButton,
  When,
  WorkTable,
} from '../components/index.ts';
import './integration.css';
import { DeliveryState, useEventWord, useFaultWords } from './integration-words.tsx';

const REFRESH = { refetchInterval: 5_000 } as const;

/** What was told, waits to be told, or could not be, newest first. */
export function DeliveryPart({ webhookId }: { webhookId: string }) {
  const t = useTranslate();
  return (
    <ListBase
      resource="webhook-deliveries"
      filter={{ webhookId }}
      sort={{ field: 'id', order: 'DESC' }}
      perPage={25}
      disableSyncWithLocation
      storeKey={false}
      queryOptions={REFRESH as object}
    >
      <FilterChips
        filters={[
          {
            source: 'state',
            label: t('resources.webhook-deliveries.fields.state'),
            kind: 'choices',
            always: true,
            choices: deliveryStates.map((id) => ({
              id,
              label: t(`integration.deliveries.state.${id}`),
            })),
          },
        ]}
      />
      <div className="int-deliveries">
        <Panel title={t('integration.deliveries.title')} flush footer={<Pager />}>
          <DeliveryTable />
        </Panel>
      </div>
    </ListBase>
  );
}

function DeliveryTable() {
  const t = useTranslate();
  const word = useEventWord();
  const faults = useFaultWords();
  return (
    <WorkTable<DeliveryRecord>
      rowClick={false}
      storeKey="webhook-deliveries"
      empty={<EmptyState text={t('integration.deliveries.empty')} />}
      mobile={(record) => ({
        title: word(record.eventType),
        second: faults(record),
        when: <When at={record.createdAt} as="ago" />,
        state: (
          <>
            <DeliveryState record={record} /> <SendAgain record={record} />
          </>
        ),
      })}
    >
      <DataTable.Col<DeliveryRecord>
        source="createdAt"
        render={(record) => <When at={record.createdAt} />}
      />
      <DataTable.Col<DeliveryRecord>
        source="eventType"
        disableSort
        render={(record) => word(record.eventType)}
      />
      <DataTable.Col<DeliveryRecord>
        source="state"
        disableSort
        render={(record) => <DeliveryState record={record} />}
      />
      <DataTable.Col<DeliveryRecord>
        source="tries"
        align="right"
        disableSort
        render={(record) => <Num value={record.tries} />}
      />
      <DataTable.Col<DeliveryRecord> source="lastError" disableSort render={faults} />
      <DataTable.Col<DeliveryRecord>
        source="nextAt"
        disableSort
        render={(record) => <When at={record.nextAt} fallback="–" />}
      />
      <DataTable.Col<DeliveryRecord>
        source="id"
        disableSort
        render={(record) => <span className="r-mono">{record.id}</span>}
      />
      <DataTable.Col<DeliveryRecord>
        source="webhookId"
        label={t('integration.act')}
        disableSort
        render={(record) => <SendAgain record={record} />}
      />
    </WorkTable>
  );
}

function SendAgain({ record }: { record: DeliveryRecord }) {
  const t = useTranslate();
  if (record.state === 'waiting') return null;
  return (
    <VerbButton
      resource="webhook-deliveries"
      id={record.id}
      verb="send-again"
      label={t('integration.deliveries.again')}
      message={t('integration.deliveries.againDone')}
    />
  );
}
