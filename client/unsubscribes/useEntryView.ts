import { useTranslate } from 'ra-core';
import type { AttemptRecord, CaseShow, TimelineEntry } from '#contract/cases.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { flowEventWords } from '../clocks/event-words.ts';
import { noticeEventWords } from '../notices/event-words.ts';
import { systems, useLocaleName } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { caseEventWords } from './event-words.ts';
import { stateStatus } from './case-words.ts';
import type { Translate } from './case-words.ts';

export interface EntryView {
  status: Status;
  title: string;
  detail: string;
  who: string;
  result: string;
}

export const outcomeStatus: Readonly<Record<AttemptRecord['outcome'], Status>> = {
  started: 'flight',
  accepted: 'ok',
  in_progress: 'flight',
  refused: 'bad',
  unknown: 'unk',
  not_sent: 'held',
  found: 'ok',
  not_found: 'held',
  agree: 'ok',
  lagging: 'bad',
  skipped: 'none',
};

const isState = (value: unknown): value is keyof typeof stateStatus =>
  typeof value === 'string' && value in stateStatus;

/** An entry of the timeline in words. */
export function useEntryView(record: CaseShow): (entry: TimelineEntry) => EntryView {
  const t = useTranslate();
  const locale = useLocaleName();
  const colleagues = useColleagues();
  const comma = locale === 'zh' ? '、' : ', ';
  const nameOf = (id: string) =>
    String(colleagues.find((person) => person.id === id)?.label ?? record.assigneeName ?? id);
  const sends = record.attempts.filter(({ kind }) => kind === 'send');
  return (entry) => {
    const who =
      entry.actorId === SYSTEM_ACTOR.id ? t('unsubscribes.timeline.system') : entry.actorName;
    if (entry.kind === 'note') {
      const taken = entry.retractedAt !== null;
      const title = taken ? t('unsubscribes.page.mention.retracted') : entry.body;
      const names = entry.mentions.join(comma);
      const detail = names === '' ? '' : t('unsubscribes.page.mention.told', { names });
      return { status: taken ? 'none' : 'open', title, detail, who, result: '' };
    }
    if (entry.kind === 'event') return { ...eventView(t, entry, nameOf), who, result: '' };
    const { attempt } = entry;
    const n = sends.length - sends.findIndex(({ id }) => id === attempt.id);
    return { ...attemptView(t, attempt, n, comma), who };
  };
}

/** 12 ms, 0.4 s, 30.0 s. */
export const secondsOf = (ms: number): string =>
  ms < 100 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;

function attemptView(
  t: Translate,
  attempt: AttemptRecord,
  n: number,
  comma: string,
): Omit<EntryView, 'who'> {
  const { kind, outcome, rawCode, rawText, trigger, durationMs } = attempt;
  const named = systems.filter((system) => attempt.systems.includes(system));
  const list = named.map((system) => t(`common.systems.${system}`)).join(comma);
  const all = named.length === systems.length;
  const title = t(`unsubscribes.timeline.attempt.${kind}`, {
    n,
    systems: kind === 'read_back' && all ? t('unsubscribes.timeline.allSystems') : list,
  });
  const raw = [rawCode, rawText].filter((part) => part !== null && part !== '').join(' ');
  const facts = [
    t(`unsubscribes.timeline.outcome.${outcome}`),
    raw,
    t(`unsubscribes.timeline.trigger.${trigger}`, { _: trigger }),
  ];
  return {
    status: outcomeStatus[outcome],
    title,
    detail: facts.filter((fact) => fact !== '').join(' · '),
    result: outcome === 'started' ? '' : secondsOf(durationMs),
  };
}

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

function eventView(
  t: Translate,
  entry: EventEntry,
  nameOf: (id: string) => string,
): Pick<EntryView, 'status' | 'title' | 'detail'> {
  const { action, detail, reason } = entry;
  const word = (key: string, args?: Record<string, unknown>) =>
    t(`unsubscribes.timeline.event.${key}`, args);
  const cause =
    typeof detail['cause'] === 'string'
      ? t(`unsubscribes.timeline.cause.${detail['cause']}`, { _: '' })
      : '';
  const why = reason ?? cause;
  if (action === 'case.opened') {
    const joined = typeof detail['duplicateOfId'] === 'string';
    return { status: 'open', title: word(joined ? 'joined' : 'opened'), detail: why };
  }
  if (action === 'case.moved') {
    const { from, to } = detail;
    const name = (state: unknown) => t(`unsubscribes.state.${String(state)}`, { _: String(state) });
    return {
      status: isState(to) ? stateStatus[to] : 'open',
      title: word('moved', { from: name(from), to: name(to) }),
      detail: why,
    };
  }
  if (action === 'case.assigned') {
    const { to } = detail;
    const title =
      typeof to === 'string' ? word('assigned', { name: nameOf(to) }) : word('unassigned');
    return { status: 'ok', title, detail: why };
  }
  if (action === 'case.read_back_queued')
    return { status: 'flight', title: word('readBack'), detail: why };
  if (action === 'case.read_back') return { status: 'ok', title: word('lamps'), detail: why };
  const told = caseEventWords(t, entry) ?? flowEventWords(t, entry) ?? noticeEventWords(t, entry);
  return told ?? { status: 'open', title: action, detail: why };
}
