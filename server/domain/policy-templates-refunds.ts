import { plainRules, plainTerm } from './policy-template-base.ts';
import type { PolicyTemplate } from './policy-templates.ts';
import type { PolicyRules } from './policy-types.ts';

/** What operators promise in their terms, or paid once for one outage. */

const mbPerGb = 1024;

/** AT&T Guarantee, wireless: a day of the fee per started day of an outage of ten towers. */
function att(): PolicyRules {
  const rules = plainRules('USD', 2);
  return {
    ...rules,
    eligibility: {
      ...rules.eligibility,
      responsibilities: ['own'],
      minimumDuration: { seconds: 3600, operator: '>=', measure: 'continuous' },
      minimumSites: 10,
    },
    counting: { ...rules.counting, method: { kind: 'blocks', hours: 24, count: 'started' } },
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({
          benefit: 'money',
          rate: { kind: 'daily_fee', divisor: 'month_days', timesPerMille: 1000 },
        }),
      ],
    },
    multiplier: { ...rules.multiplier, severityPerMille: { full: 1000, degraded: 0 } },
    caps: { ...rules.caps, feePerMille: { perEpisode: 1000, perMonth: null } },
    delivery: { kind: 'automatic' },
  };
}

/** KT, October 2021: ten times the time, up to whole hours, of the real hours of the month. */
function kt(): PolicyRules {
  const rules = plainRules('KRW', 0);
  return {
    ...rules,
    counting: {
      ...rules.counting,
      method: { kind: 'blocks', hours: 1, count: 'started', timesPerMille: 10_000 },
    },
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({ benefit: 'money', rate: { kind: 'fee_pro_rata', divisor: 'month_hours' } }),
      ],
    },
  };
}

/** KDDI, July 2022: completed days of a full outage, and an apology of money or, without a fee, data. */
function kddi(): PolicyRules {
  const rules = plainRules('JPY', 0);
  return {
    ...rules,
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({
          benefit: 'money',
          rate: { kind: 'daily_fee', divisor: 'month_days', timesPerMille: 1000 },
          method: { kind: 'blocks', hours: 24, count: 'completed' },
          when: { severities: ['full'] },
        }),
        plainTerm({
          benefit: 'money',
          rate: { kind: 'per_line', amount: 200 },
          when: { feeFromFen: 1 },
        }),
        plainTerm({
          benefit: 'data',
          rate: { kind: 'per_line', amount: mbPerGb },
          when: { feeBelowFen: 1 },
          validity: { kind: 'days', days: 3 },
        }),
      ],
    },
  };
}

export const contractRefundTemplates: readonly PolicyTemplate[] = [
  { id: 'US-ATT-GUARANTEE-WIRELESS', zone: 'America/Chicago', rules: att() },
  { id: 'KR-KT-GOODWILL-2021', zone: 'Asia/Seoul', rules: kt() },
  { id: 'JP-KDDI-2022', zone: 'Asia/Tokyo', rules: kddi() },
];
