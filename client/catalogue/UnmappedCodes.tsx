import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { DataTable } from 'ra-ui-materialui';
import { Link } from 'react-router-dom';
import type { UnmappedCodeRecord } from '#contract/catalogue.ts';
import { Button, EmptyState, ListPage, Num, When, WorkTable } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { CatalogueTabs, casesBy } from './CatalogueTabs.tsx';
import { MapCodeDialog } from './MapCodeDialog.tsx';
import './catalogue.css';

const casesOf = (row: UnmappedCodeRecord): string =>
  casesBy({ failureCode: ['UNK-00'], sourceSystem: [row.sourceSystem], rawCode: [row.rawCode] });

/** Raw codes that no rule names, the most frequent first. */
export function UnmappedCodes() {
  const t = useTranslate();
  const mayEdit = useMay('catalogue.edit');
  return (
    <ListPage
      title={t('catalogue.title')}
      resource="unmapped-codes"
      sort={{ field: 'caseCount', order: 'DESC' }}
      perPage={50}
      before={
        <>
          <CatalogueTabs />
          <p className="r-note">{t('catalogue.unmappedNote')}</p>
        </>
      }
    >
      <WorkTable<UnmappedCodeRecord>
        rowClick={false}
        empty={<EmptyState text={t('catalogue.unmappedEmpty')} />}
        mobile={(row) => ({
          title: (
            <Link to={casesOf(row)}>
              {row.sourceSystem} <code className="r-mono">{row.rawCode}</code>
            </Link>
          ),
          second: row.sampleText,
          when: <Num value={row.caseCount} />,
          state: mayEdit ? (
            <MapCode row={row} />
          ) : (
            t('catalogue.openCases', { smart_count: row.openCount })
          ),
        })}
      >
        <DataTable.Col source="sourceSystem" disableSort />
        <DataTable.Col<UnmappedCodeRecord>
          source="rawCode"
          disableSort
          render={(row) => (
            <Link to={casesOf(row)} className="r-mono">
              {row.rawCode}
            </Link>
          )}
        />
        <DataTable.Col<UnmappedCodeRecord>
          source="sampleText"
          disableSort
          render={(row) => (
            <span className="g-sample r-ellipsis" title={row.sampleText}>
              {row.sampleText}
            </span>
          )}
        />
        <DataTable.NumberCol source="caseCount" />
        <DataTable.NumberCol source="openCount" disableSort />
        <DataTable.Col<UnmappedCodeRecord>
          source="lastSeenAt"
          render={(row) => <When at={row.lastSeenAt} />}
        />
        {mayEdit && (
          <DataTable.Col<UnmappedCodeRecord>
            source="id"
            label={t('catalogue.versions.map')}
            disableSort
            render={(row) => <MapCode row={row} />}
          />
        )}
      </WorkTable>
    </ListPage>
  );
}

/** Names the raw code: a rule in the mapping's draft. */
function MapCode({ row }: { row: UnmappedCodeRecord }) {
  const t = useTranslate();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="link" onClick={() => setOpen(true)}>
        {t('catalogue.versions.map')}
      </Button>
      {open && <MapCodeDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}
