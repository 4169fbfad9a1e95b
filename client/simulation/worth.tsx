import { Money, formatFen, formatNumber, useLocaleName } from '../components/index.ts';

export interface Currency {
  currency: string;
  exponent: number;
}

/** An amount of minor units as text; a sign in front where it tells a change. */
export function worthText(minor: number, { currency, exponent }: Currency, signed = false): string {
  const plus = signed && minor > 0 ? '+' : '';
  if (currency === 'CNY' && exponent === 2) return `${plus}${formatFen(minor)}`;
  const value = formatNumber(minor / 10 ** exponent, 'en', exponent);
  return `${plus}${value} ${currency}`;
}

/** Worth in the policy's currency. */
export function Worth(props: Currency & { value: number | null; signed?: boolean }) {
  const { value, signed = false, ...currency } = props;
  if (value === null) return <Money fen={null} />;
  return <span className="r-num">{worthText(value, currency, signed)}</span>;
}

/** A whole number with its sign: what B has more than A. */
export function Change({ value, unit = '' }: { value: number; unit?: string }) {
  const locale = useLocaleName();
  const text = formatNumber(value, locale);
  return (
    <span className={value === 0 ? 'r-num r-muted' : 'r-num'}>
      {value > 0 ? '+' : ''}
      {text}
      {unit === '' ? '' : ` ${unit}`}
    </span>
  );
}
