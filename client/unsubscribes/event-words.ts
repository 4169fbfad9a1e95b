import type { TimelineEntry } from '#contract/cases.ts';
import { formatFen, type Status } from '../components/index.ts';
import type { Translate } from './case-words.ts';

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

const statuses: Readonly<Record<string, Status>> = {
  'case.prioritised': 'open',
  'case.note_retracted': 'none',
  'case.identity_checked': 'ok',
  'case.number_revealed': 'open',
  'case.evidence_made': 'open',
  'case.evidence_printed': 'open',
  'case.evidence_saved': 'open',
  'case.waived': 'wait',
  'case.cleared': 'ok',
  'case.scheduled': 'wait',
  'case.put_back': 'held',
  'case.outage_linked': 'wait',
  'case.reclassified': 'open',
  'case.relapsed': 'bad',
  'overcharge.read': 'open',
};

/** Acts on the case itself in words; null for events of others. */
export function caseEventWords(
  t: Translate,
  { action, detail, reason }: EventEntry,
): { status: Status; title: string; detail: string } | null {
  const status = statuses[action];
  if (status === undefined) return null;
  const text = (name: string) => {
    const value = detail[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const priority = action === 'case.prioritised';
  const level = (name: string) =>
    priority ? t(`unsubscribes.page.priority.p${text(name)}`, { _: text(name) }) : text(name);
  const failed = action === 'case.identity_checked' && text('result') === 'failed';
  return {
    status: failed ? 'bad' : status,
    title: t(`unsubscribes.page.events.${action.replace('.', '_')}`, {
      from: level('from'),
      to: level('to'),
      method: t(`identity.methods.${text('method')}`, { _: text('method') }),
      result: t(`identity.results.${text('result')}`, { _: text('result') }),
      reason: t(`identity.reveal.reasons.${text('reason')}`, { _: text('reason') }),
      fen: formatFen(Number(detail['fen'] ?? 0)),
      system: t(`common.systems.${text('system')}`, { _: text('system') }),
    }),
    detail: reason ?? '',
  };
}
