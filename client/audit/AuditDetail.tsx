import { useTranslate } from 'ra-core';
import type { AuditRecord } from '#contract/audit.ts';
import { Dialog, KeyValues, When } from '../components/index.ts';

/** One event as it was recorded. */
export function AuditDetail({ record, onClose }: { record: AuditRecord; onClose: () => void }) {
  const t = useTranslate();
  const field = (name: string) => t(`resources.audit-events.fields.${name}`);
  const seal =
    record.sealSeq === null
      ? t('audit.row.pending')
      : t('audit.row.sealed', { seq: record.sealSeq });
  return (
    <Dialog open wide onClose={onClose} title={record.action}>
      <KeyValues
        rows={[
          { key: 'at', label: field('at'), value: <When at={record.at} /> },
          { key: 'who', label: field('actorName'), value: record.actorName },
          {
            key: 'subject',
            label: field('subjectId'),
            value: (
              <span className="r-mono">
                {record.subjectType} {record.subjectId}
              </span>
            ),
          },
          { key: 'reason', label: field('reason'), value: record.reason ?? t('audit.noReason') },
          {
            key: 'request',
            label: field('requestId'),
            value: <span className="r-mono">{record.requestId}</span>,
          },
          { key: 'seal', label: field('sealSeq'), value: seal },
        ]}
      />
      <pre className="r-raw" tabIndex={0} aria-label={t('audit.open')}>
        {JSON.stringify(record.detail, null, 2)}
      </pre>
    </Dialog>
  );
}
