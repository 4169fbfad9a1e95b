import { useTranslate } from 'ra-core';
import type { BatchRecord, BatchShow } from '#contract/compensation.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import { DataAmount, Money, Num, StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

export const batchStatus: Readonly<Record<BatchState, Status>> = {
  draft: 'draft',
  calculating: 'flight',
  calculated: 'open',
  submitted: 'wait',
  approved: 'flight',
  crediting: 'flight',
  credited: 'ok',
  partly_credited: 'bad',
  rejected: 'bad',
  expired: 'bad',
  cancelled: 'held',
  reversed: 'held',
};

/** A batch's state as shape and word; a tag in page heads only. */
export function BatchStateWord({ state, tag = false }: { state: BatchState; tag?: boolean }) {
  const t = useTranslate();
  const word = t(`compensation.state.${state}`);
  return tag ? (
    <StatusTag status={batchStatus[state]}>{word}</StatusTag>
  ) : (
    <StatusWord status={batchStatus[state]}>{word}</StatusWord>
  );
}

export type Benefit = 'data' | 'voice' | 'validity' | 'money';

/** An amount of a benefit in its own unit. */
export function BenefitAmount({ benefit, amount }: { benefit: Benefit; amount: number }) {
  const t = useTranslate();
  if (benefit === 'data') return <DataAmount mb={amount} exact />;
  if (benefit === 'money') return <Money fen={amount} />;
  const unit = benefit === 'voice' ? t('compensation.unit.minutes') : t('compensation.unit.days');
  return <Num value={amount} unit={unit} />;
}

/** What a batch gives, in one line: `412,330 MB · 1,200 min`. */
export function BatchSums({ record }: { record: BatchRecord }) {
  const sums: [Benefit, number][] = [
    ['data', record.totalMb],
    ['voice', record.totalMinutes],
    ['validity', record.totalDays],
    ['money', record.totalFen],
  ];
  const shown = sums.filter(([, amount]) => amount > 0);
  if (shown.length === 0) return <span className="r-ink-none">–</span>;
  return (
    <span className="b-sums">
      {shown.map(([benefit, amount]) => (
        <BenefitAmount key={benefit} benefit={benefit} amount={amount} />
      ))}
    </span>
  );
}

/** First sixteen hexadecimal digits in groups; the whole hash in the tooltip. */
export function Hash({ value }: { value: string | null }) {
  if (value === null) return <span className="r-ink-none">–</span>;
  return (
    <span className="r-mono" title={value}>
      {value.slice(0, 16).replaceAll(/(.{4})(?=.)/g, '$1 ')}
    </span>
  );
}

/** Why a credit is parked: our own reasons in words, the gateway's as they came. */
export function parkedText(
  reason: string | null,
  t: ReturnType<typeof useTranslate>,
): string | null {
  if (reason === null) return null;
  return reason.startsWith('parked.') ? t(`compensation.${reason}`, { _: reason }) : reason;
}

/** The makers, each once, with what they did. */
export function makersOf(record: BatchShow) {
  const people = new Map<string, { id: string; name: string; acts: string[] }>();
  for (const { staffId, name, act } of record.makers) {
    const person = people.get(staffId) ?? { id: staffId, name, acts: [] };
    if (!person.acts.includes(act)) person.acts.push(act);
    people.set(staffId, person);
  }
  return [...people.values()];
}
