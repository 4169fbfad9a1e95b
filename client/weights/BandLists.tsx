import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { CalendarYear, DayKind } from '#domain/calendar.ts';
import { dayKinds } from '#domain/calendar.ts';
import type { Band, WeightProfileBands } from '#domain/weights.ts';
import { formatMinute, minutesPerDay, paint } from '#domain/weights.ts';
import { Button, formatLocalDate, useLocaleName } from '../components/index.ts';
import { minutesOf, rowsOf } from './cell-range.ts';
import type { CellRange } from './cell-range.ts';
import type { Scope } from './bands.ts';
import {
  bandsIn,
  dayOf,
  follows,
  moveEdge,
  parseMinute,
  parseWeight,
  weightText,
  withRow,
} from './bands.ts';

interface BandListsProps {
  bands: WeightProfileBands;
  scope: Scope;
  editable: boolean;
  onChange: (bands: WeightProfileBands) => void;
  selection: CellRange | null;
  /** The year whose make-up workdays are named. */
  year: { name: string; data: CalendarYear } | null;
}

/** The bands as a list in step with the grid, editable to the minute. */
export function BandLists(props: BandListsProps) {
  const t = useTranslate();
  return (
    <div className="w-lists">
      {dayKinds.map((kind) => (
        <section key={kind}>
          <h3>{t(`weights.kinds.${kind}`)}</h3>
          <KindList {...props} kind={kind} />
        </section>
      ))}
    </div>
  );
}

function KindList(props: BandListsProps & { kind: DayKind }) {
  const { bands, scope, kind, editable, onChange, year } = props;
  const t = useTranslate();
  const own = dayOf(bands, scope) !== null;
  if (kind === 'makeup_workday' && follows(bands, scope, kind)) {
    return (
      <div className="w-follows">
        <ul className="w-list" style={{ width: '100%' }}>
          <li>
            {formatMinute(0)}–{formatMinute(minutesPerDay)}
            <span className="r-push">{t('weights.followsWorkday')}</span>
          </li>
        </ul>
        {year !== null && <MakeupDays name={year.name} dates={year.data.makeupWorkdays} />}
        {editable && own && (
          <Button
            onClick={() =>
              onChange(withRow(bands, scope, kind, [...bandsIn(bands, scope, 'workday')]))
            }
          >
            {t('weights.setSeparately')}
          </Button>
        )}
      </div>
    );
  }
  const list = bandsIn(bands, scope, kind);
  const set = (next: Band[] | null) => next !== null && onChange(withRow(bands, scope, kind, next));
  return (
    <div className="w-follows">
      <ul className="w-list" style={{ width: '100%' }}>
        {list.map((band, index) => (
          <BandRow
            key={`${band.from}.${band.to}.${band.weightPerMille}`}
            band={band}
            last={index === list.length - 1}
            editable={editable && own}
            chosen={touches(props.selection, kind, band)}
            onEdge={(minute) => {
              const next = moveEdge(list, index, minute);
              set(next);
              return next !== null;
            }}
            onWeight={(weight) => set(paint(list, band.from, band.to, weight))}
          />
        ))}
      </ul>
      {editable && own && kind === 'makeup_workday' && (
        <Button kind="link" onClick={() => onChange(withRow(bands, scope, kind, null))}>
          {t('weights.followAgain')}
        </Button>
      )}
    </div>
  );
}

function touches(selection: CellRange | null, kind: DayKind, band: Band): boolean {
  if (selection === null || !rowsOf(selection).includes(kind)) return false;
  const [from, to] = minutesOf(selection);
  return band.from < to && band.to > from;
}

