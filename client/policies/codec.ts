import { formatMinute } from '#domain/weight-bands.ts';

/** How a whole number of the rules is written in a field. */
export interface Codec {
  text(value: number): string;
  /** Null for what is no such number. */
  parse(text: string): number | null;
}

const plain = (text: string): string => text.normalize('NFKC').trim().replaceAll(/[,\s]/gu, '');

/** The number that text writes, times 10^decimals; null where it has more decimals or is none. */
function shifted(text: string, decimals: number): number | null {
  const match = /^(\d{1,12})(?:\.(\d*))?$/u.exec(plain(text));
  if (match === null) return null;
  const fraction = (match[2] ?? '').replace(/0+$/u, '');
  if (fraction.length > decimals) return null;
  const value = Number(`${match[1] ?? ''}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(value) ? value : null;
}

/** 1200 with three decimals is written 1.2; exact both ways, no binary fraction is involved. */
export const scaled = (decimals: number): Codec => ({
  text: (value) => {
    if (decimals === 0) return String(value);
    const digits = String(value).padStart(decimals + 1, '0');
    const fraction = digits.slice(-decimals).replace(/0+$/u, '');
    return digits.slice(0, -decimals) + (fraction === '' ? '' : `.${fraction}`);
  },
  parse: (text) => shifted(text, decimals),
});

export const whole = scaled(0);

/** Factors: 1200 per mille is 1.2. */
export const factor = scaled(3);

/** Shares: 50 per mille is 5 %. */
export const percent = scaled(1);

/** A length in larger units: 5400 s are 1.5 h. Written with up to four decimals, exact or refused. */
export const multipleOf = (size: number): Codec => ({
  text: (value) => {
    const inUnits = (value * 10_000) / size;
    return Number.isInteger(inUnits) ? scaled(4).text(inUnits) : String(value / size);
  },
  parse: (text) => {
    const tenThousandths = shifted(text, 4);
    if (tenThousandths === null) return null;
    const value = (tenThousandths * size) / 10_000;
    return Number.isSafeInteger(value) ? value : null;
  },
});

/** Minutes of the local day: 08:00, 24:00. */
export const clockTime: Codec = {
  text: formatMinute,
  parse: (text) => {
    const match = /^(\d{1,2})[:：]?(\d{2})$/u.exec(plain(text));
    if (match === null) return null;
    const minute = Number(match[1]) * 60 + Number(match[2]);
    return Number(match[2]) < 60 && minute <= 1440 ? minute : null;
  },
};
