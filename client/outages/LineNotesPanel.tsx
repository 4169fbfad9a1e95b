import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { LineNotes, LineNotesResult } from '#contract/line-notes.ts';
import type { OutageShow } from '#contract/outages.ts';
import { lineNoteKinds } from '#domain/line-notes.ts';
import type { LineNoteKind } from '#domain/line-notes.ts';
import {
  Button,
  Dialog,
  ErrorState,
  KeyValues,
  LoadingShape,
  Num,
  Panel,
  When,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { faultTexts } from '../weights/faults.ts';
import { useSend } from '../weights/use-send.ts';

/** What is known of single lines: who reported, claimed, accepted, or was suspended, and when. */
export function LineNotesPanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const mayTell = useMay('imports.run');
  const [telling, setTelling] = useState(false);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<LineNotes, HttpError>({
    queryKey: ['outages', outage.id, 'line-notes'],
    retry: false,
    queryFn: ({ signal }) =>
      dataProvider.read(`outages/${outage.id}/line-notes`, undefined, signal),
  });
  const empty = data !== undefined && data.rounds.length === 0;
  if (outage.state === 'cancelled' || (empty && !mayTell)) return null;
  return (
    <Panel
      title={t('lineNotes.title')}
      note={t('lineNotes.note')}
      actions={
        mayTell && (
          <Button icon="upload" kind="plain" onClick={() => setTelling(true)}>
            {t('lineNotes.tell')}
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={2} />
      ) : empty ? (
        <p className="r-note">{t('lineNotes.none')}</p>
      ) : (
        <Known notes={data} />
      )}
      {telling && (
        <TellDialog
          outageId={outage.id}
          onClose={() => {
            setTelling(false);
            void refetch();
          }}
        />
      )}
    </Panel>
  );
}

function Known({ notes }: { notes: LineNotes }) {
  const t = useTranslate();
  const [last] = notes.rounds;
  return (
    <>
      <KeyValues
        rows={lineNoteKinds.map((kind) => ({
          key: kind,
          label: t(`lineNotes.kind.${kind}`),
          value: <Num value={notes[kind]} unit={t('compensation.unit.lines')} />,
        }))}
      />
      {last !== undefined && (
        <p className="r-note">
          {t('lineNotes.last', { name: last.toldByName })} <When at={last.createdAt} as="ago" />
        </p>
      )}
    </>
  );
}

function TellDialog({ outageId, onClose }: { outageId: string; onClose: () => void }) {
  const t = useTranslate();
  const id = useId();
  const [kind, setKind] = useState<LineNoteKind>('claimed');
  const [text, setText] = useState('');
  const [result, setResult] = useState<LineNotesResult | null>(null);
  const tell = useSend<void, LineNotesResult>({
    run: (provider) => provider.send('POST', `outages/${outageId}/line-notes`, { kind, text }),
    onDone: setResult,
  });
  const fault = Object.values(faultTexts(tell.error, t))[0];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('lineNotes.tell')}
      onSubmit={() => tell.mutate()}
      actions={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button kind="filled" submit busy={tell.isPending} disabled={text.trim() === ''}>
            {t('lineNotes.send')}
          </Button>
        </>
      }
    >
      <div className="r-field">
        <label htmlFor={`${id}kind`}>{t('lineNotes.what')}</label>
        <select
          id={`${id}kind`}
          value={kind}
          onChange={(event) =>
            setKind(lineNoteKinds.find((one) => one === event.target.value) ?? 'claimed')
          }
        >
          {lineNoteKinds.map((one) => (
            <option key={one} value={one}>
              {t(`lineNotes.kind.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="r-field">
        <label htmlFor={`${id}text`}>{t('lineNotes.rows')}</label>
        <textarea
          id={`${id}text`}
          rows={8}
          value={text}
          data-first
          aria-invalid={fault === undefined ? undefined : true}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="r-help">
          {t(kind === 'suspended' ? 'lineNotes.helpSuspended' : 'lineNotes.help')}
        </p>
        {fault !== undefined && <p className="r-help r-help--bad">{fault}</p>}
      </div>
      {result !== null && <Told result={result} />}
    </Dialog>
  );
}

function Told({ result }: { result: LineNotesResult }) {
  const t = useTranslate();
  return (
    <div role="status">
      <p>
        {t('lineNotes.told', {
          noted: result.noted,
          known: result.known,
          rejected: result.rejected,
        })}
      </p>
      <ul className="r-help r-help--bad">
        {result.rejects.map(({ row, text, reason }) => (
          <li key={row}>
            {t('lineNotes.reject', { row, text })} {t(`lineNotes.why.${reason}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
