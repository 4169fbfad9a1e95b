import type { FactoredImpact, OutageImpact, Responsibility } from './exposure.ts';
import type {
  Exclusion,
  LineClass,
  LineFacts,
  PolicyRules,
  RemainingSpecial,
} from './policy-types.ts';

/** Index of the last band that starts at or below a value. */
function bandIndex<B>(bands: readonly B[], startsBelow: (band: B) => boolean): number {
  let found = 0;
  for (const [index, band] of bands.entries()) if (startsBelow(band)) found = index;
  return found;
}

function exclusionOf(line: LineFacts, rules: PolicyRules): Exclusion | null {
  const { excludedStatuses, excludedPaymentTypes, excludedLineKinds } = rules.eligibility;
  if (excludedStatuses.includes(line.status)) return 'status';
  if (excludedPaymentTypes.includes(line.paymentType)) return 'payment_type';
  return excludedLineKinds.includes(line.lineKind) ? 'line_kind' : null;
}

/** Lines whose share of data left says nothing; the first that fits, in this order. */
function specialOf(line: LineFacts): RemainingSpecial | null {
  if (line.lineKind !== 'normal') return line.lineKind;
  return line.dataQuotaMb === 0 ? 'quota_zero' : null;
}

/** Index into `factors.feeBands`. */
export const feeBandOf = (monthlyFeeFen: number, rules: PolicyRules): number =>
  bandIndex(rules.factors.feeBands, (band) => band.fromFen <= monthlyFeeFen);

/** Index into `factors.remainingBands`, or the special band; the share is compared exactly. */
export function remainingBandOf(line: LineFacts, rules: PolicyRules): number | RemainingSpecial {
  const special = specialOf(line);
  if (special !== null) return special;
  const left = BigInt(line.dataRemainingMb) * 1000n;
  const quota = BigInt(line.dataQuotaMb);
  return bandIndex(rules.factors.remainingBands, (b) => BigInt(b.fromPerMille) * quota <= left);
}

/** Whether the monthly fee itself decides: it is paid back, caps, or a term asks for it. */
export const usesMonthlyFee = ({ rate, caps }: PolicyRules): boolean =>
  (caps.feePerMille ?? null) !== null ||
  rate.terms.some(
    ({ rate: { kind }, when }) =>
      kind === 'fee_pro_rata' ||
      kind === 'daily_fee' ||
      kind === 'fee_share' ||
      when?.feeFromFen !== undefined ||
      when?.feeBelowFen !== undefined,
  );

/** Whether the billing period is measured, collected or divided by. */
export function usesBillDay({ eligibility, counting, rate, delivery }: PolicyRules): boolean {
  const thresholds = [
    eligibility.minimumDuration,
    ...(delivery?.kind === 'automatic_when' ? [delivery.threshold] : []),
  ];
  return (
    thresholds.some(({ measure }) => measure === 'per_billing_period') ||
    counting.collect === 'billing_period' ||
    rate.terms.some(({ rate: r }) => 'divisor' in r && r.divisor === 'billing_days')
  );
}

/**
 * What the rules look at in a line. Two lines with equal facts here get equal benefits and equal
 * explanations, so a batch evaluates each class once.
 */
export const classFacts = (line: LineFacts, rules: PolicyRules): LineClass => ({
  excluded: exclusionOf(line, rules),
  planType: line.planType,
  paymentType: line.paymentType,
  feeBand: feeBandOf(line.monthlyFeeFen, rules),
  remainingBand: remainingBandOf(line, rules),
  monthlyFeeFen: usesMonthlyFee(rules) ? line.monthlyFeeFen : null,
  billDay: usesBillDay(rules) ? line.billDay : null,
});

/** One short text per class, e.g. "data/postpaid/f2/r0"; excluded lines share one per reason. */
export function classKey(facts: LineClass): string {
  if (facts.excluded !== null) return `excluded:${facts.excluded}`;
  const parts = [
    facts.planType,
    facts.paymentType,
    `f${facts.feeBand}`,
    typeof facts.remainingBand === 'number' ? `r${facts.remainingBand}` : facts.remainingBand,
  ];
  if (facts.monthlyFeeFen !== null) parts.push(`fee${facts.monthlyFeeFen}`);
  if (facts.billDay !== null) parts.push(`bill${facts.billDay}`);
  return parts.join('/');
}

/** The class key of a line under a policy. */
export const classKeyOf = (line: LineFacts, rules: PolicyRules): string =>
  classKey(classFacts(line, rules));

/** Planned work that was not announced early enough counts as the operator's own fault. */
export function effectiveResponsibility(
  impact: Pick<OutageImpact, 'responsibility' | 'announcedAt' | 'startAt'>,
  rules: PolicyRules,
): Responsibility {
  if (impact.responsibility !== 'planned') return impact.responsibility;
  const noticeMs = rules.factors.plannedNoticeSeconds * 1000;
  const inTime = impact.announcedAt !== null && impact.startAt - impact.announcedAt >= noticeMs;
  return inTime ? 'planned' : 'own';
}

/**
 * Adds to each impact what it counts under a policy. Services, causes and responsibilities that are
 * not eligible count 0, so that they fall away before the union like any other zero.
 */
export function impactFactors(
  impacts: readonly OutageImpact[],
  rules: PolicyRules,
): FactoredImpact[] {
  const { services, responsibilities, causes } = rules.eligibility;
  return impacts.map((impact) => {
    const responsibility = effectiveResponsibility(impact, rules);
    const listed = causes.codes.includes(impact.causeCode);
    const causeCounts = causes.mode === 'all' || (causes.mode === 'only') === listed;
    const counts =
      causeCounts && services.includes(impact.service) && responsibilities.includes(responsibility);
    return {
      ...impact,
      responsibility,
      severityPerMille: rules.multiplier.severityPerMille[impact.severity],
      responsibilityPerMille: counts ? rules.factors.responsibilityPerMille[responsibility] : 0,
    };
  });
}
