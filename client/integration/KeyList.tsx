import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { ApiKeyRecord } from '#contract/integration.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  Num,
  VerbButton,
  When,
  WorkTable,
} from '../components/index.ts';
import { useLive } from '../live/useLive.ts';
import { KeyStatus, useScopeWords } from './integration-words.tsx';

/** Keys of other systems; the key itself is shown nowhere. */
export function KeyList() {
  const t = useTranslate();
  const scopes = useScopeWords();
  useLive(['api_key']);
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...(['active', 'expired', 'revoked'] as const).map((id) => ({
      id,
      label: t(`integration.keys.status.${id}`),
      filter: { status: id },
    })),
  ];
  return (
    <ListPage
      title={t('integration.keys.title')}
      sort={{ field: 'createdAt', order: 'DESC' }}
      tabs={{ label: t('resources.access-keys.fields.status'), items: tabs }}
      actions={
        <>
          <ColumnsButton />
          <LinkButton to="/access-keys/create" kind="filled" icon="plus">
            {t('integration.keys.make')}
          </LinkButton>
        </>
      }
    >
      <WorkTable<ApiKeyRecord>
        rowClick={false}
        empty={<EmptyState text={t('integration.keys.empty')} />}
        mobile={(record) => ({
          title: record.name,
          second: scopes(record.scopes),
          when: (
            <>
              {t('resources.access-keys.fields.lastUsedAt')}{' '}
              <When at={record.lastUsedAt} as="ago" fallback={t('integration.keys.unused')} />
            </>
          ),
          state: (
            <>
              <KeyStatus record={record} /> <RevokeButton record={record} />
            </>
          ),
        })}
      >
        <DataTable.Col source="name" />
        <DataTable.Col<ApiKeyRecord>
          source="prefix"
          disableSort
          render={(record) => <span className="r-mono">{record.prefix}…</span>}
        />
        <DataTable.Col<ApiKeyRecord>
          source="scopes"
          disableSort
          render={(record) => scopes(record.scopes)}
        />
        <DataTable.Col<ApiKeyRecord>
          source="status"
          disableSort
          render={(record) => <KeyStatus record={record} />}
        />
        <DataTable.Col<ApiKeyRecord>
          source="ratePerMinute"
          align="right"
          disableSort
          render={(record) => <Num value={record.ratePerMinute} />}
        />
        <DataTable.Col<ApiKeyRecord>
          source="lastUsedAt"
          render={(record) => (
            <When at={record.lastUsedAt} fallback={t('integration.keys.unused')} />
          )}
        />
        <DataTable.Col<ApiKeyRecord>
          source="expiresAt"
          disableSort
          render={(record) => (
            <When at={record.expiresAt} fallback={t('integration.keys.endless')} />
          )}
        />
        <DataTable.Col<ApiKeyRecord>
          source="createdAt"
          render={(record) => <When at={record.createdAt} />}
        />
        <DataTable.Col<ApiKeyRecord>
          label={t('integration.act')}
          source="version"
          disableSort
          render={(record) => <RevokeButton record={record} />}
        />
      </WorkTable>
    </ListPage>
  );
}

function RevokeButton({ record }: { record: ApiKeyRecord }) {
  const t = useTranslate();
  if (record.status === 'revoked') return null;
  return (
    <VerbButton
      verb="revoke"
      kind="bad"
      label={t('integration.keys.revoke')}
      message={t('integration.keys.revoked', { name: record.name })}
      ask={{
        title: t('integration.keys.revokeTitle', { name: record.name }),
        sentence: t('integration.keys.revokeAsk'),
      }}
    />
  );
}
