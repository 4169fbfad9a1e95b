import { useTranslate } from 'ra-core';
import { useId } from 'react';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { localDateAt, createZone, parseLocal } from '#domain/time.ts';
import { planClock, type ClockPlan } from '#domain/clocks.ts';
import type { Calendar } from '#domain/calendar.ts';
import { dayKindOf, hasYear } from '#domain/calendar.ts';
import {
  Duration,
  KeyValues,
  LocalDate,
  SideSection,
  StatusWord,
  formatTime,
  localDateOf,
  useNow,
  useUrlState,
} from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { useCalendar } from '../weights/useCalendar.ts';
import { durationText } from './duration.ts';

const HOUR = 3_600_000;

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** A start that can be chosen, and what the row makes of it; in step with every key. */
export function WorkedExample({ policy }: { policy: ClockPolicyRecord }) {
  const t = useTranslate();
  const id = useId();
  const { zone } = useSession();
  const now = useNow();
  const today = localDateOf(now, zone);
  const [start, setStart] = useUrlState('from', `${today}T17:30`);
  const [event, setEvent] = useUrlState('event', `${today}T23:59`);
  const [paused, setPaused] = useUrlState('paused', '0');
  const { data: calendar } = useCalendar(policy.days === 'working' ? policy.calendarId : undefined);
  const clock = createZone(zone);
  const startedAt = attempt(() => parseLocal(clock, start));
  const eventAt = policy.basis === 'event' ? attempt(() => parseLocal(clock, event)) : null;
  const hours = Number(paused);
  const pauses =
    startedAt === null || !(hours > 0)
      ? []
      : [{ from: startedAt + 1, until: startedAt + 1 + hours * HOUR }];
  const waiting = policy.days === 'working' && calendar === undefined;
  const plan =
    startedAt === null || waiting
      ? null
      : planClock(
          policy,
          { zone: clock, calendar: policy.days === 'working' ? (calendar ?? null) : null },
          { startedAt, eventAt, pauses },
        );
  return (
    <SideSection title={t('clocks.example.title')} link={t('clocks.example.note')}>
      <div className="t-fields">
        <div className="r-field">
          <label htmlFor={`${id}s`}>{t('clocks.example.start')}</label>
          <input
            id={`${id}s`}
            type="datetime-local"
            value={start}
            onChange={(change) => setStart(change.target.value)}
          />
        </div>
        {policy.basis === 'event' && (
          <div className="r-field">
            <label htmlFor={`${id}e`}>{t('clocks.example.event')}</label>
            <input
              id={`${id}e`}
              type="datetime-local"
              value={event}
              onChange={(change) => setEvent(change.target.value)}
            />
          </div>
        )}
        {policy.pauses && policy.basis === 'duration' && (
          <div className="r-field">
            <label htmlFor={`${id}p`}>{t('clocks.example.pausedFor')}</label>
            <input
              id={`${id}p`}
              type="number"
              min={0}
              max={2000}
              value={paused}
              onChange={(change) => setPaused(change.target.value)}
            />
          </div>
        )}
        {plan !== null && startedAt !== null && (
          <Outcome policy={policy} plan={plan} startedAt={startedAt} calendar={calendar ?? null} />
        )}
      </div>
    </SideSection>
  );
}

function Outcome(props: {
  policy: ClockPolicyRecord;
  plan: ClockPlan;
  startedAt: number;
  calendar: Calendar | null;
}) {
  const t = useTranslate();
  const { policy, plan, startedAt, calendar } = props;
  const word = (key: string) => t(`clocks.example.${key}`);
  const told = policy.levels.flatMap((level, index) => {
    const base = level.on === 'warn' ? plan.warnAt : plan.dueAt;
    if (base === null) return [];
    return [
      {
        key: `level${index}`,
        label: t(`clocks.level.targets.${level.to}`),
        value: <Moment at={base + level.afterMs} calendar={calendar} />,
        indent: true,
      },
    ];
  });
  return (
    <>
      <KeyValues
        rows={[
          {
            key: 'warns',
            label: word('warns'),
            value:
              plan.warnAt === null ? (
                word('never')
              ) : (
                <Moment at={plan.warnAt} calendar={calendar} />
              ),
          },
          {
            key: 'ends',
            label: word('ends'),
            strong: true,
            value:
              plan.dueAt === null ? word('never') : <Moment at={plan.dueAt} calendar={calendar} />,
          },
          plan.dueAt !== null && {
            key: 'lasts',
            label: word('lasts'),
            value: <Duration ms={plan.dueAt - startedAt} />,
          },
          policy.days === 'working' &&
            policy.dueMs !== null && {
              key: 'counted',
              label: word('counted'),
              value: durationText(t, policy.dueMs, 'working'),
            },
          told.length > 0 && { key: 'told', label: word('levels'), value: '' },
          ...told,
        ]}
      />
      {plan.provisional && <StatusWord status="wait">{word('provisional')}</StatusWord>}
    </>
  );
}

/** `10月8日 周四 15:00` with what kind of day it is. */
function Moment({ at, calendar }: { at: number; calendar: Calendar | null }) {
  const { zone } = useSession();
  const on = localDateAt(createZone(zone), at);
  const known = calendar !== null && hasYear(calendar, Number(on.slice(0, 4)));
  return (
    <span>
      <LocalDate on={on} dayKind={known ? dayKindOf(calendar, on) : null} /> {formatTime(at, zone)}
    </span>
  );
}
