import { responsibilities } from './exposure.ts';
import { paymentTypes, planTypes } from './policy-types.ts';
import type { BenefitLimits, PolicyRules } from './policy-types.ts';
import { services } from './weight-bands.ts';

const none: BenefitLimits = { data: null, voice: null, validity: null, money: null };

const mbPerGb = 1024;

/**
 * The policy shipped with the product. Bands of fee and remaining data scale data and minutes; a
 * validity day is counted, so only what concerns the outage and the batch scales it.
 */
export const defaultPolicyRules: PolicyRules = {
  currency: 'CNY',
  exponent: 2,
  prices: { dataMbMilliFen: 1000, voiceMinuteMilliFen: 10_000, validityDayMilliFen: 100_000 },
  eligibility: {
    services,
    responsibilities,
    causes: { mode: 'all', codes: [] },
    minimumDuration: { seconds: 1800, operator: '>=', measure: 'continuous' },
    minimumSites: 0,
    excludedStatuses: ['suspended', 'pre_closed', 'ported', 'closed'],
    excludedPaymentTypes: [],
    excludedLineKinds: [],
  },
  counting: { basis: 'line', method: { kind: 'weighted' } },
  rate: {
    terms: [
      {
        benefit: 'data',
        rate: { kind: 'per_hour', amount: 100 },
        planTypes,
        paymentTypes,
        services,
        factors: ['plan', 'fee', 'remaining', 'responsibility', 'severity', 'duration', 'batch'],
      },
      {
        benefit: 'voice',
        rate: { kind: 'per_hour', amount: 10 },
        planTypes: ['voice'],
        paymentTypes,
        services,
        factors: ['fee', 'remaining', 'responsibility', 'severity', 'duration', 'batch'],
      },
      {
        benefit: 'voice',
        rate: { kind: 'per_hour', amount: 5 },
        planTypes: ['bundle'],
        paymentTypes,
        services,
        factors: ['fee', 'remaining', 'responsibility', 'severity', 'duration', 'batch'],
      },
      {
        benefit: 'validity',
        rate: { kind: 'per_started', amount: 1, hours: 24 },
        planTypes: ['bundle'],
        paymentTypes,
        services,
        factors: ['responsibility', 'severity', 'duration', 'batch'],
      },
    ],
    choose: 'all',
    dataTerms: {
      validity: { kind: 'end_of_next_month' },
      scope: 'national',
      usedFirst: true,
      carriedOver: false,
    },
  },
  factors: {
    planPerMille: { data: 1000, voice: 500, bundle: 1000 },
    feeBands: [
      { fromFen: 0, perMille: 1000 },
      { fromFen: 5000, perMille: 1100 },
      { fromFen: 10_000, perMille: 1200 },
    ],
    remainingBands: [
      { fromPerMille: 0, perMille: 1500 },
      { fromPerMille: 100, perMille: 1200 },
      { fromPerMille: 300, perMille: 1000 },
    ],
    remainingSpecialPerMille: { unlimited: 1000, shared: 1000, iot: 1000, quota_zero: 1000 },
    responsibilityPerMille: {
      own: 1000,
      third_party: 1000,
      force_majeure: 500,
      planned: 0,
      customer_equipment: 0,
    },
    plannedNoticeSeconds: 72 * 3600,
  },
  multiplier: {
    severityPerMille: { full: 1000, degraded: 500 },
    durationTiers: [{ fromSeconds: 0, perMille: 1000 }],
  },
  rounding: { data: 'up', voice: 'up', validity: 'up', money: 'half_up' },
  caps: {
    floor: none,
    perEpisode: { ...none, data: 20 * mbPerGb },
    perMonth: { ...none, data: 50 * mbPerGb },
    againstOthers: 'exclusive',
  },
};
