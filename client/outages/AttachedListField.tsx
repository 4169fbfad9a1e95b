import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import { useController } from 'react-hook-form';
import type { AttachedList } from '#contract/outage-work.ts';
import {
  Button,
  Icon,
  KeyValues,
  Num,
  StatusWord,
  formatTime,
  useNow,
} from '../components/index.ts';
import { FileDrop } from '../imports/FileDrop.tsx';
import { UploadProgress } from '../imports/UploadProgress.tsx';
import { useUpload } from '../imports/useUpload.ts';
import { queryString } from '../providers/data-provider.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { sendWhole } from '../providers/upload.ts';
import { useSession } from '../session/SessionContext.ts';
import '../imports/imports.css';

const mostBytes = 16 * 1024 * 1024;

/** The lines that were attached (驻留), as a file or pasted: sent, matched, and shown with what was not found. */
export function AttachedListField() {
  const t = useTranslate();
  const { field, fieldState } = useController({ name: 'attachedListId' });
  const id = (field.value as string | null) ?? '';
  return (
    <div className="r-field">
      <span className="r-label">{t('outages.attached.label')}</span>
      <p className="r-help">{t('outages.attached.help')}</p>
      {id === '' ? (
        <ListUpload onDone={(list) => field.onChange(list.id)} />
      ) : (
        <ChosenList id={id} onRemove={() => field.onChange('')} />
      )}
      {fieldState.error?.message !== undefined && (
        <p className="r-help r-help--bad" role="alert">
          {t('outages.attached.failed')}
        </p>
      )}
    </div>
  );
}

function ListUpload({ onDone }: { onDone: (list: AttachedList) => void }) {
  const t = useTranslate();
  const id = useId();
  const now = useNow();
  const { zone } = useSession();
  const [text, setText] = useState('');
  const [sending, setSending] = useState<{ name: string; size: number } | null>(null);
  const upload = useUpload<AttachedList>(onDone);
  const send = (name: string, body: Blob) => {
    if (body.size > mostBytes)
      return upload.refuse(t('errors.attached.tooLarge', { mb: mostBytes / 1024 / 1024 }));
    if (body.size === 0) return upload.refuse(t('errors.attached.empty'));
    setSending({ name, size: body.size });
    upload.start((needs) =>
      sendWhole<AttachedList>(
        `/api/attached-lists${queryString({ name: name.slice(0, 80) })}`,
        body,
        needs,
      ),
    );
  };
  if (upload.busy && sending !== null) return <UploadProgress files={[sending]} upload={upload} />;
  return (
    <>
      <FileDrop
        file={null}
        onFile={(file) => send(file.name, file)}
        disabled={false}
        accept=".csv,.txt,text/csv,text/plain"
        note={t('outages.attached.drop')}
        fault={upload.fault}
      />
      <label className="o-paste" htmlFor={id}>
        {t('outages.attached.paste')}
      </label>
      <textarea
        id={id}
        rows={3}
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-help`}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${id}-help`} className="r-help">
        {t('outages.attached.pasteHelp')}
      </p>
      {text.trim() !== '' && (
        <div>
          <Button
            icon="upload"
            onClick={() =>
              send(t('outages.attached.pasted', { time: formatTime(now, zone) }), new Blob([text]))
            }
          >
            {t('outages.attached.send')}
          </Button>
        </div>
      )}
    </>
  );
}

export function useAttachedList(id: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<AttachedList, HttpError>({
    queryKey: ['attached-lists', id],
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`attached-lists/${id}`, undefined, signal),
  });
}

function ChosenList({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useTranslate();
  const { data, error } = useAttachedList(id);
  return (
    <div className="o-list">
      <div className="o-list__head">
        <Icon name="document" />
        <strong className="r-ellipsis">{data?.name ?? (error === null ? '…' : '–')}</strong>
        <Button kind="link" onClick={onRemove}>
          {t('outages.attached.remove')}
        </Button>
      </div>
      {error !== null && <StatusWord status="bad">{t('outages.attached.failed')}</StatusWord>}
      {data !== undefined && <ListCounts list={data} />}
    </div>
  );
}

/** What was read and found, and the first rows that were not. */
export function ListCounts({ list }: { list: AttachedList }) {
  const t = useTranslate();
  const counts = ['read', 'matched', 'unmatched', 'repeated'] as const;
  return (
    <>
      <KeyValues
        rows={counts.map((key) => ({
          key,
          label: t(`outages.attached.${key}`),
          value: <Num value={list[key]} />,
          strong: key === 'matched',
        }))}
      />
      {list.rejects.length > 0 && (
        <details className="o-fold">
          <summary>{t('outages.attached.rejects')}</summary>
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col" className="r-right">
                  {t('outages.attached.row')}
                </th>
                <th scope="col">{t('outages.attached.text')}</th>
                <th scope="col">{t('outages.attached.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {list.rejects.map((reject) => (
                <tr key={reject.row}>
                  <td className="r-right">{reject.row}</td>
                  <td className="r-mono">{reject.text}</td>
                  <td>{t(`outages.attached.reasons.${reject.reason}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}
