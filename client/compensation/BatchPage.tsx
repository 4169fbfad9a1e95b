import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import type { BatchRecord, BatchShow } from '#contract/compensation.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import {
  LoadingShape,
  PageHead,
  RecordPage,
  StickyActions,
  Tabs,
  When,
  useNarrow,
  useUrlState,
} from '../components/index.ts';
import { BatchNotices } from '../notices/BatchNotices.tsx';
import { BatchActs } from './BatchActs.tsx';
import { BatchProgress } from './BatchProgress.tsx';
import { BatchSide } from './BatchSide.tsx';
import { BatchStages, BatchTiles } from './BatchTiles.tsx';
import { AdjustmentsTab } from './AdjustmentsTab.tsx';
import { ApprovalsTab, AuditTab } from './ApprovalsTab.tsx';
import { ClassesTab } from './ClassesTab.tsx';
import { CreditsTab } from './CreditsTab.tsx';
import { ExcludedTab } from './ExcludedTab.tsx';
import { LinesTab } from './LinesTab.tsx';
import { RestatementPanel } from './RestatementPanel.tsx';
import { BatchStateWord } from './words.tsx';
import './compensation.css';

const BUSY: readonly BatchState[] = ['calculating', 'approved', 'crediting'];
/** Its lines are or will be credited: a correction of the outage may owe them more, or less. */
const PAYS: readonly BatchState[] = ['approved', 'crediting', 'credited', 'partly_credited'];
const BUSY_MS = 1_200;
const QUIET_MS = 20_000;

/** A list's row becomes the whole batch only when the page has read it. */
export const isWholeBatch = (record: BatchRecord | BatchShow): record is BatchShow =>
  'pinned' in record;

export function BatchPage() {
  return (
    <RecordPage<BatchRecord | BatchShow>
      refreshEvery={(record) =>
        record !== undefined && BUSY.includes(record.state) ? BUSY_MS : QUIET_MS
      }
      side={(record) => (isWholeBatch(record) ? <BatchSide record={record} /> : undefined)}
    >
      {(record) =>
        isWholeBatch(record) ? <BatchSheet record={record} /> : <LoadingShape shape="record" />
      }
    </RecordPage>
  );
}

function BatchSheet({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const narrow = useNarrow();
  const { outage } = record.pinned;
  return (
    <>
      <PageHead
        title={record.title}
        name={record.number}
        tags={<BatchStateWord state={record.state} tag />}
        facts={[
          record.number,
          record.kind === 'supplementary' && t('restatement.kind.supplementary'),
          <Link key="outage" to={`/outages/${outage.id}/show`}>
            {t('compensation.fact.outage', { number: outage.number, revision: outage.revision })}
          </Link>,
          <When key="at" at={record.createdAt} />,
          record.automatic === null ? record.createdByName : t('limits.automatic.title'),
        ]}
        {...(narrow ? {} : { actions: <BatchActs record={record} /> })}
      />
      <BatchStages record={record} />
      <BatchProgress record={record} />
      <BatchTiles record={record} />
      {PAYS.includes(record.state) && (
        <RestatementPanel outageId={outage.id} version={record.version} />
      )}
      <BatchTabs record={record} />
      {narrow && (
        <StickyActions>
          <BatchActs record={record} />
        </StickyActions>
      )}
    </>
  );
}

const TABS = [
  'lines',
  'classes',
  'excluded',
  'adjustments',
  'approvals',
  'credits',
  'notices',
  'audit',
] as const;
type Tab = (typeof TABS)[number];

/** What a job wrote is read again as soon as the batch shows that it went on. */
function useFreshLines({ state, contentHash, progressDone }: BatchShow): void {
  const queries = useQueryClient();
  const seen = useRef('');
  useEffect(() => {
    const now = `${state} ${contentHash ?? ''} ${progressDone}`;
    if (seen.current !== '' && seen.current !== now)
      for (const resource of ['batch-items', 'batch-exclusions'])
        void queries.invalidateQueries({ queryKey: [resource] });
    seen.current = now;
  }, [queries, state, contentHash, progressDone]);
}

function BatchTabs({ record }: { record: BatchShow }) {
  const t = useTranslate();
  useFreshLines(record);
  const [tab, setTab] = useUrlState('tab', 'lines');
  const counts: Partial<Record<Tab, number>> = {
    lines: record.itemCount,
    classes: record.classCount,
    excluded: record.excludedCount,
    adjustments: record.adjustmentCount,
    approvals: record.approvals.length,
  };
  const tabs = TABS.filter((id) => id !== 'credits' || record.credits !== null);
  const chosen = tabs.find((id) => id === tab) ?? 'lines';
  return (
    <section className="b-tabs">
      <Tabs
        label={t('compensation.parts')}
        value={chosen}
        onChange={setTab}
        tabs={tabs.map((id) => ({
          id,
          label: t(`compensation.part.${id}`),
          ...(counts[id] === undefined ? {} : { count: counts[id] }),
        }))}
      />
      {chosen === 'lines' && <LinesTab record={record} />}
      {chosen === 'classes' && <ClassesTab record={record} />}
      {chosen === 'excluded' && <ExcludedTab record={record} />}
      {chosen === 'adjustments' && <AdjustmentsTab record={record} />}
      {chosen === 'approvals' && <ApprovalsTab record={record} />}
      {chosen === 'credits' && <CreditsTab record={record} />}
      {chosen === 'notices' && <BatchNotices record={record} />}
      {chosen === 'audit' && <AuditTab record={record} />}
    </section>
  );
}