function MakeupDays({ name, dates }: { name: string; dates: readonly string[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const days = dates.map((date) => formatLocalDate(date, locale).replace(/ .+$/u, ''));
  const english = dates.map((date) => formatLocalDate(date, locale).replace(/^\S+ /u, ''));
  const text = (locale === 'zh' ? days.join('、') : english.join(', ')) || t('common.none');
  return <p className="r-note">{t('weights.makeupDays', { year: name, days: text })}</p>;
}

interface BandRowProps {
  band: Band;
  last: boolean;
  editable: boolean;
  chosen: boolean;
  /** False when the end was refused. */
  onEdge: (minute: number) => boolean;
  onWeight: (weightPerMille: number) => void;
}

function BandRow({ band, last, editable, chosen, onEdge, onWeight }: BandRowProps) {
  const t = useTranslate();
  const from = formatMinute(band.from);
  const to = formatMinute(band.to);
  if (!editable) {
    return (
      <li data-chosen={chosen || undefined}>
        {from}–{to}
        <span className="w-list__weight">×{weightText(band.weightPerMille)}</span>
      </li>
    );
  }
  return (
    <li data-chosen={chosen || undefined}>
      {from}–
      {last ? (
        <span>{to}</span>
      ) : (
        <Field
          value={to}
          label={t('weights.endOf', { from })}
          accept={(text) => {
            const minute = parseMinute(text);
            return minute !== null && onEdge(minute);
          }}
        />
      )}
      <span className="w-list__weight">
        ×
        <Field
          value={weightText(band.weightPerMille)}
          label={t('weights.weightOf', { from, to })}
          accept={(text) => {
            const weight = parseWeight(text);
            if (weight !== null) onWeight(weight);
            return weight !== null;
          }}
        />
      </span>
    </li>
  );
}

/** A value edited where it stands; taken on Enter or when left, given back by Escape. */
function Field(props: { value: string; label: string; accept: (text: string) => boolean }) {
  const { value, label, accept } = props;
  const [text, setText] = useState(value);
  const [refused, setRefused] = useState(false);
  const take = () => {
    if (text === value) return setRefused(false);
    setRefused(!accept(text));
  };
  return (
    <input
      value={text}
      aria-label={label}
      aria-invalid={refused || undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') take();
        if (event.key === 'Escape') {
          setText(value);
          setRefused(false);
        }
      }}
    />
  );
}

/** Paints a stretch to the minute; starts from what is chosen in the grid (keyed by it). */
export function FinePaint(props: {
  selection: CellRange | null;
  weightPerMille: number;
  onPaint: (kind: DayKind, from: number, to: number, weightPerMille: number) => void;
}) {
  const { selection, weightPerMille, onPaint } = props;
  const t = useTranslate();
  const [first, last] = selection === null ? [540, 1080] : minutesOf(selection);
  const [kind, setKind] = useState<DayKind>(
    (selection === null ? undefined : rowsOf(selection)[0]) ?? 'workday',
  );
  const [from, setFrom] = useState(formatMinute(first));
  const [to, setTo] = useState(formatMinute(last));
  const [weight, setWeight] = useState(weightText(weightPerMille));
  const start = parseMinute(from);
  const end = parseMinute(to);
  const value = parseWeight(weight);
  const sound = start !== null && end !== null && value !== null && end > start;
  const field = (label: string, text: string, set: (text: string) => void, wrong: boolean) => (
    <input
      value={text}
      aria-label={label}
      aria-invalid={wrong || undefined}
      onChange={(event) => set(event.target.value)}
    />
  );
  return (
    <form
      className="w-fine"
      onSubmit={(event) => {
        event.preventDefault();
        if (sound) onPaint(kind, start, end, value);
      }}
    >
      <span className="r-muted">{t('weights.toTheMinute')}</span>
      <select
        value={kind}
        aria-label={t('weights.dayKind')}
        onChange={(event) => setKind(event.target.value as DayKind)}
      >
        {dayKinds.map((one) => (
          <option key={one} value={one}>
            {t(`weights.kinds.${one}`)}
          </option>
        ))}
      </select>
      {field(t('weights.from'), from, setFrom, start === null)}–
      {field(t('weights.to'), to, setTo, end === null || (start !== null && end <= start))}×
      {field(t('weights.weight'), weight, setWeight, value === null)}
      <Button submit disabled={!sound}>
        {t('weights.paint')}
      </Button>
    </form>
  );
}
