import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { WebhookRecord } from '#contract/integration.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  Num,
  RecordLink,
  When,
  WorkTable,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { WebhookState } from './integration-words.tsx';

/** Who is told of what happens here. */
export function WebhookList() {
  const t = useTranslate();
  useLive(['webhook']);
  return (
    <ListPage
      title={t('integration.webhooks.title')}
      sort={{ field: 'createdAt', order: 'DESC' }}
      refreshEvery={10_000}
      actions={
        <>
          <ColumnsButton />
          <LinkButton to="/webhooks/create" kind="filled" icon="plus">
            {t('integration.webhooks.make')}
          </LinkButton>
        </>
      }
    >
      <WorkTable<WebhookRecord>
        empty={<EmptyState text={t('integration.webhooks.empty')} />}
        mobile={(record) => ({
          title: record.name,
          second: record.url,
          when: (
            <When at={record.deliveredAt} as="ago" fallback={t('integration.webhooks.never')} />
          ),
          state: <WebhookState record={record} />,
        })}
      >
        <DataTable.Col<WebhookRecord>
          source="name"
          render={(record) => <RecordLink>{record.name}</RecordLink>}
        />
        <DataTable.Col source="url" disableSort />
        <DataTable.Col<WebhookRecord>
          source="state"
          disableSort
          render={(record) => <WebhookState record={record} />}
        />
        <DataTable.Col<WebhookRecord>
          source="waiting"
          align="right"
          disableSort
          render={(record) => <Num value={record.waiting} />}
        />
        <DataTable.Col<WebhookRecord>
          source="dead"
          align="right"
          disableSort
          render={(record) => <Num value={record.dead} />}
        />
        <DataTable.Col<WebhookRecord>
          source="deliveredAt"
          render={(record) => (
            <When at={record.deliveredAt} fallback={t('integration.webhooks.never')} />
          )}
        />
      </WorkTable>
    </ListPage>
  );
}
