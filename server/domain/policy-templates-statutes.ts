import { plainRules, plainTerm } from './policy-template-base.ts';
import type { PolicyTemplate } from './policy-templates.ts';
import type { PolicyRules } from './policy-types.ts';

/** Schemes that a law or regulator lays down. */

const hour = 3600;

/** Spain, Real Decreto 899/2009 art. 16: the fee pro rata; unasked when six hours fell into the day. */
function spain(): PolicyRules {
  const rules = plainRules('EUR', 2);
  return {
    ...rules,
    eligibility: {
      ...rules.eligibility,
      services: ['data'],
      minimumDuration: { seconds: 0, operator: '>', measure: 'per_billing_period' },
    },
    counting: { ...rules.counting, collect: 'billing_period' },
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({ benefit: 'money', rate: { kind: 'fee_pro_rata', divisor: 'month_hours' } }),
      ],
    },
    delivery: {
      kind: 'automatic_when',
      threshold: {
        seconds: 6 * hour,
        operator: '>',
        measure: 'per_billing_period',
        window: { fromMinute: 8 * 60, toMinute: 22 * 60 },
      },
      otherwise: { kind: 'on_claim', withinDays: null },
    },
  };
}

/** India, TRAI quality of service 2024: days with more than twelve hours out, in money or validity. */
function india(): PolicyRules {
  const rules = plainRules('INR', 2);
  return {
    ...rules,
    eligibility: {
      ...rules.eligibility,
      causes: { mode: 'except', codes: ['natural_calamity'] },
      minimumDuration: { seconds: 24 * hour, operator: '>', measure: 'continuous' },
      minimumScope: 'district',
    },
    counting: {
      ...rules.counting,
      method: { kind: 'local_days', seconds: 12 * hour, operator: '>' },
    },
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({
          benefit: 'money',
          rate: { kind: 'daily_fee', divisor: 'billing_days', timesPerMille: 1000 },
          paymentTypes: ['postpaid'],
        }),
        plainTerm({
          benefit: 'validity',
          rate: { kind: 'per_unit', amount: 1 },
          paymentTypes: ['prepaid'],
        }),
      ],
    },
  };
}

/** Netherlands, Telecommunicatiewet art. 7.1a: a thirtieth of the fee per started day. */
function netherlands(): PolicyRules {
  const rules = plainRules('EUR', 2);
  return {
    ...rules,
    eligibility: {
      ...rules.eligibility,
      causes: { mode: 'except', codes: ['war', 'flood', 'terror'] },
      minimumDuration: { seconds: 12 * hour, operator: '>', measure: 'continuous' },
    },
    counting: { ...rules.counting, method: { kind: 'blocks', hours: 24, count: 'started' } },
    rate: {
      ...rules.rate,
      terms: [
        plainTerm({
          benefit: 'money',
          rate: { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 },
          paymentTypes: ['postpaid'],
          atLeast: 100,
        }),
        plainTerm({
          benefit: 'money',
          rate: { kind: 'per_unit', amount: 50 },
          paymentTypes: ['prepaid'],
        }),
      ],
    },
  };
}

export const statutoryTemplates: readonly PolicyTemplate[] = [
  { id: 'ES-RD899-ART16-INTERNET', zone: 'Europe/Madrid', rules: spain() },
  { id: 'IN-TRAI-QOS-2024', zone: 'Asia/Kolkata', rules: india() },
  { id: 'NL-TW-COMPENSATIE', zone: 'Europe/Amsterdam', rules: netherlands() },
];
