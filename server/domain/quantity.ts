import { DomainError } from './errors.ts';

/** An exact number: `d` is positive and the fraction is in lowest terms. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

export const roundingModes = ['up', 'down', 'half_up', 'half_even'] as const;
/** `up` and `down` go away from and towards zero; the halves differ only on exact ties. */
export type RoundingMode = (typeof roundingModes)[number];

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [absolute(a), absolute(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Builds `n / d` in lowest terms. Numbers must be safe integers; a zero divisor is refused. */
export function ratio(n: bigint | number, d: bigint | number = 1n): Ratio {
  const numerator = BigInt(n);
  const divisor = BigInt(d);
  if (divisor === 0n) throw new DomainError('invalid', 'errors.quantity.zeroDivisor');
  const shared = gcd(numerator, divisor) || 1n;
  const sign = divisor < 0n ? -1n : 1n;
  return { n: (sign * numerator) / shared, d: (sign * divisor) / shared };
}

export const zero: Ratio = { n: 0n, d: 1n };
export const one: Ratio = { n: 1n, d: 1n };

/** A per-mille integer (1000 = ×1) as a ratio. */
export const perMille = (value: number): Ratio => ratio(value, 1000n);

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.n, a.d * b.d);
export const div = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d, a.d * b.n);

/** -1, 0 or 1, as a comparator. */
export function compare(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export const isZero = (a: Ratio): boolean => a.n === 0n;

/** Rounds to a whole number. */
export function round(value: Ratio, mode: RoundingMode): bigint {
  const magnitude = absolute(value.n);
  const whole = magnitude / value.d;
  const rest = magnitude % value.d;
  const rounded = whole + (rest !== 0n && goesUp(mode, rest * 2n, value.d, whole) ? 1n : 0n);
  return value.n < 0n ? -rounded : rounded;
}

function goesUp(mode: RoundingMode, twiceRest: bigint, divisor: bigint, whole: bigint): boolean {
  if (mode === 'up') return true;
  if (mode === 'down') return false;
  if (twiceRest !== divisor) return twiceRest > divisor;
  return mode === 'half_up' || whole % 2n === 1n;
}

/** Rounds to a whole number below 2^53; a larger one is refused rather than bent. */
export const roundToNumber = (value: Ratio, mode: RoundingMode): number =>
  toSafeNumber(round(value, mode));

export function toSafeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new DomainError('invalid', 'errors.quantity.tooLarge', {
      args: { value: value.toString() },
    });
  }
  return number;
}

/** Reads an exact decimal such as "12.50" or "-0.004"; anything else is refused. */
export function parseDecimal(text: string): Ratio {
  const match = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text);
  if (match === null) {
    throw new DomainError('invalid', 'errors.quantity.notDecimal', { args: { text } });
  }
  const fraction = match[3] ?? '';
  const magnitude = BigInt((match[2] ?? '') + fraction);
  return ratio(match[1] === '-' ? -magnitude : magnitude, 10n ** BigInt(fraction.length));
}

/** How many decimals write `1/d` exactly, or null when it never ends. */
function decimalsOf(divisor: bigint): number | null {
  let rest = divisor;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

/** Exact text: "6.875", or a mixed fraction such as "3 1/3" where the decimals never end. */
export function formatRatio(value: Ratio): string {
  const magnitude = absolute(value.n);
  const whole = magnitude / value.d;
  const rest = magnitude % value.d;
  const sign = value.n < 0n ? '-' : '';
  if (rest === 0n) return `${sign}${whole}`;
  const decimals = decimalsOf(value.d);
  if (decimals === null) return `${sign}${whole === 0n ? '' : `${whole} `}${rest}/${value.d}`;
  const digits = ((rest * 10n ** BigInt(decimals)) / value.d).toString().padStart(decimals, '0');
  return `${sign}${whole}.${digits}`;
}

/** Text with a fixed number of decimals; marked "≈" when rounding (half up) changed the value. */
export function formatRounded(value: Ratio, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const scaled = mul(value, ratio(scale));
  const rounded = ratio(round(scaled, 'half_up'), scale);
  const magnitude = (absolute(rounded.n) * scale) / rounded.d;
  const digits = magnitude.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return `${compare(rounded, value) === 0 ? '' : '≈'}${rounded.n < 0n ? '-' : ''}${text}`;
}

/**
 * Splits an integer total in proportion to the shares so that the parts add up to it exactly:
 * every part gets its whole share, the units left over go to the largest remainders (the earlier
 * one on a tie). Shares are integers ≥ 0; a total with nothing to share it by is refused.
 */
export function splitByLargestRemainder(total: number, shares: readonly number[]): number[] {
  const weights = shares.map((share) => BigInt(share));
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (weights.some((weight) => weight < 0n) || (sum === 0n && total !== 0)) {
    throw new DomainError('invalid', 'errors.quantity.cannotSplit');
  }
  if (sum === 0n) return shares.map(() => 0);
  const magnitude = absolute(BigInt(total));
  const parts = weights.map((weight) => (magnitude * weight) / sum);
  const left = Number(magnitude - parts.reduce((a, b) => a + b, 0n));
  const favoured = weights
    .map((weight, index) => ({ index, rest: (magnitude * weight) % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
    .slice(0, left);
  for (const { index } of favoured) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => toSafeNumber(total < 0 ? -part : part));
}
