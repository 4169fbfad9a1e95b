import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import type { BulkJobRecord, BulkRates, PlanRecord } from '#contract/bulk.ts';
import { itemResults } from '#domain/bulk-rules.ts';
import {
  Num,
  StatusWord,
  Tiles,
  VerbButton,
  When,
  formatDuration,
  formatNumber,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { RateTable } from './RateTable.tsx';
import { ResultsPanel } from './ResultsPanel.tsx';
import { itemStatus } from './words.tsx';

interface JobProps {
  plan: PlanRecord;
  job: BulkJobRecord;
}

/** Step 3: how far, how fast, what came of it; the page may be closed. */
export function RunStep({ plan, job }: JobProps) {
  const t = useTranslate();
  const live = job.state === 'running' || job.state === 'paused';
  const mayMake = useMay('plans.make');
  const { rates, setRate } = useRates(plan, job);
  return (
    <div className="bulk-stack">
      {job.state === 'paused' && !job.cancelling && (
        <p className="bulk-notice">{t('bulk.run.paused')}</p>
      )}
      {job.cancelling && <p className="bulk-notice">{t('bulk.run.cancelling')}</p>}
      <Progress job={job} />
      {plan.kind === 'resync' && (
        <RateTable
          rows={job.systems.map((row) => ({ ...row, perSecond: rates[row.system] }))}
          {...(live && mayMake ? { onRate: setRate } : {})}
        />
      )}
      <ResultsPanel plan={plan} job={job} />
    </div>
  );
}

const shownTiles = ['done', 'failed', 'unknown', 'skipped'] as const;

function Progress({ job }: { job: BulkJobRecord }) {
  const t = useTranslate();
  const last = job.finishedAt === null ? 'taken' : 'cancelled';
  const tiles = [...shownTiles, last] as const;
  return (
    <Tiles
      tiles={[
        {
          key: 'settled',
          label: t('bulk.run.results'),
          value: <Num value={job.settled} unit={`/ ${job.total}`} />,
        },
        ...tiles.map((state) => ({
          key: state,
          label: <StatusWord status={itemStatus[state]}>{t(`bulk.item.${state}`)}</StatusWord>,
          value: <Num value={job.counts[state]} />,
        })),
      ]}
      footer={<ProgressLine job={job} />}
    />
  );
}

function ProgressLine({ job }: { job: BulkJobRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const share = (n: number) => `${job.total === 0 ? 0 : (n / job.total) * 100}%`;
  return (
    <>
      <div
        className="bulk-progress"
        role="progressbar"
        aria-label={t('bulk.run.results')}
        aria-valuemin={0}
        aria-valuemax={job.total}
        aria-valuenow={job.settled}
      >
        {[...itemResults, 'taken' as const].map((state) => (
          <span
            key={state}
            className={`r-fill-${itemStatus[state]}`}
            style={{ width: share(job.counts[state]) }}
            title={`${t(`bulk.item.${state}`)} ${job.counts[state]}`}
          />
        ))}
      </div>
      <p className="bulk-facts">
        <span>
          {job.perMinute !== null && t('bulk.run.pace', { n: formatNumber(job.perMinute, locale) })}
          {job.leftMs !== null && (
            <>
              {' · '}
              {t('bulk.run.left', { left: formatDuration(job.leftMs) })} · {t('bulk.run.until')}{' '}
              <DoneAt leftMs={job.leftMs} />
            </>
          )}
        </span>
        <span>{t('bulk.run.everyOne')}</span>
      </p>
    </>
  );
}

function DoneAt({ leftMs }: { leftMs: number }) {
  const now = useNow();
  return <When at={now + leftMs} as="time" />;
}

/** Pause, go on, cancel the rest: in the page's head. */
export function JobButtons({ job }: JobProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mayMake = useMay('plans.make');
  if (!mayMake || job.cancelling || job.finishedAt !== null) return null;
  const waiting = job.counts.waiting;
  const shared = { resource: 'bulk-jobs', id: job.id, body: { version: job.version } };
  const n = formatNumber(waiting, locale);
  return (
    <>
      {job.state === 'running' ? (
        <VerbButton
          {...shared}
          verb="pause"
          icon="pause"
          label={t('bulk.run.pause')}
          message={t('bulk.run.paused')}
        />
      ) : (
        <VerbButton
          {...shared}
          verb="resume"
          icon="play"
          label={t('bulk.run.resume')}
          message={t('bulk.jobState.running')}
        />
      )}
      {waiting > 0 && (
        <VerbButton
          {...shared}
          verb="cancel"
          kind="bad"
          icon="stop"
          label={t('bulk.run.cancelRest', { n })}
          message={t('bulk.run.cancelling')}
          ask={{
            title: t('bulk.run.cancelRest', { n }),
            sentence: t('bulk.run.cancelSentence', { n, inFlight: job.counts.taken }),
            askReason: false,
          }}
        />
      )}
    </>
  );
}

const SEND_AFTER_MS = 300;

/** The sliders follow the hand at once; the server is told when it rests. */
function useRates(plan: PlanRecord, job: BulkJobRecord) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  const notify = useNotify();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useState<BulkRates | null>(null);
  const stored = Object.fromEntries(
    job.systems.map(({ system, perSecond }) => [system, perSecond]),
  ) as BulkRates;
  const send = useMutation({
    mutationFn: (rates: BulkRates) => dataProvider.verb('bulk-jobs', job.id, 'rates', { rates }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['plans', 'one', plan.id] });
      setDraft(null);
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const setRate = (system: keyof BulkRates, perSecond: number) => {
    const next = { ...(draft ?? stored), [system]: perSecond };
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send.mutate(next), SEND_AFTER_MS);
  };
  return { rates: draft ?? stored, setRate };
}
