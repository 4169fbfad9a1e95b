import type { TimelineEntry } from '#contract/cases.ts';
import type { Status } from '../components/index.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;
type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

export interface EventWords {
  status: Status;
  title: string;
  detail: string;
}

const statuses: Readonly<Record<string, Status>> = {
  'clock.warned': 'wait',
  'clock.breached': 'bad',
  'clock.escalated': 'wait',
  'case.escalated': 'wait',
  'case.complained': 'wait',
  'case.complaint_replied': 'ok',
  'case.task_made': 'flight',
  'case.task_taken': 'flight',
  'case.task_given_back': 'open',
  'case.task_answered': 'ok',
  'case.task_closed': 'none',
  'case.task_reopened': 'flight',
};

/** Clocks, complaints and tasks in the timeline of a case; null for events of others. */
export function flowEventWords(t: Translate, entry: EventEntry): EventWords | null {
  const { action, detail, reason } = entry;
  const status = statuses[action];
  if (status === undefined) return null;
  const text = (name: string) => {
    const value = detail[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const title = t(`clocks.event.${action.replace('.', '_')}`, {
    clock: t(`clocks.kind.${text('kind')}`, { _: text('kind') }),
    to: t(`clocks.level.targets.${text('to')}`, { _: '' }),
    priority: t(`clocks.level.priorities.p${text('to')}`, { _: '' }),
    source: t(`clocks.complaint.sources.${text('source')}`, { _: text('source') }),
    queue: t(`inbox.tasks.queue.${text('queue')}`, { _: text('queue') }),
  });
  const facts = [
    text('title'),
    text('reference'),
    text('answer'),
    text('reply'),
    reason === text('title') ? '' : (reason ?? ''),
  ];
  return { status, title, detail: facts.filter((fact) => fact !== '').join(' · ') };
}
