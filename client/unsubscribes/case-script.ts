import type { CaseShow } from '#contract/cases.ts';
import { alternativesOf } from '#domain/alternatives.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { StoryWords } from './story-teller.ts';

export interface Script {
  /** Sentences to read aloud, in order. */
  say: string[];
  /** What may not be said yet, and from when on it may. */
  silent: string[];
}

type Facts = Pick<
  CaseShow,
  | 'state'
  | 'wanted'
  | 'wantedFromAt'
  | 'failureCode'
  | 'productName'
  | 'requestedAt'
  | 'notBeforeAt'
  | 'dueAt'
  | 'lamps'
  | 'overchargeFen'
  | 'nextChargeAt'
  | 'contractEndOn'
>;

const S = 'unsubscribes.scripts';

/** What an agent may say on the phone: each sentence stands on a recorded fact, as in messages. */
export function scriptOf(record: Facts, words: StoryWords): Script {
  const { t } = words;
  const code = `${S}.code.${record.failureCode}`;
  const say = [
    t(`${S}.open`, { day: words.day(record.requestedAt), product: record.productName }),
    record.state === 'verified' || record.state === 'duplicate'
      ? null
      : t(code, { _: t(`${S}.other`) }),
    standing(record, words),
    instead(record, words),
    ...billing(record, words),
    due(record, words),
    t(`${S}.close`),
  ];
  const cancelled = record.wanted === 'cancelled' && record.state !== 'verified';
  const silent = [
    cancelled && !billingStopped(record) ? t(`${S}.silentBilling`) : null,
    cancelled && !isCaseEnded(record.state) ? t(`${S}.silentDone`) : null,
  ];
  return { say: say.filter(isSaid), silent: silent.filter(isSaid) };
}

const isSaid = (text: string | null): text is string => text !== null;

/** Read back, not told by an import: only then may it be said. */
function billingStopped({ lamps: { billing: lamp } }: Facts): boolean {
  return lamp.seenAt !== null && (lamp.actual === 'cancelled' || lamp.actual === 'absent');
}

function standing(record: Facts, words: StoryWords): string {
  const say = (key: string, args?: Record<string, unknown>) =>
    words.t(`${S}.standing.${key}`, args);
  const { state, wantedFromAt, notBeforeAt } = record;
  if (state === 'verified') return say('verified');
  if (state === 'failed_final') return say('failed');
  if (state === 'withdrawn') return say('withdrawn');
  if (state === 'duplicate') return say('duplicate');
  if (state === 'unknown') return say('unknown');
  if (state === 'waiting_customer') return say('customer');
  if (state === 'waiting_date')
    return notBeforeAt === null ? say('dateOpen') : say('date', { day: words.day(notBeforeAt) });
  if (state === 'held') return say('held');
  if (record.wanted === 'active') return say('active');
  if (wantedFromAt !== null && wantedFromAt > words.now)
    return say('later', { day: words.day(wantedFromAt) });
  return say('working');
}

function instead(record: Facts, words: StoryWords): string | null {
  if (record.wanted !== 'active' || isCaseEnded(record.state)) return null;
  const kinds = alternativesOf(record.failureCode, record.contractEndOn);
  if (kinds.length === 0) return null;
  const names = kinds.map((kind) => words.t(`notices.offerDialog.kinds.${kind}`));
  return words.t(`${S}.instead`, { what: names.join(words.locale === 'zh' ? '、' : '; ') });
}

function billing(record: Facts, words: StoryWords): (string | null)[] {
  const say = (key: string, args: Record<string, unknown>) => words.t(`${S}.billing.${key}`, args);
  const { seenAt } = record.lamps.billing;
  const { overchargeFen, nextChargeAt } = record;
  if (record.wanted === 'active') return [];
  return [
    billingStopped(record) && seenAt !== null ? say('stopped', { at: words.at(seenAt) }) : null,
    overchargeFen > 0 ? say('charged', { fen: words.money(overchargeFen) }) : null,
    nextChargeAt !== null && nextChargeAt > words.now && !billingStopped(record)
      ? say('next', { day: words.day(nextChargeAt) })
      : null,
  ];
}

/** An aim that has passed is not promised again. */
function due({ state, dueAt }: Facts, words: StoryWords): string | null {
  const working = state === 'open' || state === 'queued' || state === 'sent';
  if (!working || dueAt === null || dueAt <= words.now) return null;
  return words.t(`${S}.due`, { at: words.at(dueAt) });
}
