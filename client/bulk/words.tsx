import { useTranslate } from 'ra-core';
import type { BulkJobRecord, PlanRecord, PlanRow } from '#contract/bulk.ts';
import type { PlanItemState } from '#domain/bulk-rules.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

const planStatus: Readonly<Record<PlanRow['state'], Status>> = {
  frozen: 'open',
  awaiting_approval: 'wait',
  ready: 'open',
  run: 'flight',
  rejected: 'bad',
  expired: 'held',
};

const jobStatus = {
  running: 'flight',
  paused: 'held',
  done: 'ok',
  cancelled: 'held',
  cancelling: 'wait',
} as const satisfies Record<string, Status>;

export const itemStatus: Readonly<Record<PlanItemState, Status>> = {
  waiting: 'open',
  taken: 'flight',
  done: 'ok',
  failed: 'bad',
  unknown: 'unk',
  skipped: 'held',
  cancelled: 'none',
};

type Stated = Pick<PlanRow, 'state' | 'whole'> & {
  job: Pick<BulkJobRecord, 'state' | 'cancelling'> | null;
};

/** One word for a plan and its job. */
export function PlanStateWord({ plan, tag }: { plan: Stated; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag ? StatusTag : StatusWord;
  if (plan.job !== null) {
    const state = plan.job.cancelling ? 'cancelling' : plan.job.state;
    return <Shape status={jobStatus[state]}>{t(`bulk.jobState.${state}`)}</Shape>;
  }
  if (plan.state === 'frozen' && !plan.whole)
    return <Shape status="flight">{t('bulk.state.collecting')}</Shape>;
  return <Shape status={planStatus[plan.state]}>{t(`bulk.state.${plan.state}`)}</Shape>;
}

/** A hash in short groups, whole in the tooltip. */
export function ShortHash({ hash }: { hash: string | null }) {
  if (hash === null) return <span className="r-ink-none">–</span>;
  return (
    <span className="r-mono bulk-hash" title={hash}>
      {shortHash(hash)}
    </span>
  );
}

export const shortHash = (hash: string): string =>
  (hash.slice(0, 12).match(/.{4}/gu) ?? []).join(' ');

export const isMoving = (plan: PlanRecord): boolean =>
  (plan.state === 'frozen' && !plan.whole) || plan.job?.state === 'running' || isEnding(plan);

const isEnding = (plan: PlanRecord): boolean =>
  plan.job?.cancelling === true || (plan.job?.state === 'paused' && plan.job.counts.taken > 0);
