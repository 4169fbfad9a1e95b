import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { useNavigate } from 'react-router-dom';
import type { ApprovalLimitVersion } from '#contract/approval-limits.ts';
import {
  Button,
  EmptyState,
  ListPage,
  Money,
  Num,
  RecordLink,
  When,
  WorkTable,
  formatFen,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { useSend } from '../weights/use-send.ts';
import { VersionWord } from '../weights/words.tsx';
import { limitsPath } from './limits-words.ts';
import './limits.css';

/** Every version of the limits of approval; the published one holds. */
export function LimitsList() {
  const t = useTranslate();
  const mayEdit = useMay('limits.edit');
  const name = ({ versionNo }: ApprovalLimitVersion) => t('limits.version', { no: versionNo });
  return (
    <ListPage
      title={t('limits.title')}
      tags={t('limits.lead')}
      sort={{ field: 'versionNo', order: 'DESC' }}
      actions={mayEdit && <NewDraft />}
    >
      <WorkTable<ApprovalLimitVersion>
        empty={<EmptyState text={t('limits.empty')} />}
        mobile={(record) => ({
          title: name(record),
          second: `${formatFen(record.firstFen)} · ${formatFen(record.secondFen)}`,
          when: <When at={record.updatedAt} as="ago" />,
          state: <VersionWord state={record.state} />,
        })}
      >
        <DataTable.Col<ApprovalLimitVersion>
          source="versionNo"
          render={(record) => <RecordLink>{name(record)}</RecordLink>}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="state"
          disableSort
          render={(record) => <VersionWord state={record.state} />}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="firstFen"
          disableSort
          align="right"
          render={(record) => <Money fen={record.firstFen} />}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="secondFen"
          disableSort
          align="right"
          render={(record) => <Money fen={record.secondFen} />}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="ceilings"
          disableSort
          align="right"
          render={(record) => <Num value={record.ceilings.length} />}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="publishedByName"
          disableSort
          render={(record) => record.publishedByName ?? '–'}
        />
        <DataTable.Col<ApprovalLimitVersion>
          source="updatedAt"
          render={(record) => <When at={record.updatedAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

function NewDraft() {
  const t = useTranslate();
  const navigate = useNavigate();
  const make = useSend<void, ApprovalLimitVersion>({
    run: (provider) => provider.send('POST', 'approval-limit-versions', {}),
    onDone: ({ id }) => void navigate(limitsPath(id)),
  });
  return (
    <Button kind="filled" icon="edit" busy={make.isPending} onClick={() => make.mutate()}>
      {t('limits.draft')}
    </Button>
  );
}
