import { useTranslate } from 'ra-core';
import { useId } from 'react';
import { parseCount } from '#domain/bulk-rules.ts';
import { NOTICE_COUNT_TYPED_ABOVE, NOTICE_RATE } from '#domain/notice-rates.ts';
import { formatNumber, useLocaleName } from '../components/index.ts';

export const asksCount = (count: number): boolean => count > NOTICE_COUNT_TYPED_ABOVE;

export const countIsRight = (typed: string, count: number): boolean =>
  !asksCount(count) || parseCount(typed) === count;

interface RateProps {
  value: number;
  onChange: (rate: number) => void;
}

/** Messages a second. */
export function RateField({ value, onChange }: RateProps) {
  const t = useTranslate();
  const id = useId();
  return (
    <div className="r-field nr-rate">
      <label htmlFor={id}>{t('noticeRounds.rate')}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={NOTICE_RATE.least}
        max={NOTICE_RATE.most}
        value={value}
        onChange={(event) => {
          const rate = Math.round(Number(event.target.value));
          if (rate >= NOTICE_RATE.least) onChange(Math.min(rate, NOTICE_RATE.most));
        }}
      />
    </div>
  );
}

interface CountProps {
  count: number;
  typed: string;
  wrong: boolean;
  onChange: (typed: string) => void;
}

/** Above a limit the sender types how many will be told. */
export function CountField({ count, typed, wrong, onChange }: CountProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const id = useId();
  if (!asksCount(count)) return null;
  const written = formatNumber(count, locale);
  const limit = formatNumber(NOTICE_COUNT_TYPED_ABOVE, locale);
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('noticeRounds.typed', { count: written })}</label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-help`} className={wrong ? 'r-help r-help--bad' : 'r-help'}>
        {wrong
          ? t('noticeRounds.typedWrong', { count: written })
          : t('noticeRounds.typedHelp', { limit, plain: count, written })}
      </p>
    </div>
  );
}
