import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { Calendar } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { formatMinute, minutesPerDay } from '#domain/weights.ts';
import { KeyValues, LocalDate, Num, SideSection, StatusWord } from '../components/index.ts';
import type { Scope } from './bands.ts';
import { allDaysAs, parseMinute } from './bands.ts';
import { IntervalPicture } from './IntervalPicture.tsx';
import { attempt } from '../components/attempt.ts';
import type { Refusal } from '../components/attempt.ts';
import { instantsOf, kindOfDate, measure } from './measure.ts';
import { PieceTable } from './PieceTable.tsx';

export interface TestTimes {
  date: string;
  from: string;
  to: string;
  /** The date it ends on; empty: as soon as the clock says so. */
  until: string;
}

interface TestIntervalProps {
  bands: WeightProfileBands;
  calendar: Calendar;
  zone: string;
  scope: Scope;
  times: TestTimes;
  onTimes: (times: TestTimes) => void;
}

/** A test interval: its pieces and its sum, recomputed with every stroke of the brush. */
export function TestInterval(props: TestIntervalProps) {
  const { bands, calendar, zone, scope, times, onTimes } = props;
  const t = useTranslate();
  const id = useId();
  const service = scope === 'default' ? null : scope;
  const kind = kindOfDate(calendar, times.date);
  const worked = attempt(() => {
    const { startAt, endAt } = instantsOf(zone, times);
    return measure(bands, calendar, zone, startAt, endAt, service);
  });
  const others = attempt(() => {
    const { startAt, endAt } = instantsOf(zone, times);
    return dayKinds
      .filter((other) => other !== kind && other !== 'makeup_workday')
      .map((other) => ({
        kind: other,
        measured: measure(allDaysAs(bands, other), calendar, zone, startAt, endAt, service),
      }));
  });
  return (
    <>
      <SideSection title={t('weights.test.title')}>
        <div className="w-test">
          <div className="r-field">
            <label htmlFor={`${id}d`}>{t('weights.test.date')}</label>
            <input
              id={`${id}d`}
              type="date"
              value={times.date}
              onChange={(event) => onTimes({ ...times, date: event.target.value })}
            />
            <p className="r-help">
              {times.date !== '' && <LocalDate on={times.date} dayKind={kind} withYear />}
            </p>
          </div>
          <div className="w-test__times">
            {(['from', 'to'] as const).map((name) => (
              <div className="r-field" key={name}>
                <label htmlFor={`${id}${name}`}>{t(`weights.test.${name}`)}</label>
                <ClockInput
                  id={`${id}${name}`}
                  value={times[name]}
                  onChange={(text) => onTimes({ ...times, [name]: text })}
                />
              </div>
            ))}
          </div>
          <div className="r-field">
            <label htmlFor={`${id}u`}>{t('weights.test.until')}</label>
            <input
              id={`${id}u`}
              type="date"
              value={times.until}
              min={times.date}
              onChange={(event) => onTimes({ ...times, until: event.target.value })}
            />
            <p className="r-help">
              {t(
                times.until === '' && times.to <= times.from
                  ? 'weights.test.nextDay'
                  : 'weights.test.untilHelp',
              )}
            </p>
          </div>
          {worked.value !== null ? (
            <>
              <IntervalPicture
                bands={bands}
                calendar={calendar}
                zone={zone}
                scope={scope}
                startAt={worked.value.startAt}
                endAt={worked.value.endAt}
              />
              <PieceTable measured={worked.value} zone={zone} />
            </>
          ) : (
            <RefusalNote refusal={worked.refusal} />
          )}
        </div>
      </SideSection>
      {others.value !== null && worked.value !== null && (
        <SideSection title={t('weights.test.otherKinds')}>
          <KeyValues
            rows={others.value.map((other) => ({
              key: other.kind,
              label: t(`weights.kinds.${other.kind}`),
              value: (
                <Num
                  value={other.measured.weightedPerMilleSeconds / 60_000}
                  digits={1}
                  unit="min"
                />
              ),
            }))}
          />
        </SideSection>
      )}
    </>
  );
}

/** A time of day on the 24-hour clock, in whatever way it is written; whole times go out as HH:mm. */
function ClockInput(props: { id: string; value: string; onChange: (text: string) => void }) {
  const { id, value, onChange } = props;
  const [text, setText] = useState(value);
  const minute = parseMinute(text);
  const wrong = minute === null || minute === minutesPerDay;
  return (
    <input
      id={id}
      value={text}
      maxLength={5}
      aria-invalid={wrong || undefined}
      onChange={(event) => {
        setText(event.target.value);
        const typed = parseMinute(event.target.value);
        if (typed !== null && typed < minutesPerDay) onChange(formatMinute(typed));
      }}
      onBlur={() => setText(wrong ? value : formatMinute(minute))}
    />
  );
}

/** What the calculator refused, as an answer: a year without data, a time that does not exist. */
export function RefusalNote({ refusal }: { refusal: Refusal }) {
  const t = useTranslate();
  return (
    <p role="status">
      <StatusWord status="bad">
        <span style={{ whiteSpace: 'normal' }}>{t(refusal.key, refusal.args)}</span>
      </StatusWord>
    </p>
  );
}
