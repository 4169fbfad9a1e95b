import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { BatchShow } from '#contract/compensation.ts';
import type { BatchNoticePreview, BatchNotices as Standing } from '#contract/notice-rounds.ts';
import {
  Button,
  Dialog,
  ErrorState,
  LoadingShape,
  MaskedNumber,
  Num,
  Panel,
  Tiles,
  formatDuration,
  formatNumber,
  useLocaleName,
  useVerb,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { RoundCard } from './RoundCard.tsx';
import { CountField, RateField, countIsRight } from './SendFields.tsx';
import { useMoment } from './words.tsx';
import './notices.css';
import './rounds.css';

const LIVE_MS = 2_000;

function useBatchNotices(batch: BatchShow) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const path = `compensation-batches/${batch.id}/notices`;
  const standing = useQuery<Standing, HttpError>({
    queryKey: ['compensation-batches', batch.id, 'notices', batch.version],
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(path, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data?.rounds.some(({ finishedAt }) => finishedAt === null) === true ? LIVE_MS : false,
  });
  const preview = useQuery<BatchNoticePreview, HttpError>({
    queryKey: ['compensation-batches', batch.id, 'notices', 'preview', batch.version],
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`${path}/preview`, undefined, signal),
  });
  return { standing, preview };
}

/** What the lines of a batch read once it is credited, as real lines of it; and what became of that. */
export function BatchNotices({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const { standing, preview } = useBatchNotices(record);
  const [asking, setAsking] = useState(false);
  const mayTell = useMay('batches.make');
  const failed = standing.error ?? preview.error;
  if (failed !== null)
    return (
      <ErrorState
        error={failed}
        onRetry={() => {
          void standing.refetch();
          void preview.refetch();
        }}
      />
    );
  if (standing.data === undefined || preview.data === undefined)
    return <LoadingShape shape="rows" rows={4} />;
  const { gate, rounds, automatic } = standing.data;
  const open = gate === null && preview.data.count > 0;
  return (
    <>
      <Facts preview={preview.data} />
      <Panel
        title={t('noticeRounds.batch.samples')}
        actions={
          open &&
          mayTell && (
            <Button kind="filled" icon="mail" onClick={() => setAsking(true)}>
              {t('noticeRounds.batch.title')}
            </Button>
          )
        }
      >
        {gate !== null && <p className="r-note">{t(`noticeRounds.batchGate.${gate}`)}</p>}
        {automatic && <p className="r-note">{t('noticeRounds.batch.automatic')}</p>}
        <Samples preview={preview.data} />
      </Panel>
      {rounds.length > 0 && (
        <Panel title={t('noticeRounds.title')} note={t('noticeRounds.note')} flush>
          {rounds.map((round) => (
            <RoundCard key={round.id} round={round} />
          ))}
        </Panel>
      )}
      {asking && (
        <TellBatch
          record={record}
          preview={preview.data}
          onClose={() => {
            setAsking(false);
            void standing.refetch();
            void preview.refetch();
          }}
        />
      )}
    </>
  );
}

function Facts({ preview }: { preview: BatchNoticePreview }) {
  const t = useTranslate();
  const { line_ended: ended = 0, opted_out: silent = 0 } = preview.excluded;
  const left = (key: 'line_ended' | 'opted_out', n: number) => ({
    key,
    label: t(`noticeRounds.batch.${key}`),
    value: <Num value={n} />,
  });
  return (
    <Tiles
      tiles={[
        {
          key: 'count',
          label: t('noticeRounds.batch.count'),
          value: <Num value={preview.count} />,
        },
        { key: 'open', label: t('noticeRounds.batch.open'), value: <Num value={preview.open} /> },
        left('opted_out', silent),
        left('line_ended', ended),
      ]}
    />
  );
}

function Samples({ preview }: { preview: BatchNoticePreview }) {
  const t = useTranslate();
  return (
    <ul className="nr-preview">
      {preview.samples.map((one) => (
        <li key={one.lineId}>
          <span className="r-note">
            {one.templateCode} · <MaskedNumber value={one.msisdnMasked} /> ·{' '}
            {t('notices.parts', { smart_count: one.parts })}
          </span>
          <p className="n-bubble" lang={one.language}>
            {one.text}
          </p>
        </li>
      ))}
    </ul>
  );
}

interface TellProps {
  record: BatchShow;
  preview: BatchNoticePreview;
  onClose: () => void;
}

function TellBatch({ record, preview, onClose }: TellProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const when = useMoment();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [ratePerSecond, setRate] = useState(preview.ratePerSecond);
  const act = useVerb({ message: t('noticeRounds.sent'), onDone: onClose });
  const { count, quietUntilAt } = preview;
  const submit = () => {
    if (act.isPending) return;
    if (!countIsRight(typed, count)) return setWrong(true);
    const body = { count, ratePerSecond };
    act.mutate({ resource: 'compensation-batches', id: record.id, verb: 'notices', body });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('noticeRounds.batch.title')}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="filled" submit busy={act.isPending}>
            {t('noticeRounds.batch.send', { count: formatNumber(count, locale) })}
          </Button>
        </>
      }
    >
      <p className="r-prose">
        {t('noticeRounds.sentence', {
          n: formatNumber(count, locale),
          rate: formatNumber(ratePerSecond, locale),
          time: formatDuration(Math.ceil(count / ratePerSecond) * 1_000),
        })}
      </p>
      {quietUntilAt !== null && (
        <p className="r-note">{t('noticeRounds.quiet', { time: when(quietUntilAt) })}</p>
      )}
      <RateField value={ratePerSecond} onChange={setRate} />
      <CountField
        count={count}
        typed={typed}
        wrong={wrong}
        onChange={(text) => {
          setTyped(text);
          setWrong(false);
        }}
      />
    </Dialog>
  );
}
