import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { AuditRecord } from '#contract/audit.ts';
import type { BatchShow } from '#contract/compensation.ts';
import {
  EmptyState,
  ErrorState,
  LoadingShape,
  Num,
  Panel,
  StatusWord,
  Timeline,
  When,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { RuleNote } from '../limits/AutomaticNote.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { Hash } from './words.tsx';

/** Who approved or rejected which content, and what a later change made void. */
export function ApprovalsTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  if (record.approvals.length === 0) return <EmptyState text={t('compensation.approvals.none')} />;
  return (
    <Panel flush>
      <div className="b-scroll">
        <table className="r-table">
          <thead>
            <tr>
              <th>{t('compensation.field.when')}</th>
              <th>{t('compensation.field.what')}</th>
              <th>{t('compensation.field.by')}</th>
              <th>{t('compensation.side.hash')}</th>
              <th>{t('common.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {record.approvals.map((approval) => (
              <tr key={approval.id}>
                <td>
                  <When at={approval.createdAt} />
                </td>
                <td>
                  <StatusWord
                    status={approval.void ? 'held' : approval.act === 'approved' ? 'ok' : 'bad'}
                  >
                    {t(`compensation.approvalAct.${approval.void ? 'void' : approval.act}`)}
                  </StatusWord>
                </td>
                <td>
                  {approval.approverName}{' '}
                  <span className="r-muted">{t(`shell.roles.${approval.approverRole}`)}</span>
                </td>
                <td>
                  <Hash value={approval.contentHash} />
                </td>
                <td className="b-wrap">
                  {approval.rule === null ? (
                    (approval.reason ?? '–')
                  ) : (
                    <RuleNote rule={approval.rule} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const auditStatus: Readonly<Record<string, Status>> = {
  calculated: 'ok',
  submitted: 'wait',
  approved: 'ok',
  approved_first: 'ok',
  approved_by_rule: 'ok',
  automatic_waits: 'wait',
  automatic_empty: 'held',
  credited: 'ok',
  partly_credited: 'bad',
  calculation_failed: 'bad',
  calculation_cancelled: 'held',
  rejected: 'bad',
  expired: 'bad',
  cancelled: 'held',
  withdrawn: 'held',
  crediting_paused: 'held',
  crediting_started: 'flight',
  crediting_resumed: 'flight',
  parked_retried: 'flight',
};

/** The batch's own audit trail, newest first. */
export function AuditTab({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const query = useQuery({
    queryKey: ['compensation-batches', record.id, 'audit', record.version],
    queryFn: ({ signal }) =>
      dataProvider.read<AuditRecord[]>(`compensation-batches/${record.id}/audit`, {}, signal),
  });
  if (query.error !== null)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingShape shape="rows" />;
  return (
    <Panel flush className="b-audit">
      <Timeline
        entries={query.data.map((event) => ({
          id: event.id,
          when: <When at={event.at} />,
          status: auditStatus[event.action.replace('batch.', '')] ?? 'open',
          title: t(`compensation.audit.${event.action.replace('batch.', '')}`, { _: event.action }),
          ...(event.reason === null ? {} : { detail: event.reason }),
          ...(typeof event.detail['items'] === 'number'
            ? {
                result: (
                  <Num
                    value={event.detail['items']}
                    unit={t('compensation.unit.items', { smart_count: event.detail['items'] })}
                  />
                ),
              }
            : {}),
          who: event.actorId === 'system' ? t('compensation.system') : event.actorName,
        }))}
      />
    </Panel>
  );
}
