import { useTranslate } from 'ra-core';
import type { AuditRecord } from '#contract/audit.ts';
import { useAuditWords } from './audit-words.ts';
import { Dialog, KeyValues, When } from '../components/index.ts';

/** One event as it was recorded. */
export function AuditDetail({ record, onClose }: { record: AuditRecord; onClose: () => void }) {
  const t = useTranslate();
  const field = (name: string) => t(`resources.audit-events.fields.${name}`);
  const words = useAuditWords();
  const seal =
    record.sealSeq === null
      ? t('audit.row.pending')
      : t('audit.row.sealed', { seq: record.sealSeq });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`${words.subject(record.subjectType)} · ${words.act(record.action)}`}
    >
      <KeyValues
        rows={[
          { key: 'at', label: field('at'), value: <When at={record.at} /> },
          {
            key: 'action',
            label: field('action'),
            value: <span className="r-mono">{record.action}</span>,
          },
          { key: 'who', label: field('actorName'), value: words.actor(record) },
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
