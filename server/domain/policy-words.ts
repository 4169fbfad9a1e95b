/** What lines, benefits and time are called in the rules; every list is the whole vocabulary. */

/** What a family is for. Goodwill comes on top of what is owed: its mode is always `add`. */
export const policyPurposes = ['compensation', 'goodwill'] as const;
export type PolicyPurpose = (typeof policyPurposes)[number];

export const planTypes = ['data', 'voice', 'bundle'] as const;
export type PlanType = (typeof planTypes)[number];

export const lineKinds = ['normal', 'shared', 'unlimited', 'iot'] as const;
export type LineKind = (typeof lineKinds)[number];

export const paymentTypes = ['prepaid', 'postpaid'] as const;
export type PaymentType = (typeof paymentTypes)[number];

/** active 在用, suspended 停机, pre_closed 预销户, ported 已携出, closed 已销户. */
export const lineStatuses = ['active', 'suspended', 'pre_closed', 'ported', 'closed'] as const;
export type LineStatus = (typeof lineStatuses)[number];

export const benefits = ['data', 'voice', 'validity', 'money'] as const;
export type Benefit = (typeof benefits)[number];

/** Unit of each benefit: MB, whole minutes, whole days, minor units of the currency. */
export const benefitUnits = {
  data: 'MB',
  voice: 'minute',
  validity: 'day',
  money: 'fen',
} as const satisfies Record<Benefit, string>;
export type BenefitUnit = (typeof benefitUnits)[Benefit];
