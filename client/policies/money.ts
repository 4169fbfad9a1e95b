import type { PolicyRules } from '#domain/policy-types.ts';
import { formatFen } from '../components/format.ts';

export type Currency = Pick<PolicyRules, 'currency' | 'exponent'>;

/** Writes an amount in the minor unit of a currency. */
export type MoneyText = (minor: number) => string;

/** Currencies offered for a policy, with the decimal places of their minor unit. */
export const currencies: Readonly<Record<string, number>> = {
  CNY: 2,
  HKD: 2,
  EUR: 2,
  GBP: 2,
  USD: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
};

/** €, US$, ₩: the sign with which a currency cannot be taken for another. */
export function currencySign(currency: string): string {
  if (currency === 'CNY') return '¥';
  const parts = new Intl.NumberFormat('zh-CN', { style: 'currency', currency }).formatToParts(0);
  const sign = parts.find(({ type }) => type === 'currency')?.value ?? currency;
  return sign.normalize('NFKC');
}

export function moneyTextOf({ currency, exponent }: Currency): MoneyText {
  if (currency === 'CNY' && exponent === 2) return formatFen;
  const sign = currencySign(currency);
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  const format = new Intl.NumberFormat('en', digits);
  return (minor) =>
    `${minor < 0 ? '−' : ''}${sign}${format.format(Math.abs(minor) / 10 ** exponent)}`;
}
