import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { RefusalRecord } from '#contract/rules.ts';
import { addDays } from '#domain/civil-date.ts';
import { createZone, localDateAt, startOfDay } from '#domain/time.ts';
import {
  Dialog,
  EmptyState,
  FilterChips,
  ListPage,
  MaskedNumber,
  StatusWord,
  When,
  WorkTable,
  useLocaleName,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { RuleTabs } from './RuleTabs.tsx';
import { ruleName } from './ReviewList.tsx';
import './causes.css';

/** Every refusal by a rule, and what its customer was told: the text as it was sent, with its version. */
export function RefusalRegister() {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const rules = createZone(zone);
  const field = (name: string) => t(`resources.refusals.fields.${name}`);
  const day = (source: string, shift: number): FilterSpec => ({
    source,
    label: field(source),
    kind: 'date',
    always: true,
    // "Until" counts its own day in.
    parse: (on) => startOfDay(rules, addDays(on, shift)),
    format: (value) => addDays(localDateAt(rules, Number(value)), -shift),
  });
  const filters: FilterSpec[] = [
    { source: 'failureCode', label: field('failureCode'), kind: 'text', always: true },
    day('from', 0),
    day('until', 1),
    { source: 'areaCode', label: field('areaCode'), kind: 'text', always: true },
  ];
  return (
    <ListPage
      title={t('causes.rules.title')}
      resource="refusals"
      sort={{ field: 'requestedAt', order: 'DESC' }}
      before={
        <>
          <RuleTabs />
          <FilterChips filters={filters} />
        </>
      }
    >
      <WorkTable<RefusalRecord>
        rowClick={false}
        empty={<EmptyState text={t('causes.rules.refusalsEmpty')} />}
        mobile={(row) => ({
          title: (
            <>
              <Link to={`/cases/${row.id}/show`}>{row.ticketNo}</Link> {row.failureCode}
            </>
          ),
          second: <GivenText row={row} />,
          when: <When at={row.requestedAt} />,
          state: row.waived ? t('causes.rules.waived') : '',
        })}
      >
        <DataTable.Col<RefusalRecord>
          source="requestedAt"
          render={(row) => <When at={row.requestedAt} />}
        />
        <DataTable.Col<RefusalRecord>
          source="ticketNo"
          disableSort
          render={(row) => <Link to={`/cases/${row.id}/show`}>{row.ticketNo}</Link>}
        />
        <DataTable.Col<RefusalRecord>
          source="msisdnMasked"
          disableSort
          render={(row) => <MaskedNumber value={row.msisdnMasked} />}
        />
        <DataTable.Col<RefusalRecord>
          source="failureCode"
          disableSort
          render={(row) => `${row.failureCode} ${ruleName(row, locale)}`}
        />
        <DataTable.Col source="productName" disableSort />
        <DataTable.Col<RefusalRecord>
          source="areaCode"
          disableSort
          render={(row) => (locale === 'zh' ? row.areaNameZh : row.areaNameEn)}
        />
        <DataTable.Col<RefusalRecord>
          source="given"
          disableSort
          render={(row) => <GivenText row={row} />}
        />
      </WorkTable>
    </ListPage>
  );
}

function GivenText({ row }: { row: RefusalRecord }) {
  const t = useTranslate();
  const { given } = row;
  const [open, setOpen] = useState(false);
  if (given === null)
    return (
      <StatusWord status={row.waived ? 'ok' : 'wait'}>
        {t(row.waived ? 'causes.rules.waived' : 'causes.rules.notGiven')}
      </StatusWord>
    );
  const which = t('causes.rules.given', {
    template: given.templateCode,
    version: given.templateVersionNo,
  });
  return (
    <>
      <button type="button" className="r-ellipsis u-given" onClick={() => setOpen(true)}>
        <span className="r-muted">{which}</span> {given.body}
      </button>
      {open && (
        <Dialog open onClose={() => setOpen(false)} title={`${row.ticketNo} · ${which}`}>
          <p className="u-prose">{given.body}</p>
          <p className="r-note">
            <When at={given.sentAt} />
          </p>
        </Dialog>
      )}
    </>
  );
}
