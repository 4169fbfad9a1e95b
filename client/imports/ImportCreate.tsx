import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { MAX_IMPORT_BYTES } from '#contract/imports.ts';
import type { ImportKind, ImportRecord } from '#contract/imports.ts';
import { importKinds, isOfOutages } from '#domain/import-lifecycle.ts';
import { Button, Page, PageHead, Panel, StickyActions, useUrlState } from '../components/index.ts';
import type { UploadNeeds } from '../providers/upload.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { AsOfField, ZoneField } from './Fields.tsx';
import { FileDrop } from './FileDrop.tsx';
import { KindChoice } from './KindChoice.tsx';
import { UploadProgress } from './UploadProgress.tsx';
import { uploadCrmFile, uploadImport } from './upload.ts';
import type { UploadRequest } from './upload.ts';
import { useUpload } from './useUpload.ts';
import './imports.css';

const GUESSES: readonly (readonly [RegExp, ImportKind])[] = [
  [/\.json$/iu, 'tmf641'],
  [/reconcil|对账|稽核/iu, 'reconciliation'],
  [/volume|业务量/iu, 'volumes'],
  [/subscriber|用户|快照/iu, 'subscribers'],
  [/complaint|port.?out|satisf|effect|投诉|携|满意度/iu, 'outage_effects'],
  [/outage|中断|故障/iu, 'outages'],
];

const guessKind = (name: string): ImportKind | undefined =>
  GUESSES.find(([pattern]) => pattern.test(name))?.[1];

/** What is in the file, the file itself, and how to read its times; then it goes up. */
export function ImportCreate() {
  const t = useTranslate();
  const session = useSession();
  const mayOutages = useMay('outages.log');
  const kinds = importKinds.filter((kind) => mayOutages || !isOfOutages(kind));
  // A link may name what is in the file: the page of an outage asks for what it led to.
  const [named] = useUrlState('kind');
  const [kind, setKind] = useState<ImportKind>(
    kinds.find((known) => known === named) ?? 'unsubscribes',
  );
  const [zone, setZone] = useState(session.zone);
  const [asOf, setAsOf] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [crmFile, setCrmFile] = useState<File | null>(null);
  const { upload, send } = useFiles();
  const two = kind === 'relations';
  const take = (chosen: File) => {
    setFile(chosen);
    upload.forget();
    const guess = guessKind(chosen.name);
    if (!two && guess !== undefined && kinds.includes(guess)) setKind(guess);
  };
  const wanted = two ? [file, crmFile] : [file];
  const files = wanted.filter((one) => one !== null);
  const tooLarge = files.some(({ size }) => size > MAX_IMPORT_BYTES);
  const fault = tooLarge
    ? t('errors.imports.tooLarge', { maxMb: MAX_IMPORT_BYTES / 1024 / 1024 })
    : upload.fault;
  const start = () => {
    if (file === null || files.length < wanted.length || tooLarge)
      return upload.refuse(
        tooLarge ? null : t(two ? 'imports.upload.noFiles' : 'imports.upload.noFile'),
      );
    send({ file, kind, zone, asOf: kind === 'subscribers' ? asOf : '' }, two ? crmFile : null);
  };
  return (
    <Page width="document">
      <PageHead title={t('imports.new')} />
      <Panel>
        <div className="imp-form">
          {two ? (
            <TwoDrops
              files={[file, crmFile]}
              onFiles={[take, setCrmFile]}
              disabled={upload.busy}
              fault={fault}
            />
          ) : (
            <FileDrop file={file} onFile={take} disabled={upload.busy} fault={fault} />
          )}
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
          {upload.busy && <UploadProgress files={files} upload={upload} />}
        </div>
      </Panel>
      <StickyActions>
        <Button kind="filled" icon="upload" big busy={upload.busy} onClick={start}>
          {t('imports.upload.send')}
        </Button>
        <span className="r-note imp-note">{t('imports.upload.nothing')}</span>
      </StickyActions>
    </Page>
  );
}

function TwoDrops(props: {
  files: readonly [File | null, File | null];
  onFiles: readonly [(file: File) => void, (file: File) => void];
  disabled: boolean;
  fault: string | null;
}) {
  const t = useTranslate();
  return (
    <div>
      <div className="imp-two">
        {(['platform', 'crm'] as const).map((list, at) => (
          <FileDrop
            key={list}
            title={t(`imports.lists.${list}`)}
            file={props.files[at] ?? null}
            onFile={props.onFiles[at] ?? (() => undefined)}
            disabled={props.disabled}
            fault={null}
          />
        ))}
      </div>
      {props.fault !== null && (
        <p className="r-help r-help--bad imp-fault" role="alert">
          {props.fault}
        </p>
      )}
    </div>
  );
}

/** Sends one file, or two one behind the other; what has arrived is not sent again when the second is refused. */
function useFiles() {
  const navigate = useNavigate();
  const arrived = useRef<{ file: File; record: ImportRecord } | null>(null);
  const upload = useUpload<ImportRecord>(
    (record) => void navigate(`/imports/${record.id}/show`, { replace: true }),
  );
  async function both(request: UploadRequest, crmFile: File, needs: UploadNeeds) {
    const { file } = request;
    if (arrived.current?.file !== file)
      arrived.current = { file, record: await uploadImport(request, needs) };
    return uploadCrmFile(arrived.current.record.id, crmFile, {
      ...needs,
      onProgress: (bytes) => needs.onProgress(file.size + bytes),
    });
  }
  const send = (request: UploadRequest, crmFile: File | null) =>
    upload.start((needs) =>
      crmFile === null ? uploadImport(request, needs) : both(request, crmFile, needs),
    );
  return { upload, send };
}
