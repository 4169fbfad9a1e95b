import { useTranslate } from 'ra-core';
import type { RecoveryRecord } from '#contract/recoveries.ts';
import { StatusTag, StatusWord, When } from '../components/index.ts';
import type { Status } from '../components/index.ts';

const tones: Readonly<Record<RecoveryRecord['state'], Status>> = {
  filed: 'open',
  letter_sent: 'wait',
  negotiating: 'wait',
  agreed: 'wait',
  part_received: 'wait',
  settled: 'ok',
  litigated: 'bad',
  written_off: 'held',
};

export function RecoveryState({ state, tag }: { state: RecoveryRecord['state']; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag === true ? StatusTag : StatusWord;
  return <Shape status={tones[state]}>{t(`recoveries.state.${state}`)}</Shape>;
}

/** Until when an answer or money is waited for; red once it has passed. */
export function DueDate({ row }: { row: Pick<RecoveryRecord, 'dueAt' | 'late'> }) {
  if (!row.late) return <When at={row.dueAt} />;
  return (
    <StatusWord status="bad">
      <When at={row.dueAt} as="due" />
    </StatusWord>
  );
}

export function Limitation({
  row,
}: {
  row: Pick<RecoveryRecord, 'limitationAt' | 'limitationWarns'>;
}) {
  const t = useTranslate();
  if (!row.limitationWarns || row.limitationAt === null) return <When at={row.limitationAt} />;
  return (
    <StatusWord status="wait" title={t('recoveries.facts.warns')}>
      <When at={row.limitationAt} />
    </StatusWord>
  );
}
