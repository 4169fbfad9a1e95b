import { factorNames, paymentTypes, planTypes } from '#domain/policy-types.ts';
import type { Benefit, RateAmount, RateTerm } from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';

/** What a rule begins with when it is added: something that makes sense by itself. */

const amounts: Record<Benefit, number> = { data: 100, voice: 10, validity: 1, money: 500 };

export const feeKinds = ['fee_pro_rata', 'daily_fee', 'fee_share'] as const;
const flatKinds = [
  'per_hour',
  'per_unit',
  'per_started',
  'per_event',
  'per_line',
  'per_account',
  'tiered_units',
] as const;

/** The kinds of amount a benefit can have: only money can be a share of the fee. */
export const rateKindsOf = (benefit: Benefit): readonly RateAmount['kind'][] =>
  benefit === 'money' ? [...flatKinds, ...feeKinds] : flatKinds;

export function freshRate(kind: RateAmount['kind'], benefit: Benefit): RateAmount {
  const amount = amounts[benefit];
  switch (kind) {
    case 'per_started':
      return { kind, amount, hours: 24 };
    case 'tiered_units':
      return { kind, tiers: [{ fromUnit: 1, amount }] };
    case 'fee_pro_rata':
      return { kind, divisor: 'month_hours' };
    case 'daily_fee':
      return { kind, divisor: 'month_days', timesPerMille: 1000 };
    case 'fee_share':
      return { kind, perMille: 50 };
    default:
      return { kind, amount };
  }
}

export const freshTerm = (benefit: Benefit): RateTerm => ({
  benefit,
  rate: freshRate(benefit === 'validity' ? 'per_started' : 'per_hour', benefit),
  planTypes,
  paymentTypes,
  services,
  factors: factorNames,
});

/** A term of another benefit: what does not fit it falls away. */
export function termAs(term: RateTerm, benefit: Benefit): RateTerm {
  const { validity: _validity, atLeast: _least, atMost: _most, ...rest } = term;
  const fits = rateKindsOf(benefit).includes(term.rate.kind);
  const rate =
    fits && !('amount' in term.rate)
      ? term.rate
      : freshRate(fits ? term.rate.kind : 'per_hour', benefit);
  return { ...rest, benefit, rate };
}
