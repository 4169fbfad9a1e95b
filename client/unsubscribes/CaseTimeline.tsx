import { useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { CaseShow, TimelineEntry } from '#contract/cases.ts';
import { Button, Panel, Segment, StatusIcon, When, useUrlState } from '../components/index.ts';
import { AttemptDetail } from './AttemptDetail.tsx';
import { useEntryView } from './useEntryView.ts';

const filters = ['all', 'attempts', 'messages', 'notes', 'audit'] as const;
type Filter = (typeof filters)[number];

const FIRST = 12;

/** What was said to the customer, and what they said. */
const messageActs =
  /^case\.(message_|confirmation_|alternative_|offer_|survey_|reply_|exit_|date_booked|complain)/;

/** Moves that an attempt beside them tells already; the audit view shows them all. */
const told = ['sent', 'confirmed', 'unknown'];

export function entriesOf(timeline: readonly TimelineEntry[], filter: Filter): TimelineEntry[] {
  return timeline.filter((entry) => {
    if (filter === 'attempts') return entry.kind === 'attempt';
    if (filter === 'messages') return entry.kind === 'event' && messageActs.test(entry.action);
    if (filter === 'notes') return entry.kind === 'note';
    if (filter === 'audit') return entry.kind === 'event';
    if (entry.kind !== 'event') return true;
    if (entry.action === 'case.read_back') return false;
    return entry.action !== 'case.moved' || !told.includes(String(entry.detail['to']));
  });
}

/** What happened, newest first: calls with what was sent and answered, audited acts, notes. */
export function CaseTimeline({ record, onNote }: { record: CaseShow; onNote?: () => void }) {
  const t = useTranslate();
  const [chosen, choose] = useUrlState('timeline', 'all');
  const filter = filters.find((one) => one === chosen) ?? 'all';
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    // On paper there is nothing to press for the rest.
    const all = () => flushSync(() => setWhole(true));
    window.addEventListener('beforeprint', all);
    return () => window.removeEventListener('beforeprint', all);
  }, []);
  const entries = entriesOf(record.timeline, filter);
  const shown = whole ? entries : entries.slice(0, FIRST);
  return (
    <Panel
      title={t('unsubscribes.timeline.title')}
      note={entries.length}
      flush
      className="k-timeline"
      actions={
        <>
          <Segment
            label={t('unsubscribes.timeline.label')}
            value={filter}
            onChange={choose}
            options={filters.map((id) => ({
              id,
              label: t(
                id === 'messages'
                  ? 'unsubscribes.page.timeline.messages'
                  : `unsubscribes.timeline.${id}`,
              ),
            }))}
          />
          {onNote !== undefined && (
            <Button kind="plain" icon="note" onClick={onNote}>
              {t('unsubscribes.act.note')}
            </Button>
          )}
        </>
      }
    >
      {entries.length === 0 ? (
        <p className="r-note k-timeline__none">{t('unsubscribes.timeline.empty')}</p>
      ) : (
        <ol className="r-timeline">
          {shown.map((entry) => (
            <Entry key={`${entry.kind} ${entry.id}`} entry={entry} record={record} />
          ))}
        </ol>
      )}
      {shown.length < entries.length && (
        <div className="r-panel__foot">
          <Button kind="link" onClick={() => setWhole(true)}>
            {t('unsubscribes.timeline.more', { smart_count: entries.length })}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Entry({ entry, record }: { entry: TimelineEntry; record: CaseShow }) {
  const t = useTranslate();
  const view = useEntryView(record)(entry);
  const [open, setOpen] = useState(false);
  const attempt = entry.kind === 'attempt' ? entry.attempt : null;
  return (
    <li>
      <span className="r-timeline__when">
        <When at={entry.at} />
      </span>
      <StatusIcon status={view.status} />
      <div className="r-timeline__what">
        {attempt === null ? (
          <p className={entry.kind === 'note' ? 'k-note' : undefined}>{view.title}</p>
        ) : (
          <button
            type="button"
            className="k-attempt"
            aria-expanded={open}
            title={t('unsubscribes.timeline.expand')}
            onClick={() => setOpen(!open)}
          >
            {view.title}
          </button>
        )}
        {view.detail !== '' && <p className="r-note">{view.detail}</p>}
      </div>
      <span className="r-timeline__who" title={view.who}>
        {view.who}
      </span>
      <span className="r-timeline__result">{view.result}</span>
      {open && attempt !== null && (
        <AttemptDetail
          attempt={attempt}
          who={view.who}
          planId={record.planOfJob[attempt.jobId ?? '']}
        />
      )}
    </li>
  );
}

/** The latest entries in one line each, for the drawer. */
export function RecentEntries({ record, most = 5 }: { record: CaseShow; most?: number }) {
  const view = useEntryView(record);
  return (
    <ol className="q-recent">
      {entriesOf(record.timeline, 'all')
        .slice(0, most)
        .map((entry) => {
          const { status, title, who } = view(entry);
          return (
            <li key={`${entry.kind} ${entry.id}`}>
              <When at={entry.at} />
              <StatusIcon status={status} size={12} />
              <span className="r-ellipsis" title={title}>
                {title}
              </span>
              <span className="q-recent__who">{who}</span>
            </li>
          );
        })}
    </ol>
  );
}
