import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { ImportRow } from '#contract/imports.ts';
import { importKinds } from '#domain/import-lifecycle.ts';
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
import type { FilterSpec } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { useLive } from '../live/useLive.ts';
import { ImportStateWord, formatBytes } from './import-words.tsx';

const OPEN_STATES = ['uploaded', 'checking', 'checked', 'committing'];

export function ImportList() {
  const t = useTranslate();
  const mayRun = useMay('imports.run');
  const live = useLive(['import']);
  const filters: FilterSpec[] = [
    {
      source: 'kind',
      label: t('resources.imports.fields.kind'),
      kind: 'choices',
      always: true,
      choices: importKinds.map((id) => ({ id, label: t(`imports.kinds.${id}`) })),
    },
  ];
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    { id: 'open', label: t('imports.tabs.open'), filter: { state: OPEN_STATES } },
    ...(['committed', 'failed', 'cancelled'] as const).map((id) => ({
      id,
      label: t(`imports.tabs.${id}`),
      filter: { state: [id] },
    })),
  ];
  const start = mayRun && (
    <LinkButton to="/imports/create" kind="filled" icon="upload">
      {t('imports.new')}
    </LinkButton>
  );
  return (
    <ListPage
      title={t('imports.title')}
      sort={{ field: 'createdAt', order: 'DESC' }}
      filters={filters}
      tabs={{ label: t('resources.imports.fields.state'), items: tabs }}
      refreshEvery={live ? 15_000 : 5_000}
      actions={
        <>
          <ColumnsButton />
          {start}
        </>
      }
    >
      <WorkTable<ImportRow>
        hiddenColumns={['sizeBytes']}
        empty={<EmptyState text={t('imports.empty')}>{start}</EmptyState>}
        mobile={(row) => ({
          title: row.fileName,
          second: t(`imports.kinds.${row.kind}`),
          when: <When at={row.createdAt} as="ago" />,
          state: <ImportStateWord state={row.state} />,
        })}
      >
        <DataTable.Col<ImportRow>
          source="fileName"
          render={(row) => <RecordLink>{row.fileName}</RecordLink>}
        />
        <DataTable.Col<ImportRow> source="kind" render={(row) => t(`imports.kinds.${row.kind}`)} />
        <DataTable.Col<ImportRow>
          source="state"
          render={(row) => <ImportStateWord state={row.state} />}
        />
        <DataTable.Col<ImportRow>
          align="right"
          source="rowsTotal"
          disableSort
          render={(row) => <Num value={row.rowsTotal} />}
        />
        <DataTable.Col<ImportRow>
          align="right"
          source="rowsLanded"
          disableSort
          render={(row) => <Num value={row.state === 'checked' ? null : row.rowsLanded} />}
        />
        <DataTable.Col<ImportRow>
          align="right"
          source="rowsBad"
          disableSort
          render={(row) => <Num value={row.rowsBad} />}
        />
        <DataTable.Col<ImportRow>
          align="right"
          source="sizeBytes"
          disableSort
          render={(row) => formatBytes(row.sizeBytes)}
        />
        <DataTable.Col<ImportRow> source="createdByName" disableSort />
        <DataTable.Col<ImportRow>
          source="createdAt"
          render={(row) => <When at={row.createdAt} />}
        />
      </WorkTable>
    </ListPage>
  );
}
