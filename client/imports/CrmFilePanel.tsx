import { useRefresh, useTranslate } from 'ra-core';
import { useState } from 'react';
import type { ImportRecord } from '#contract/imports.ts';
import { Panel } from '../components/index.ts';
import { FileDrop } from './FileDrop.tsx';
import { UploadProgress } from './UploadProgress.tsx';
import { uploadCrmFile } from './upload.ts';
import { useUpload } from './useUpload.ts';

/** Where the platform's list waits for that of the CRM: it goes up as soon as it is chosen. */
export function CrmFilePanel({ record }: { record: ImportRecord }) {
  const t = useTranslate();
  const refresh = useRefresh();
  const [file, setFile] = useState<File | null>(null);
  const upload = useUpload<unknown>(() => refresh());
  const take = (chosen: File) => {
    setFile(chosen);
    upload.start((needs) => uploadCrmFile(record.id, chosen, needs));
  };
  return (
    <Panel title={t('imports.lists.crm')} note={t('imports.lists.crmWanted')}>
      <FileDrop file={file} onFile={take} disabled={upload.busy} fault={upload.fault} />
      {upload.busy && file !== null && <UploadProgress files={[file]} upload={upload} />}
    </Panel>
  );
}
