import { responsibilities } from './exposure.ts';
import { paymentTypes, planTypes } from './policy-types.ts';
import type { BenefitLimits, PolicyRules, RateTerm } from './policy-types.ts';
import { services } from './weight-bands.ts';

const none: BenefitLimits = { data: null, voice: null, validity: null, money: null };
const noFactor = [{ fromFen: 0, perMille: 1000 }];

/** A term for every line and service, multiplied by nothing. */
export const plainTerm = (
  term: Pick<RateTerm, 'benefit' | 'rate'> & Partial<RateTerm>,
): RateTerm => ({
  planTypes,
  paymentTypes,
  services,
  factors: [],
  ...term,
});

/** Rules that pay for every outage by elapsed time, with no factor, floor or cap: schemes start here. */
export const plainRules = (currency: string, exponent: number): PolicyRules => ({
  currency,
  exponent,
  prices: { dataMbMilliFen: 0, voiceMinuteMilliFen: 0, validityDayMilliFen: 0 },
  eligibility: {
    services,
    responsibilities,
    causes: { mode: 'all', codes: [] },
    minimumDuration: { seconds: 0, operator: '>=', measure: 'continuous' },
    minimumSites: 0,
    excludedStatuses: [],
    excludedPaymentTypes: [],
    excludedLineKinds: [],
  },
  counting: { basis: 'line', method: { kind: 'elapsed' } },
  rate: {
    terms: [],
    choose: 'all',
    dataTerms: {
      validity: { kind: 'end_of_next_month' },
      scope: 'national',
      usedFirst: true,
      carriedOver: false,
    },
  },
  factors: {
    planPerMille: { data: 1000, voice: 1000, bundle: 1000 },
    feeBands: noFactor,
    remainingBands: [{ fromPerMille: 0, perMille: 1000 }],
    remainingSpecialPerMille: { unlimited: 1000, shared: 1000, iot: 1000, quota_zero: 1000 },
    responsibilityPerMille: {
      own: 1000,
      third_party: 1000,
      force_majeure: 1000,
      planned: 1000,
      customer_equipment: 0,
    },
    plannedNoticeSeconds: 0,
  },
  multiplier: {
    severityPerMille: { full: 1000, degraded: 1000 },
    durationTiers: [{ fromSeconds: 0, perMille: 1000 }],
  },
  rounding: { data: 'half_up', voice: 'half_up', validity: 'half_up', money: 'half_up' },
  caps: { floor: none, perEpisode: none, perMonth: none, againstOthers: 'exclusive' },
});
