import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  RecordContextProvider,
  useDataProvider,
  useNotify,
  useRefresh,
  useTranslate,
} from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import {
  FILE_NAME_HEADER,
  MAX_EVIDENCE_BYTES,
  MAX_EVIDENCE_FILES,
  evidenceEndings,
} from '#contract/evidence.ts';
import type { EvidenceRecord } from '#contract/evidence.ts';
import type { OutageShow } from '#contract/outages.ts';
import { ErrorState, Icon, LoadingShape, Panel, VerbButton, When } from '../components/index.ts';
import { FileDrop } from '../imports/FileDrop.tsx';
import { UploadProgress } from '../imports/UploadProgress.tsx';
import { formatBytes } from '../imports/import-words.tsx';
import { useUpload } from '../imports/useUpload.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { sendWhole } from '../providers/upload.ts';
import { useMay } from '../session/SessionContext.ts';
import '../imports/imports.css';

const accept = evidenceEndings.map((ending) => `.${ending}`).join(',');

export function useEvidence(outageId: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<EvidenceRecord[], HttpError>({
    queryKey: ['outages', outageId, 'evidence'],
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`outages/${outageId}/evidence`, undefined, signal),
  });
}

/** Files that prove what happened: added, fetched, withdrawn with a reason, never taken out of the record. */
export function EvidencePanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.log') && outage.state !== 'cancelled' && outage.state !== 'closed';
  const { data, error, refetch } = useEvidence(outage.id);
  const files = data ?? [];
  const valid = files.filter(({ withdrawnAt }) => withdrawnAt === null).length;
  if (!may && data !== undefined && files.length === 0 && outage.evidenceNote === null) return null;
  return (
    <Panel title={t('outages.evidence.title')} note={t('outages.evidence.note')} flush>
      {outage.evidenceNote !== null && <p className="r-prose o-pad">{outage.evidenceNote}</p>}
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={2} />
      ) : (
        files.length > 0 && (
          <ul className="o-files">
            {files.map((file) => (
              <EvidenceRow key={file.id} file={file} may={may} />
            ))}
          </ul>
        )
      )}
      {may && data !== undefined && (
        <div className="o-pad">
          {valid >= MAX_EVIDENCE_FILES ? (
            <p className="r-note">{t('outages.evidence.full')}</p>
          ) : (
            <EvidenceUpload outageId={outage.id} />
          )}
        </div>
      )}
    </Panel>
  );
}

function EvidenceRow({ file, may }: { file: EvidenceRecord; may: boolean }) {
  const t = useTranslate();
  const queries = useQueryClient();
  const gone = file.withdrawnAt !== null;
  return (
    <li className={gone ? 'o-files__gone' : ''}>
      <Icon name="document" />
      <span className="o-files__name">
        <span className="r-ellipsis" title={t('outages.evidence.hash', { hash: file.sha256 })}>
          {gone ? <s>{file.fileName}</s> : file.fileName}
        </span>
        <span className="r-note">
          {formatBytes(file.sizeBytes)} · {file.addedByName} <When at={file.addedAt} />
          {file.firstRevision !== null &&
            ` · ${t('outages.evidence.revision', { revision: file.firstRevision })}`}
          {gone &&
            ` · ${t('outages.evidence.withdrawnBy', { reason: file.withdrawnReason ?? '–' })}`}
        </span>
      </span>
      <a
        className="r-btn r-btn--plain"
        href={`/api/evidence/${file.id}/file`}
        download={file.fileName}
        aria-label={`${t('outages.evidence.download')} ${file.fileName}`}
      >
        <Icon name="download" />
        <span className="o-files__word">{t('outages.evidence.download')}</span>
      </a>
      {may && !gone && (
        <RecordContextProvider value={{ id: file.id }}>
          <VerbButton
            resource="evidence"
            verb="withdraw"
            kind="plain"
            label={t('outages.evidence.withdraw')}
            message={t('outages.evidence.withdrawn')}
            onDone={() => void queries.invalidateQueries({ queryKey: ['outages', file.outageId] })}
            ask={{
              title: t('outages.evidence.withdrawTitle', { name: file.fileName }),
              sentence: t('outages.evidence.withdrawAsk'),
            }}
          />
        </RecordContextProvider>
      )}
    </li>
  );
}

function EvidenceUpload({ outageId }: { outageId: string }) {
  const t = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const [sending, setSending] = useState<File | null>(null);
  const upload = useUpload<EvidenceRecord>((record) => {
    notify('outages.evidence.added', { type: 'success', messageArgs: { name: record.fileName } });
    void queries.invalidateQueries({ queryKey: ['outages', outageId, 'evidence'] });
    refresh();
  });
  const take = (file: File) => {
    if (file.size > MAX_EVIDENCE_BYTES) {
      return upload.refuse(t('outages.evidence.tooLarge', { size: formatBytes(file.size) }));
    }
    setSending(file);
    upload.start((needs) =>
      sendWhole<EvidenceRecord>(`/api/outages/${outageId}/evidence`, file, needs, {
        [FILE_NAME_HEADER]: encodeURIComponent(file.name),
      }),
    );
  };
  if (upload.busy && sending !== null) return <UploadProgress files={[sending]} upload={upload} />;
  return (
    <FileDrop
      file={null}
      onFile={take}
      disabled={false}
      accept={accept}
      note={t('outages.evidence.drop')}
      fault={upload.fault}
    />
  );
}
