import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { BatchRecord, BatchShow } from '#contract/compensation.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import {
  DataAmount,
  LoadingShape,
  Money,
  Num,
  PageHead,
  RecordPage,
  StageBar,
  Tabs,
  Tiles,
  When,
  useUrlState,
} from '../components/index.ts';
import type { StageItem, Tile } from '../components/index.ts';
import { BatchActs } from './BatchActs.tsx';
import { BatchProgress } from './BatchProgress.tsx';
import { BatchSide } from './BatchSide.tsx';
import { AdjustmentsTab } from './AdjustmentsTab.tsx';
import { ApprovalsTab, AuditTab } from './ApprovalsTab.tsx';
import { ClassesTab } from './ClassesTab.tsx';
import { ExcludedTab } from './ExcludedTab.tsx';
import { LinesTab } from './LinesTab.tsx';
import { BatchStateWord } from './words.tsx';
import './compensation.css';

const BUSY: readonly BatchState[] = ['calculating', 'approved', 'crediting'];
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
  const { outage } = record.pinned;
  return (
    <>
      <PageHead
        title={record.title}
        name={record.number}
        tags={<BatchStateWord state={record.state} tag />}
        facts={[
          record.number,
          <Link key="outage" to={`/outages/${outage.id}/show`}>
            {t('compensation.fact.outage', { number: outage.number, revision: outage.revision })}
          </Link>,
          <When key="at" at={record.createdAt} />,
          record.createdByName,
        ]}
        actions={<BatchActs record={record} />}
      />
      <StageBar stages={stagesOf(record, t)} label={t('compensation.stages')} />
      <BatchProgress record={record} />
      <Tiles tiles={tilesOf(record, t)} />
      <BatchTabs record={record} />
    </>
  );
}

type Translate = ReturnType<typeof useTranslate>;

const PATH: readonly BatchState[] = [
  'draft',
  'calculated',
  'submitted',
  'approved',
  'crediting',
  'credited',
];
const STANDS_AT: Readonly<Partial<Record<BatchState, BatchState>>> = {
  calculating: 'draft',
  partly_credited: 'credited',
  rejected: 'submitted',
  expired: 'submitted',
  cancelled: 'submitted',
  reversed: 'credited',
};
const STOPPED: readonly BatchState[] = ['rejected', 'expired', 'cancelled', 'partly_credited'];

function stagesOf(record: BatchShow, t: Translate): StageItem[] {
  const at = PATH.indexOf(STANDS_AT[record.state] ?? record.state);
  return PATH.map((state, index) => {
    const here = index === at;
    const stage =
      index < at || (here && record.state === 'credited')
        ? 'done'
        : !here
          ? 'ahead'
          : STOPPED.includes(record.state)
            ? 'stopped'
            : 'current';
    const shown = here && record.state !== state ? record.state : state;
    return { key: state, label: t(`compensation.state.${shown}`), state: stage };
  });
}

function tilesOf(record: BatchShow, t: Translate): Tile[] {
  const perLine = record.lineCount === 0 ? null : Math.round(record.totalMb / record.lineCount);
  return [
    {
      key: 'lines',
      label: t('compensation.field.customers'),
      value: <Num value={record.lineCount} />,
    },
    {
      key: 'data',
      label: t('compensation.benefit.data'),
      value: <DataAmount mb={record.totalMb} exact />,
      ...(perLine === null
        ? {}
        : { note: t('compensation.tile.perLine', { mb: perLine.toLocaleString('en') }) }),
    },
    {
      key: 'voice',
      label: t('compensation.benefit.voice'),
      value: <Num value={record.totalMinutes} unit={t('compensation.unit.minutes')} />,
    },
    {
      key: 'validity',
      label: t('compensation.benefit.validity'),
      value: <Num value={record.totalDays} unit={t('compensation.unit.days')} />,
    },
    {
      key: 'value',
      label: t('compensation.field.value'),
      value: <Money fen={record.valueFen} />,
      note: t('compensation.tile.byPrices'),
    },
    {
      key: 'excluded',
      label: t('compensation.field.excluded'),
      value: <Num value={record.excludedCount} />,
    },
  ];
}

const TABS = ['lines', 'classes', 'excluded', 'adjustments', 'approvals', 'audit'] as const;
type Tab = (typeof TABS)[number];

function BatchTabs({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const [tab, setTab] = useUrlState('tab', 'lines');
  const counts: Partial<Record<Tab, number>> = {
    lines: record.itemCount,
    classes: record.classCount,
    excluded: record.excludedCount,
    adjustments: record.adjustmentCount,
    approvals: record.approvals.length,
  };
  const chosen = (TABS as readonly string[]).includes(tab) ? (tab as Tab) : 'lines';
  return (
    <section className="b-tabs">
      <Tabs
        label={t('compensation.parts')}
        value={chosen}
        onChange={setTab}
        tabs={TABS.map((id) => ({
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
      {chosen === 'audit' && <AuditTab record={record} />}
    </section>
  );
}
