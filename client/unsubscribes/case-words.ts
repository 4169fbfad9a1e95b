import type { CaseRecord, CaseShow, Lamp } from '#contract/cases.ts';
import { caseInFlightStates, isCaseEnded } from '#domain/lifecycles.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import type { LampSystem } from '#domain/lamps.ts';
import { codeName } from '../catalogue/names.ts';
import type { Status } from '../components/index.ts';

export type Translate = (key: string, args?: Record<string, unknown>) => string;

/** How a state looks. */
export const stateStatus: Readonly<Record<CaseState, Status>> = {
  open: 'open',
  queued: 'flight',
  sent: 'flight',
  confirmed: 'flight',
  verified: 'ok',
  unknown: 'unk',
  waiting_customer: 'wait',
  waiting_date: 'wait',
  held: 'held',
  failed_final: 'bad',
  withdrawn: 'held',
  duplicate: 'held',
};

const toneStatus: Readonly<Record<Lamp['tone'], Status>> = {
  agree: 'ok',
  lag: 'bad',
  due_later: 'wait',
  unknown: 'unk',
  nothing_wanted: 'none',
};

type LampFacts = Pick<CaseRecord, 'wanted' | 'lamps' | 'state'>;

/** Refused, given up or joined elsewhere: nothing is wanted of the systems here. */
export const nothingWanted = ({ wanted, state }: Pick<CaseRecord, 'wanted' | 'state'>): boolean =>
  wanted === 'active' || (isCaseEnded(state) && state !== 'verified');

/** Where nothing is wanted, lamps are neither green nor red, whatever was read. */
export const lampStatus = (record: LampFacts, system: LampSystem): Status =>
  nothingWanted(record) ? 'none' : toneStatus[record.lamps[system].tone];

/** What the system says, in its own words: billing that should have stopped is "still billed". */
export function actualWord(t: Translate, record: LampFacts, system: LampSystem): string {
  const { actual, tone } = record.lamps[system];
  if (actual === 'active' && nothingWanted(record)) return t('unsubscribes.inUse');
  if (system === 'billing' && actual === 'active' && tone === 'lag')
    return t('unsubscribes.billingActive');
  return t(`unsubscribes.actual.${actual}`);
}

/** An accepted cancel whose date has not come: nothing lags, nothing has stopped. */
export const isAhead = (
  { wanted, wantedFromAt }: Pick<CaseRecord, 'wanted' | 'wantedFromAt'>,
  now: number,
): boolean => wanted === 'cancelled' && wantedFromAt !== null && wantedFromAt > now;

export const isInFlight = (state: CaseState): boolean =>
  (caseInFlightStates as readonly string[]).includes(state);

/** Whether a reading was asked for that has not been recorded yet; given up after two minutes. */
export function isReading(record: CaseShow, now: number): boolean {
  const asked = record.timeline.find(
    (entry) => entry.kind === 'event' && entry.action === 'case.read_back_queued',
  );
  if (asked === undefined || now - asked.at > 120_000) return false;
  return !record.attempts.some(
    ({ kind, startedAt }) => kind === 'read_back' && startedAt >= asked.at,
  );
}

/** The row of a list stands in the cache before the whole case is read. */
export const isWhole = (record: CaseRecord | CaseShow): record is CaseShow => 'timeline' in record;

export const failureName = (
  record: Pick<CaseRecord, 'failureNameZh' | 'failureNameEn'>,
  locale: string,
): string => codeName({ nameZh: record.failureNameZh, nameEn: record.failureNameEn }, locale);

export const areaName = (
  record: { areaNameZh: string; areaNameEn: string },
  locale: string,
): string => (locale === 'zh' ? record.areaNameZh : record.areaNameEn);

/** How the due date is shown: the clock, or why there is none. */
export type DueView =
  | { kind: 'clock'; at: number }
  | { kind: 'date'; at: number }
  | { kind: 'paused' | 'held' | 'none' }
  | { kind: 'ended'; at: number | null };

export function dueView(
  record: Pick<CaseRecord, 'state' | 'dueAt' | 'notBeforeAt' | 'endedAt'>,
): DueView {
  const { state, dueAt, notBeforeAt, endedAt } = record;
  if (isCaseEnded(state)) return { kind: 'ended', at: endedAt };
  if (state === 'waiting_date' && notBeforeAt !== null) return { kind: 'date', at: notBeforeAt };
  if (state === 'waiting_customer') return { kind: 'paused' };
  if (dueAt === null) return { kind: state === 'held' ? 'held' : 'none' };
  return { kind: 'clock', at: dueAt };
}

/** What the due column's figure is: a clock, the date waited for, or the end. */
export function clockLabel(record: Parameters<typeof dueView>[0]): 'head' | 'date' | 'ended' {
  const { kind } = dueView(record);
  return kind === 'date' || kind === 'ended' ? kind : 'head';
}
