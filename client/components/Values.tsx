import { useLocaleState, useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { DayKind } from '#domain/calendar.ts';
import { useSession } from '../session/SessionContext.ts';
import { useNow } from './clock.ts';
import {
  formatDateTime,
  formatDuration,
  formatExact,
  formatFen,
  formatLocalDate,
  formatNumber,
  formatTime,
} from './format.ts';

export function useLocaleName(): 'zh' | 'en' {
  const [locale] = useLocaleState();
  return locale === 'zh' ? 'zh' : 'en';
}

interface NumProps {
  value: number | null | undefined;
  unit?: ReactNode;
  digits?: number;
  title?: string;
  /** With its sign, also when positive. */
  signed?: boolean;
}

/** A figure with its unit in small type; a dash when there is none. */
export function Num({ value, unit, digits, title, signed }: NumProps) {
  const locale = useLocaleName();
  if (value === null || value === undefined) return <span className="r-num r-ink-none">–</span>;
  const sign = signed === true && value > 0 ? '+' : '';
  return (
    <span className="r-num" title={title}>
      {sign}
      {formatNumber(value, locale, digits)}
      {unit !== undefined && <span className="r-unit">{unit}</span>}
    </span>
  );
}

const mbPerGb = 1024;

/** Data in MB, or in GB from 10 GB on with the exact MB in the tooltip; `exact` keeps MB. */
export function DataAmount({
  mb,
  exact = false,
}: {
  mb: number | null | undefined;
  exact?: boolean;
}) {
  const locale = useLocaleName();
  if (mb === null || mb === undefined || exact || Math.abs(mb) < 10 * mbPerGb) {
    return <Num value={mb} unit="MB" />;
  }
  return <Num value={mb / mbPerGb} digits={2} unit="GB" title={`${formatNumber(mb, locale)} MB`} />;
}

/** Money from fen: ¥ with two decimals. */
export function Money({ fen, signed }: { fen: number | null | undefined; signed?: boolean }) {
  if (fen === null || fen === undefined) return <span className="r-num r-ink-none">–</span>;
  return (
    <span className="r-num">
      {signed === true && fen > 0 ? '+' : ''}
      {formatFen(fen)}
    </span>
  );
}

/** `5 h 45 min`; the exact seconds in the tooltip. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return <span className="r-num r-ink-none">–</span>;
  return (
    <span className="r-num" title={`${formatNumber(Math.round(ms / 1000))} s`}>
      {formatDuration(ms)}
    </span>
  );
}

/** A number as the server masked it, in tabular figures. */
export function MaskedNumber({ value, strong }: { value: string; strong?: boolean }) {
  return <span className={strong ? 'r-msisdn r-msisdn--strong' : 'r-msisdn'}>{value}</span>;
}

interface WhenProps {
  at: number | null | undefined;
  /** `date` 11月20日 14:32 · `ago` 3 min 前 · `time` 14:32 · `due` 剩 38 min / 超 4 min */
  as?: 'date' | 'ago' | 'time' | 'due';
  /** The zone of the incident; the operator's otherwise. */
  zone?: string;
  fallback?: ReactNode;
}

function relative(
  at: number,
  now: number,
  as: 'ago' | 'due',
  t: (key: string, o?: object) => string,
): string {
  const distance = at - now;
  if (as === 'ago') {
    if (Math.abs(distance) < 45_000) return t('common.now');
    return t(distance < 0 ? 'common.ago' : 'common.left', { value: formatDuration(distance) });
  }
  return t(distance < 0 ? 'common.over' : 'common.left', { value: formatDuration(distance) });
}

/** An instant; the exact one with its zone always in the tooltip. */
export function When({ at, as = 'date', zone, fallback = '–' }: WhenProps) {
  const session = useSession();
  const locale = useLocaleName();
  const t = useTranslate();
  const now = useNow();
  if (at === null || at === undefined) return <span className="r-ink-none">{fallback}</span>;
  const where = zone ?? session.zone;
  const text =
    as === 'date'
      ? formatDateTime(at, where, locale, now)
      : as === 'time'
        ? formatTime(at, where)
        : relative(at, now, as, t);
  return (
    <time
      className="r-num"
      dateTime={new Date(at).toISOString()}
      title={formatExact(at, where, locale)}
    >
      {text}
    </time>
  );
}

/** A local date with its weekday and, where it is not what the weekday says, its day kind. */
export function LocalDate(props: { on: string; dayKind?: DayKind | null; withYear?: boolean }) {
  const { on, dayKind, withYear } = props;
  const locale = useLocaleName();
  const t = useTranslate();
  const text = formatLocalDate(on, locale, withYear);
  const kind =
    dayKind === 'makeup_workday' || dayKind === 'holiday' ? t(`common.dayKinds.${dayKind}`) : '';
  if (kind === '') return <time dateTime={on}>{text}</time>;
  return <time dateTime={on}>{locale === 'zh' ? `${text}·${kind}` : `${text} (${kind})`}</time>;
}
