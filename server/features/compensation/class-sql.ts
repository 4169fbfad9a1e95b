import { usesBillDay, usesMonthlyFee } from '#domain/policy-class.ts';
import {
  lineKinds,
  lineStatuses,
  paymentTypes,
  planTypes,
  type LineClass,
  type PolicyRules,
  type RemainingSpecial,
} from '#domain/policy-types.ts';

/**
 * The class of a line as SQL over `line_facts lf`, so that a million lines are classed set-wise. It says the
 * same as `classFacts` of the domain; a test holds the two together. Integers only, and written as literals:
 * one of the drivers binds every number as a float.
 */

const SPECIALS = ['unlimited', 'shared', 'iot', 'quota_zero'] as const satisfies RemainingSpecial[];
const PAYMENT_UNIT = 4;
const FEE_UNIT = 8;
const REMAINING_UNIT = 512;
const BILL_UNIT = 65_536;
const MONTHLY_FEE_UNIT = 2_097_152;
const FIRST_SPECIAL = 64;

const int = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a whole number: ${value}`);
  return String(value);
};

/** Only words of the domain's own lists get into the text. */
function oneOf<T extends string>(column: string, asked: readonly T[], known: readonly T[]): string {
  const listed = known.filter((word) => asked.includes(word));
  if (listed.length === 0) return '1 = 0';
  return `${column} in (${listed.map((word) => `'${word}'`).join(', ')})`;
}

function indexOf<T extends string>(column: string, words: readonly T[]): string {
  const cases = words.map((word, index) => `when '${word}' then ${index}`);
  return `case ${column} ${cases.join(' ')} else ${words.length} end`;
}

/** The last band whose start is reached; the first one otherwise. */
function bandCase(conditions: readonly string[]): string {
  const cases = conditions.map((condition, index) => `when ${condition} then ${index}`);
  return cases.length < 2 ? '0' : `case ${cases.slice(1).reverse().join(' ')} else 0 end`;
}

const feeBand = (rules: PolicyRules): string =>
  bandCase(rules.factors.feeBands.map((band) => `lf.monthly_fee_fen >= ${int(band.fromFen)}`));

function remainingBand(rules: PolicyRules): string {
  const bands = bandCase(
    rules.factors.remainingBands.map(
      (band) => `lf.data_remaining_mb * 1000 >= lf.data_quota_mb * ${int(band.fromPerMille)}`,
    ),
  );
  const kinds = SPECIALS.slice(0, 3).map(
    (kind, index) => `when lf.line_kind = '${kind}' then ${FIRST_SPECIAL + index}`,
  );
  return `case ${kinds.join(' ')} when lf.data_quota_mb = 0 then ${FIRST_SPECIAL + 3} else ${bands} end`;
}

/** True for a line that the policy leaves out by status, payment type or kind. */
export function excludedSql(rules: PolicyRules): string {
  const { excludedStatuses, excludedPaymentTypes, excludedLineKinds } = rules.eligibility;
  return `(${[
    oneOf('lf.status', excludedStatuses, lineStatuses),
    oneOf('lf.payment_type', excludedPaymentTypes, paymentTypes),
    oneOf('lf.line_kind', excludedLineKinds, lineKinds),
  ].join(' or ')})`;
}

/** Why such a line is left out: its status, or which rule. */
export function exclusionReasonSql(rules: PolicyRules): string {
  const { excludedStatuses, excludedPaymentTypes } = rules.eligibility;
  return `case when ${oneOf('lf.status', excludedStatuses, lineStatuses)} then lf.status
    when ${oneOf('lf.payment_type', excludedPaymentTypes, paymentTypes)} then 'payment_type'
    else 'line_kind' end`;
}

/** One integer per class; `classOfCode` reads it back. */
export function classCodeSql(rules: PolicyRules): string {
  const parts = [
    indexOf('lf.plan_type', planTypes),
    `${PAYMENT_UNIT} * ${indexOf('lf.payment_type', paymentTypes)}`,
    `${FEE_UNIT} * (${feeBand(rules)})`,
    `${REMAINING_UNIT} * (${remainingBand(rules)})`,
  ];
  if (usesBillDay(rules)) parts.push(`${BILL_UNIT} * lf.bill_day`);
  if (usesMonthlyFee(rules)) parts.push(`${MONTHLY_FEE_UNIT} * lf.monthly_fee_fen`);
  return `(${parts.join(' + ')})`;
}

/** The class a code stands for. */
export function classOfCode(code: number, rules: PolicyRules): LineClass {
  const digit = (unit: number, size: number) => Math.floor(code / unit) % size;
  const remaining = digit(REMAINING_UNIT, BILL_UNIT / REMAINING_UNIT);
  return {
    excluded: null,
    planType: planTypes[code % PAYMENT_UNIT] ?? 'data',
    paymentType: paymentTypes[digit(PAYMENT_UNIT, FEE_UNIT / PAYMENT_UNIT)] ?? 'prepaid',
    feeBand: digit(FEE_UNIT, REMAINING_UNIT / FEE_UNIT),
    remainingBand:
      remaining < FIRST_SPECIAL ? remaining : (SPECIALS[remaining - FIRST_SPECIAL] ?? 'quota_zero'),
    billDay: usesBillDay(rules) ? digit(BILL_UNIT, MONTHLY_FEE_UNIT / BILL_UNIT) : null,
    monthlyFeeFen: usesMonthlyFee(rules) ? Math.floor(code / MONTHLY_FEE_UNIT) : null,
  };
}
