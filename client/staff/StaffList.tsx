import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { StaffRecord } from '#contract/staff.ts';
import { roles } from '#domain/permissions.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  RecordLink,
  When,
  WorkTable,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { RoleWords, StaffStatus, useAreaText } from './staff-words.tsx';

const statuses = ['active', 'awaiting_countersign', 'deactivated'] as const;

export function StaffList() {
  const t = useTranslate();
  const areaText = useAreaText();
  const mayManage = useMay('staff.manage');
  const filters: FilterSpec[] = [
    {
      source: 'role',
      label: t('resources.staff.fields.role'),
      kind: 'choice',
      always: true,
      choices: roles.map((id) => ({ id, label: t(`shell.roles.${id}`) })),
    },
    { source: 'login', label: t('resources.staff.fields.login'), kind: 'text' },
  ];
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...statuses.map((id) => ({ id, label: t(`staff.status.${id}`), filter: { status: id } })),
  ];
  return (
    <ListPage
      title={t('staff.title')}
      sort={{ field: 'login', order: 'ASC' }}
      filters={filters}
      tabs={{ label: t('resources.staff.fields.status'), items: tabs }}
      actions={
        <>
          <ColumnsButton />
          {mayManage && (
            <LinkButton to="/staff/create" kind="filled" icon="plus">
              {t('staff.invite')}
            </LinkButton>
          )}
        </>
      }
    >
      <WorkTable<StaffRecord>
        empty={<EmptyState text={t('staff.empty')} />}
        mobile={(record) => ({
          title: record.name,
          second: <RoleWords record={record} />,
          when: <When at={record.lastSignInAt} as="ago" fallback={t('staff.never')} />,
          state: <StaffStatus record={record} />,
        })}
      >
        <DataTable.Col<StaffRecord>
          source="name"
          render={(record) => <RecordLink>{record.name}</RecordLink>}
        />
        <DataTable.Col source="login" />
        <DataTable.Col<StaffRecord>
          source="role"
          render={(record) => <RoleWords record={record} />}
        />
        <DataTable.Col<StaffRecord>
          source="status"
          render={(record) => <StaffStatus record={record} />}
        />
        <DataTable.Col<StaffRecord>
          source="areaCodes"
          disableSort
          render={(record) => areaText(record.areaCodes)}
        />
        <DataTable.Col<StaffRecord>
          source="lastSignInAt"
          render={(record) => <When at={record.lastSignInAt} fallback={t('staff.never')} />}
        />
      </WorkTable>
    </ListPage>
  );
}
