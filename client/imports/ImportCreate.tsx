import { useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { MAX_IMPORT_BYTES } from '#contract/imports.ts';
import type { ImportKind } from '#contract/imports.ts';
import { importKinds } from '#domain/import-lifecycle.ts';
import { Button, Page, PageHead, Panel, ProgressBar, StickyActions } from '../components/index.ts';
import { useMay, useSession, useSessionClient } from '../session/SessionContext.ts';
import { AsOfField, ZoneField } from './Fields.tsx';
import { FileDrop } from './FileDrop.tsx';
import { fieldFaultsOf } from './faults.ts';
import { KindChoice } from './KindChoice.tsx';
import { uploadImport } from './upload.ts';
import './imports.css';

const GUESSES: readonly (readonly [RegExp, ImportKind])[] = [
  [/\.json$/iu, 'tmf641'],
  [/reconcil|对账|稽核/iu, 'reconciliation'],
  [/volume|业务量/iu, 'volumes'],
  [/subscriber|用户|快照/iu, 'subscribers'],
  [/outage|中断|故障/iu, 'outages'],
];

const guessKind = (name: string): ImportKind | undefined =>
  GUESSES.find(([pattern]) => pattern.test(name))?.[1];

/** What is in the file, the file itself, and how to read its times; then it goes up. */
export function ImportCreate() {
  const t = useTranslate();
  const session = useSession();
  const mayOutages = useMay('outages.log');
  const kinds = importKinds.filter((kind) => kind !== 'outages' || mayOutages);
  const [kind, setKind] = useState<ImportKind>('unsubscribes');
  const [zone, setZone] = useState(session.zone);
  const [asOf, setAsOf] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const upload = useUpload();
  const take = (chosen: File) => {
    setFile(chosen);
    upload.forget();
    const guess = guessKind(chosen.name);
    if (guess !== undefined && kinds.includes(guess)) setKind(guess);
  };
  const tooLarge = file !== null && file.size > MAX_IMPORT_BYTES;
  const fault = tooLarge
    ? t('errors.imports.tooLarge', { maxMb: MAX_IMPORT_BYTES / 1024 / 1024 })
    : upload.fault;
  const send = () => {
    if (file === null || tooLarge)
      return upload.refuse(tooLarge ? null : t('imports.upload.noFile'));
    upload.start({ file, kind, zone, asOf: kind === 'subscribers' ? asOf : '' });
  };
  return (
    <Page width="document">
      <PageHead title={t('imports.new')} />
      <Panel>
        <div className="imp-form">
          <FileDrop file={file} onFile={take} disabled={upload.busy} fault={fault} />
          <KindChoice kinds={kinds} value={kind} onChange={setKind} disabled={upload.busy} />
          <div className="r-fieldrow">
            <ZoneField value={zone} onChange={setZone} />
            {kind === 'subscribers' && (
              <AsOfField
                value={asOf}
                onChange={setAsOf}
                help={t('imports.upload.asOfHelp')}
                fault={upload.fields['asOf']}
              />
            )}
          </div>
          {upload.busy && file !== null && <UploadProgress file={file} upload={upload} />}
        </div>
      </Panel>
      <StickyActions>
        <Button kind="filled" icon="upload" big busy={upload.busy} onClick={send}>
          {t('imports.upload.send')}
        </Button>
        <span className="r-note imp-note">{t('imports.upload.nothing')}</span>
      </StickyActions>
    </Page>
  );
}

function UploadProgress({ file, upload }: { file: File; upload: ReturnType<typeof useUpload> }) {
  const t = useTranslate();
  const label = t(upload.sent >= file.size ? 'imports.upload.reading' : 'imports.upload.sending', {
    name: file.name,
  });
  const kb = (bytes: number) => Math.round(bytes / 1024);
  return (
    <div aria-live="polite">
      <p className="r-note">{label}</p>
      <ProgressBar
        done={Math.min(kb(upload.sent), kb(file.size))}
        total={kb(file.size)}
        label={label}
        onCancel={upload.cancel}
      />
    </div>
  );
}

function useUpload() {
  const t = useTranslate();
  const session = useSessionClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(0);
  const [fault, setFault] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const abort = useRef<AbortController | null>(null);

  const forget = () => {
    setFault(null);
    setFields({});
  };
  async function run(request: Parameters<typeof uploadImport>[0]) {
    const controller = new AbortController();
    abort.current = controller;
    forget();
    setSent(0);
    setBusy(true);
    try {
      const needs = { session, translate: t, onProgress: setSent, signal: controller.signal };
      const record = await uploadImport(request, needs);
      void navigate(`/imports/${record.id}/show`, { replace: true });
    } catch (error) {
      if (controller.signal.aborted) return;
      setFields(fieldFaultsOf(error));
      setFault((error as HttpError).message);
    } finally {
      setBusy(false);
    }
  }
  return {
    busy,
    sent,
    fault,
    fields,
    forget,
    refuse: setFault,
    start: (request: Parameters<typeof uploadImport>[0]) => void run(request),
    cancel: () => abort.current?.abort(),
  };
}
