import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { BulkJobRecord, PlanItem, PlanRecord } from '#contract/bulk.ts';
import type { PlanItemState } from '#domain/bulk-rules.ts';
import {
  Button,
  CategoryMark,
  EmptyState,
  ErrorState,
  LoadingShape,
  MaskedNumber,
  Panel,
  Segment,
  StatusWord,
  formatNumber,
  useLocaleName,
  useUrlState,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { ExportButton } from './ExportButton.tsx';
import { itemStatus } from './words.tsx';

const PAGE = 50;
const LIVE_MS = 2_000;
const BEGUN: readonly PlanItemState[] = [
  'taken',
  'done',
  'failed',
  'unknown',
  'skipped',
  'cancelled',
];
const tabs = ['failed', 'unknown', 'skipped', 'taken'] as const;

/** Results as they come, newest first, by kind; all of them in a file. */
export function ResultsPanel({ plan, job }: { plan: PlanRecord; job: BulkJobRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mayExport = useMay('exports.make');
  const [kind, setKind] = useUrlState('results', 'all');
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useItems(plan.id, kind, page, job.finishedAt === null);
  const begun = job.settled + job.counts.taken;
  const count = (n: number) => formatNumber(n, locale);
  const options = [
    { id: 'all', label: `${t('bulk.results.all')} ${count(begun)}` },
    ...tabs
      .filter((state) => job.counts[state] > 0 || kind === state)
      .map((state) => ({
        id: state,
        label: `${t(`bulk.item.${state}`)} ${count(job.counts[state])}`,
      })),
  ];
  const total = kind === 'all' ? begun : job.counts[kind as PlanItemState];
  return (
    <Panel
      className="bulk-resultspanel"
      title={t('bulk.results.title')}
      note={
        <Segment
          options={options}
          value={kind}
          onChange={(id) => {
            setKind(id);
            setPage(0);
          }}
          label={t('bulk.results.title')}
        />
      }
      actions={
        mayExport && <ExportButton path={`exports/bulk-jobs/${job.id}`} name={plan.number} />
      }
      flush
    >
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <LoadingShape rows={6} />}
      {data?.length === 0 && <EmptyState text={t('bulk.results.empty')} />}
      {data !== undefined && data.length > 0 && <ResultRows items={data} />}
      {total > PAGE && <PageFoot page={page} total={total} onPage={setPage} />}
    </Panel>
  );
}

function useItems(planId: string, kind: string, page: number, live: boolean) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<PlanItem[]>({
    queryKey: ['plans', 'items', planId, kind, page],
    queryFn: ({ signal }) =>
      dataProvider.read<PlanItem[]>(
        `plans/${planId}/items`,
        {
          filter: JSON.stringify({ state: kind === 'all' ? BEGUN : [kind] }),
          sort: JSON.stringify(['finishedAt', 'DESC']),
          range: JSON.stringify([page * PAGE, page * PAGE + PAGE - 1]),
          total: false,
        },
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: live ? LIVE_MS : false,
  });
}

function ResultRows({ items }: { items: readonly PlanItem[] }) {
  const t = useTranslate();
  return (
    <ul className="bulk-results">
      {items.map((item) => (
        <li key={item.id}>
          <Link className="r-reclink" to={`/cases/${item.caseId}/show`} title={item.ticketNo}>
            <MaskedNumber value={item.msisdnMasked} />
          </Link>
          <span className="r-ellipsis">{item.productName}</span>
          <CategoryMark category={item.category}>{item.failureCode}</CategoryMark>
          <StatusWord status={itemStatus[item.state]}>{t(`bulk.item.${item.state}`)}</StatusWord>
          <span className="r-ellipsis bulk-why" title={whyOf(t, item)}>
            {whyOf(t, item)}
          </span>
          <span className="r-right r-num">{tookOf(item)}</span>
        </li>
      ))}
    </ul>
  );
}

type Translate = (key: string, args?: Record<string, unknown>) => string;

function whyOf(t: Translate, item: PlanItem): string {
  if (item.state === 'taken') return t('bulk.result.taken');
  if (item.reason === null) return '';
  const raw = [item.rawCode, item.rawText].filter((part) => part !== null && part !== '');
  if (raw.length > 0) return raw.join(' ');
  if (item.reason.startsWith('errors.')) return t(item.reason, { _: item.reason });
  const group = item.state === 'skipped' ? 'exclusion' : 'result';
  return t(`bulk.${group}.${item.reason}`, { _: item.reason });
}

/** From its turn to its result; a skipped one took none. */
function tookOf(item: PlanItem): string {
  if (item.takenAt === null || item.finishedAt === null) return '–';
  return `${(Math.max(0, item.finishedAt - item.takenAt) / 1000).toFixed(1)} s`;
}

function PageFoot(props: { page: number; total: number; onPage: (page: number) => void }) {
  const { page, total, onPage } = props;
  const t = useTranslate();
  const locale = useLocaleName();
  const numbers = {
    from: formatNumber(page * PAGE + 1, locale),
    to: formatNumber(Math.min(total, (page + 1) * PAGE), locale),
    total: formatNumber(total, locale),
  };
  return (
    <nav className="r-pager bulk-foot" aria-label={t('common.rows', numbers)}>
      <span>{t('common.range', numbers)}</span>
      <Button
        kind="plain"
        icon="left"
        aria-label={t('common.previousPage')}
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      <Button
        kind="plain"
        icon="right"
        aria-label={t('common.nextPage')}
        disabled={(page + 1) * PAGE >= total}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
