import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { versionStates } from '#domain/lifecycles.ts';
import {
  EmptyState,
  LinkButton,
  ListPage,
  RecordLink,
  When,
  WorkTable,
} from '../components/index.ts';
import { VersionWord } from './words.tsx';

export function WeightProfileList() {
  const t = useTranslate();
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...versionStates.map((state) => ({
      id: state,
      label: t(`weights.state.${state}`),
      filter: { state },
    })),
  ];
  return (
    <ListPage
      title={t('weights.title')}
      tags={t('weights.listLead')}
      sort={{ field: 'versionNo', order: 'DESC' }}
      tabs={{ label: t('resources.weight-profiles.fields.state'), items: tabs }}
      actions={
        <LinkButton to="/calendars" icon="calendar">
          {t('weights.calendar.title')}
        </LinkButton>
      }
    >
      <WorkTable<WeightProfileRecord>
        empty={<EmptyState text={t('weights.empty')} />}
        mobile={(record) => ({
          title: record.name,
          second: record.inForce ? t('weights.inForce') : (record.basedOnName ?? ''),
          when: <Since record={record} />,
          state: <VersionWord state={record.state} />,
        })}
      >
        <DataTable.Col<WeightProfileRecord>
          source="name"
          render={(record) => <RecordLink>{record.name}</RecordLink>}
        />
        <DataTable.Col<WeightProfileRecord>
          source="state"
          disableSort
          render={(record) => <VersionWord state={record.state} />}
        />
        <DataTable.Col<WeightProfileRecord>
          source="inForce"
          disableSort
          render={(record) => (record.inForce ? <strong>{t('weights.inForce')}</strong> : '')}
        />
        <DataTable.Col<WeightProfileRecord>
          source="effectiveFromAt"
          render={(record) => <Since record={record} />}
        />
        <DataTable.Col<WeightProfileRecord>
          source="basedOnName"
          disableSort
          render={(record) => record.basedOnName ?? '–'}
        />
        <DataTable.Col<WeightProfileRecord>
          source="makers"
          disableSort
          render={(record) => record.makers.map(({ name }) => name).join(', ') || '–'}
        />
        <DataTable.Col<WeightProfileRecord>
          source="publishedByName"
          disableSort
          render={(record) =>
            record.publishedBy === 'system' ? t('weights.shipped') : (record.publishedByName ?? '–')
          }
        />
        <DataTable.Col<WeightProfileRecord>
          source="updatedAt"
          disableSort
          render={(record) => <When at={record.updatedAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

function Since({ record }: { record: WeightProfileRecord }) {
  const t = useTranslate();
  if (record.effectiveFromAt === 0) return <>{t('weights.fromTheStart')}</>;
  return <When at={record.effectiveFromAt} />;
}
