import type { TimelineEntry } from '#contract/cases.ts';
import type { Status } from '../components/index.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;
type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

const statuses: Readonly<Record<string, Status>> = {
  'case.message_queued': 'flight',
  'case.message_failed': 'bad',
  'case.message_retried': 'flight',
  'case.message_dropped': 'none',
  'case.confirmation_asked': 'wait',
  'case.confirmation_expired': 'held',
  'case.reply_late': 'held',
  'case.alternative_offered': 'wait',
  'case.alternative_chosen': 'ok',
  'case.alternative_refused': 'none',
  'case.exit_accepted': 'ok',
  'case.date_booked': 'wait',
  'case.offer_replied': 'wait',
  'case.survey_answered': 'ok',
};

/** Messages, confirmations and alternatives in the timeline of a case; null for events of others. */
export function noticeEventWords(
  t: Translate,
  entry: EventEntry,
): { status: Status; title: string; detail: string } | null {
  const { action, detail, reason } = entry;
  const status = statuses[action];
  if (status === undefined) return null;
  const text = (name: string) => {
    const value = detail[name];
    return typeof value === 'string' ? value : '';
  };
  const word = (group: string, name: string) =>
    text(name) === '' ? '' : t(`notices.${group}.${text(name)}`, { _: text(name) });
  const code = text('templateCode');
  const title = t(`notices.event.${action.slice('case.'.length)}`, {
    message: `${code} ${code === '' ? '' : t(`notices.template.${code}`, { _: '' })}`.trim(),
    label: text('label'),
    answer: word('event.answers', 'answer'),
  });
  const details = [
    word('channel', 'channel'),
    word('trigger', 'trigger'),
    word('reason', 'reason'),
    text('reasonText'),
    word('surveyDialog.tags', 'reasonTag'),
    reason ?? '',
  ];
  return { status, title, detail: details.filter((part) => part !== '').join(' · ') };
}
