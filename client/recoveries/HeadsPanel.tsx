import { RecordContextProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import { useId } from 'react';
import { FILE_NAME_HEADER, evidenceEndings } from '#contract/evidence.ts';
import type { RecoveryFile, RecoveryHeadRecord, RecoveryShow } from '#contract/recoveries.ts';
import { isAmong, recoveryClaiming, recoveryEnds } from '#domain/recoveries.ts';
import { Icon, Money, Panel, VerbButton, When, formatFen } from '../components/index.ts';
import { formatBytes } from '../imports/import-words.tsx';
import { useUpload } from '../imports/useUpload.ts';
import { sendWhole } from '../providers/upload.ts';
import { useMay } from '../session/SessionContext.ts';
import { ClaimButton } from './ClaimDialog.tsx';

const accept = evidenceEndings.map((ending) => `.${ending}`).join(',');

/** What is claimed, agreed and received under each head, and the files that prove it. */
export function HeadsPanel({ row }: { row: RecoveryShow }) {
  const t = useTranslate();
  const word = (name: string, args?: object) => t(`recoveries.heads.${name}`, args ?? {});
  const mayWork = useMay('recoveries.work');
  const mayClaim = mayWork && isAmong(recoveryClaiming, row.state);
  const posted = word('posted', { fen: formatFen(row.postedFen) });
  const elsewhere =
    row.claimedElsewhereFen > 0
      ? word('elsewhere', { fen: formatFen(row.claimedElsewhereFen) })
      : '';
  return (
    <Panel
      title={word('title')}
      flush
      actions={mayClaim && <ClaimButton row={row} />}
      footer={[posted, elsewhere].filter((text) => text !== '').join(' · ')}
    >
      <div className="rc-scroll" tabIndex={0} role="region" aria-label={word('title')}>
        <table className="r-table rc-heads">
          <thead>
            <tr>
              <th scope="col">{word('head')}</th>
              {(['claimed', 'agreed', 'received'] as const).map((sum) => (
                <th key={sum} scope="col" className="r-right">
                  {word(sum)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {row.heads.map((head) => (
              <HeadRows
                key={head.head}
                row={row}
                head={head}
                mayAdd={mayWork && !isAmong(recoveryEnds, row.state)}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{word('total')}</th>
              <td className="r-right">
                <Money fen={row.claimedFen} />
              </td>
              <td className="r-right">
                <Money fen={row.agreedFen} />
              </td>
              <td className="r-right">
                <Money fen={row.receivedFen} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function HeadRows(props: { row: RecoveryShow; head: RecoveryHeadRecord; mayAdd: boolean }) {
  const { row, head, mayAdd } = props;
  const t = useTranslate();
  return (
    <>
      <tr className="rc-head">
        <th scope="row">
          {t(`recoveries.head.${head.head}`)}
          {head.basis !== '' && <span className="r-note">{head.basis}</span>}
        </th>
        <td className="r-right">
          <Money fen={head.claimedFen} />
        </td>
        <td className="r-right">
          <Money fen={head.agreedFen} />
        </td>
        <td className="r-right">
          <Money fen={head.receivedFen} />
        </td>
      </tr>
      <tr className="rc-proof">
        <td colSpan={4}>
          {head.files.length === 0 && <p className="r-note">{t('recoveries.heads.noFiles')}</p>}
          {head.files.length > 0 && (
            <ul>
              {head.files.map((file) => (
                <FileRow key={file.id} file={file} mayWithdraw={mayAdd} />
              ))}
            </ul>
          )}
          {mayAdd && <AddFile recoveryId={row.id} head={head.head} />}
        </td>
      </tr>
    </>
  );
}

function FileRow({ file, mayWithdraw }: { file: RecoveryFile; mayWithdraw: boolean }) {
  const t = useTranslate();
  const gone = file.withdrawnAt !== null;
  return (
    <li>
      <Icon name="document" />
      <span className="rc-proof__name">
        {gone ? (
          <s>{file.fileName}</s>
        ) : (
          <a href={`/api/recovery-files/${file.id}/file`} download={file.fileName}>
            {file.fileName}
          </a>
        )}{' '}
        <span className="r-note">
          {formatBytes(file.sizeBytes)} · {file.addedByName} <When at={file.addedAt} />
          {gone &&
            ` · ${t('outages.evidence.withdrawnBy', { reason: file.withdrawnReason ?? '–' })}`}
        </span>
      </span>
      {mayWithdraw && !gone && (
        <RecordContextProvider value={{ id: file.id }}>
          <VerbButton
            resource="recovery-files"
            verb="withdraw"
            kind="plain"
            label={t('outages.evidence.withdraw')}
            message={t('outages.evidence.withdrawn')}
            ask={{ title: t('outages.evidence.withdrawTitle', { name: file.fileName }) }}
          />
        </RecordContextProvider>
      )}
    </li>
  );
}

function AddFile({ recoveryId, head }: { recoveryId: string; head: RecoveryFile['head'] }) {
  const t = useTranslate();
  const id = useId();
  const notify = useNotify();
  const refresh = useRefresh();
  const upload = useUpload<RecoveryFile>((file) => {
    notify('outages.evidence.added', { type: 'success', messageArgs: { name: file.fileName } });
    refresh();
  });
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    upload.start((needs) =>
      sendWhole<RecoveryFile>(`/api/recoveries/${recoveryId}/heads/${head}/files`, file, needs, {
        [FILE_NAME_HEADER]: encodeURIComponent(file.name),
      }),
    );
  };
  return (
    <>
      <label className="rc-add r-btn r-btn--plain" htmlFor={id}>
        <Icon name="upload" /> {t('recoveries.heads.upload')}
      </label>
      <input
        id={id}
        type="file"
        className="rc-file"
        accept={accept}
        disabled={upload.busy}
        aria-label={t('recoveries.heads.of', { head: t(`recoveries.head.${head}`) })}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {upload.fault !== null && <p className="r-help r-help--bad">{upload.fault}</p>}
    </>
  );
}
