import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { Calendar } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';
import type { WeightProfileBands } from '#domain/weights.ts';
import { formatMinute, minutesPerDay } from '#domain/weights.ts';
import {
  KeyValues,
  LocalDate,
  Num,
  SideSection,
  StatusWord,
  formatTime,
} from '../components/index.ts';
import type { Scope } from './bands.ts';
import { allDaysAs, parseMinute, weightText } from './bands.ts';
import {
  attempt,
  clockText,
  instantsOf,
  kindOfDate,
  measure,
  minutesText,
  weightedHours,
  weightedText,
} from './measure.ts';
import type { Measured, Refusal } from './measure.ts';

export interface TestTimes {
  date: string;
  from: string;
  to: string;
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
    const { startAt, endAt } = instantsOf(zone, times.date, times.from, times.to);
    return measure(bands, calendar, zone, startAt, endAt, service);
  });
  const others = attempt(() => {
    const { startAt, endAt } = instantsOf(zone, times.date, times.from, times.to);
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
          {times.to !== '' && times.to <= times.from && (
            <p className="r-note">{t('weights.test.nextDay')}</p>
          )}
          {worked.value !== null ? (
            <PieceTable measured={worked.value} zone={zone} />
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

/** The pieces of an interval and their sum: `412.5 weighted min = 6.875 h`. */
export function PieceTable({ measured, zone }: { measured: Measured; zone: string }) {
  const t = useTranslate();
  return (
    <div>
      <table className="w-pieces">
        <thead>
          <tr>
            <th scope="col">{t('weights.pieces.span')}</th>
            <th scope="col">{t('weights.pieces.minutes')}</th>
            <th scope="col">{t('weights.pieces.weight')}</th>
            <th scope="col">{t('weights.pieces.weighted')}</th>
          </tr>
        </thead>
        <tbody>
          {measured.pieces.map((piece) => (
            <tr key={piece.startAt}>
              <td>
                {formatTime(piece.startAt, zone)}–{formatTime(piece.endAt, zone)}
              </td>
              <td>{minutesText(piece.seconds)}</td>
              <td>× {weightText(piece.weightPerMille)}</td>
              <td>{weightedText(piece.weightedPerMilleSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="w-sum" aria-live="polite">
        <span>
          {minutesText(measured.seconds)}
          <span className="r-unit">min</span>
        </span>
        <output>
          {weightedText(measured.weightedPerMilleSeconds)}
          <small>{t('weights.pieces.unit')}</small>
        </output>
      </div>
      <p className="w-sum__hours">
        = {clockText(measured.weightedPerMilleSeconds)} ={' '}
        <strong>{weightedHours(measured.weightedPerMilleSeconds)}</strong>
        <span className="r-unit">h</span>
      </p>
    </div>
  );
}
