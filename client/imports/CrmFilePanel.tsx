import { useRefresh, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ImportRecord } from '#contract/imports.ts';
import { Button, Panel } from '../components/index.ts';
import { FileDrop } from './FileDrop.tsx';
import { UploadProgress } from './UploadProgress.tsx';
import { uploadCrmFile } from './upload.ts';
import { useUpload } from './useUpload.ts';

/**
 * Where the platform's list waits for that of the CRM: it goes up as soon as it is chosen. One that is there already
 * gives its place to another only when that is asked for.
 */
export function CrmFilePanel({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const refresh = useRefresh();
  const [file, setFile] = useState<File | null>(null);
  const [replacing, setReplacing] = useState(false);
  const upload = useUpload<unknown>(() => {
    setReplacing(false);
    setFile(null);
    refresh();
  });
  const take = (chosen: File) => {
    setFile(chosen);
    upload.start((needs) => uploadCrmFile(record.id, chosen, needs));
  };
  const { crmFile } = record;
  if (crmFile !== null && !replacing)
    return (
      <p className="imp-replace">
        <Button icon="upload" onClick={() => setReplacing(true)}>
          {t('imports.lists.crmReplace')}
        </Button>
        <span className="r-note">{t('imports.lists.crmReplaceNote')}</span>
      </p>
    );
  return (
    <Panel
      title={t('imports.lists.crm')}
      note={
        crmFile === null
          ? t('imports.lists.crmWanted')
          : t('imports.lists.crmInstead', { file: crmFile.fileName })
      }
    >
      <FileDrop file={file} onFile={take} disabled={upload.busy} fault={upload.fault} />
      {upload.busy && file !== null && <UploadProgress files={[file]} upload={upload} />}
      {crmFile !== null && !upload.busy && (
        <p className="imp-replace">
          <Button kind="plain" onClick={() => setReplacing(false)}>
            {t('imports.lists.crmKeep')}
          </Button>
        </p>
      )}
    </Panel>
  );
}
