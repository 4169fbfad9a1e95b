import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useState } from 'react';
import type { AuditRecord } from '#contract/audit.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { ListPage, StatusIcon, When, WorkTable, localDateOf } from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { useAuditWords } from './audit-words.ts';
import { AuditDetail } from './AuditDetail.tsx';
import { SealTiles } from './SealTiles.tsx';

function useAuditFilters(): FilterSpec[] {
  const t = useTranslate();
  const { zone } = useSession();
  const people = useColleagues();
  const startOf = (date: string) => parseLocal(createZone(zone), `${date}T00:00`);
  const shown = (value: unknown) => (typeof value === 'number' ? localDateOf(value, zone) : '');
  const field = (name: string) => t(`resources.audit-events.fields.${name}`);
  return [
    {
      source: 'actorId',
      label: field('actorName'),
      kind: 'choices',
      always: true,
      choices: people,
    },
    { source: 'action', label: field('action'), kind: 'text', always: true },
    { source: 'subjectType', label: field('subjectType'), kind: 'text' },
    { source: 'subjectId', label: field('subjectId'), kind: 'text' },
    { source: 'from', label: t('audit.since'), kind: 'date', parse: startOf, format: shown },
    { source: 'until', label: t('audit.until'), kind: 'date', parse: startOf, format: shown },
  ];
}

export function AuditList() {
  const t = useTranslate();
  const filters = useAuditFilters();
  const words = useAuditWords();
  const [open, setOpen] = useState<AuditRecord | null>(null);
  return (
    <ListPage
      title={t('audit.title')}
      tags={<ScopeNote />}
      sort={{ field: 'at', order: 'DESC' }}
      perPage={50}
      filters={filters}
      before={<SealTiles />}
    >
      <WorkTable<AuditRecord>
        rowClick={(_id, _resource, record) => {
          setOpen(record);
          return false;
        }}
        {...(open === null ? {} : { currentId: open.id })}
        mobile={(record) => ({
          title: `${words.subject(record.subjectType)} · ${words.act(record.action)}`,
          second: record.reason ?? record.subjectId,
          when: <When at={record.at} />,
          state: words.actor(record),
        })}
      >
        <DataTable.Col<AuditRecord> source="at" render={(record) => <When at={record.at} />} />
        <DataTable.Col<AuditRecord> source="actorName" disableSort render={words.actor} />
        <DataTable.Col<AuditRecord>
          source="action"
          disableSort
          render={(record) => (
            <button
              type="button"
              className="r-btn r-btn--link"
              onClick={(event) => {
                event.stopPropagation();
                setOpen(record);
              }}
            >
              {words.act(record.action)}
            </button>
          )}
        />
        <DataTable.Col<AuditRecord>
          source="subjectType"
          disableSort
          render={(record) => words.subject(record.subjectType)}
        />
        <DataTable.Col<AuditRecord>
          source="subjectId"
          disableSort
          render={(record) => <span className="r-mono">{record.subjectId}</span>}
        />
        <DataTable.Col<AuditRecord>
          source="reason"
          disableSort
          render={(record) => (
            <span className="r-ellipsis" title={record.reason ?? ''}>
              {record.reason ?? ''}
            </span>
          )}
        />
        <DataTable.Col<AuditRecord>
          source="sealSeq"
          disableSort
          render={(record) => <SealMark record={record} />}
        />
      </WorkTable>
      {open !== null && <AuditDetail record={open} onClose={() => setOpen(null)} />}
    </ListPage>
  );
}

function SealMark({ record }: { record: AuditRecord }) {
  const t = useTranslate();
  if (record.sealSeq === null) return <StatusIcon status="wait" label={t('audit.row.pending')} />;
  return <StatusIcon status="ok" label={t('audit.row.sealed', { seq: record.sealSeq })} />;
}

/** Says so when the role reads only a part of the trail. */
function ScopeNote() {
  const { staff } = useSession();
  const t = useTranslate();
  if (staff === null || staff.role === 'manager' || staff.role === 'auditor') return null;
  return <>{t(staff.role === 'administrator' ? 'audit.scopeStaff' : 'audit.scopeOwn')}</>;
}
