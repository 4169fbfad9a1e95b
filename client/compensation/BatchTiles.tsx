import { useTranslate } from 'ra-core';
import type { BatchShow } from '#contract/compensation.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import {
  DataAmount,
  Money,
  Num,
  StageBar,
  Tiles,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { StageItem } from '../components/index.ts';

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
  reversed: 'credited',
};
const STOPPED: readonly BatchState[] = ['rejected', 'expired', 'cancelled', 'partly_credited'];

/** How far a cancelled batch had come. */
function standsAt(record: BatchShow): BatchState {
  if (record.state !== 'cancelled') return STANDS_AT[record.state] ?? record.state;
  if (record.approvals.some((one) => one.act === 'approved' && !one.void)) return 'approved';
  return record.contentHash === null ? 'draft' : 'calculated';
}

/** When each state was reached, as far as the batch tells. */
function reachedAt(record: BatchShow): Partial<Record<BatchState, number | null>> {
  const calculated = record.makers.filter(({ act }) => act === 'calculated').map(({ at }) => at);
  const approved = record.approvals.filter((one) => one.act === 'approved' && !one.void);
  return {
    draft: record.createdAt,
    calculated: calculated.length === 0 ? null : Math.max(...calculated),
    submitted: record.submittedAt,
    approved: approved.length === 0 ? null : Math.max(...approved.map((one) => one.createdAt)),
    crediting: record.credits === null ? null : record.phaseStartedAt,
  };
}

/** The states a batch passes, and where it stands. */
export function BatchStages({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const at = PATH.indexOf(standsAt(record));
  const reached = reachedAt(record);
  const stages = PATH.map((state, index): StageItem => {
    const here = index === at;
    const stopped = here && STOPPED.includes(record.state);
    const done = index < at || (here && record.state === 'credited');
    const when = reached[state];
    return {
      key: state,
      label: t(`compensation.state.${here ? record.state : state}`),
      state: done ? 'done' : stopped ? 'stopped' : here ? 'current' : 'ahead',
      ...(index <= at && when != null ? { note: <When at={when} /> } : {}),
    };
  });
  return <StageBar stages={stages} label={t('compensation.stages')} />;
}

/** Customers, benefits, worth, and who is left out; dashes until it is calculated. */
export function BatchTiles({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const known = record.contentHash !== null;
  const figure = (value: number) => (known ? value : null);
  const perLine = record.lineCount === 0 ? null : Math.round(record.totalMb / record.lineCount);
  const mb = perLine === null ? null : formatNumber(perLine, locale);
  return (
    <div className="b-tiles">
      <Tiles
        tiles={[
          {
            key: 'lines',
            label: t('compensation.field.customers'),
            value: <Num value={figure(record.lineCount)} />,
          },
          {
            key: 'data',
            label: t('compensation.benefit.data'),
            value: <DataAmount mb={figure(record.totalMb)} exact />,
            ...(mb === null ? {} : { note: t('compensation.tile.perLine', { mb }) }),
          },
          {
            key: 'voice',
            label: t('compensation.benefit.voice'),
            value: (
              <Num value={figure(record.totalMinutes)} unit={t('compensation.unit.minutes')} />
            ),
          },
          {
            key: 'validity',
            label: t('compensation.benefit.validity'),
            value: <Num value={figure(record.totalDays)} unit={t('compensation.unit.days')} />,
          },
          {
            key: 'value',
            label: t('compensation.field.value'),
            value: <Money fen={figure(record.valueFen)} />,
            ...(known ? { note: t('compensation.tile.byPrices') } : {}),
          },
          {
            key: 'excluded',
            label: t('compensation.field.excluded'),
            value: <Num value={figure(record.excludedCount)} />,
          },
        ]}
      />
    </div>
  );
}
