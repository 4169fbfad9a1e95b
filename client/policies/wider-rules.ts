import type {
  DeliveryRules,
  DurationThreshold,
  PolicyRules,
  RateTerm,
  Suspension,
} from '#domain/policy-types.ts';
import { benefitUnits, benefits } from '#domain/policy-types.ts';
import { formatMinute } from '#domain/weight-bands.ts';
import { createZone, formatLocal } from '#domain/time.ts';
import { formatFactor, formatNumber } from '../components/format.ts';
import { amountText, yuanText } from './explain-words.ts';
import type { Translate } from './explain-words.ts';
import type { MoneyText } from './money.ts';
import { listText, methodText } from './rule-words.ts';

/** Rules that a policy need not have, in words: one row for each that it has. */
export type Row = readonly [string, string];

const utc = createZone('UTC');

/** `Continuous ≥ 30 min`, with the daily window where there is one. */
export function thresholdText(threshold: DurationThreshold, t: Translate): string {
  const { measure, operator, seconds, window } = threshold;
  const least = `${t(`policies.words.measure.${measure}`)} ${operator === '>=' ? '≥' : '>'} ${formatNumber(seconds / 60)} min`;
  if (window === undefined) return least;
  const hours = { from: formatMinute(window.fromMinute), to: formatMinute(window.toMinute) };
  return `${least} (${t('policies.rule.methods.daily_window', hours)})`;
}

export const eligibilityRows = ({ eligibility }: PolicyRules, t: Translate): Row[] =>
  eligibility.minimumScope === undefined
    ? []
    : [
        [
          t('policies.rule.minimumScope'),
          t('policies.rule.atLeast', {
            what: t(`policies.words.scope.${eligibility.minimumScope}`),
          }),
        ],
      ];

function suspensionText(suspension: Suspension, t: Translate): string {
  const reason = t(`policies.words.suspension.${suspension.reason}`);
  if (suspension.kind === 'recorded') return t('policies.rule.suspensionRecorded', { reason });
  const [from, to] =
    suspension.kind === 'daily'
      ? [formatMinute(suspension.fromMinute), formatMinute(suspension.toMinute)]
      : [suspension.startAt, suspension.endAt].map((at) => `${formatLocal(utc, at)} UTC`);
  return t('policies.rule.suspensionWindow', { reason, from, to });
}

export function countingRows({ counting }: PolicyRules, t: Translate): Row[] {
  const { clock, suspensions = [], collect = 'episode' } = counting;
  const rows: Row[] = [];
  if (clock !== undefined) {
    const days = clock.kind === 'report_deadline' ? clock.workingDays : 0;
    rows.push([t('policies.rule.clock'), t(`policies.rule.clocks.${clock.kind}`, { days })]);
  }
  if (suspensions.length > 0) {
    const list = suspensions.map((one) => suspensionText(one, t));
    rows.push([t('policies.rule.suspensions'), list.join(t('policies.comma'))]);
  }
  if (collect !== 'episode') {
    rows.push([t('policies.rule.collect'), t(`policies.rule.collects.${collect}`)]);
  }
  return rows;
}

/** What a term asks or sets beyond its rate, each a short phrase. */
export function termNotes(term: RateTerm, t: Translate, money: MoneyText): string[] {
  const { when, method, atLeast, atMost, validity, rate, benefit } = term;
  const amount = (value: number): string =>
    amountText(String(value), benefitUnits[benefit], t, money);
  const notes: string[] = [];
  const dated = 'amountFrom' in rate ? (rate.amountFrom ?? []) : [];
  for (const row of dated) {
    notes.push(t('policies.rule.amountFrom', { date: row.fromDate, amount: amount(row.amount) }));
  }
  const fees = {
    from: yuanText(when?.feeFromFen ?? 0, money),
    below: yuanText(when?.feeBelowFen ?? 0, money),
  };
  if (when?.feeFromFen !== undefined) notes.push(t('policies.rule.feeFrom', fees));
  if (when?.feeBelowFen !== undefined) notes.push(t('policies.rule.feeBelow', fees));
  if (when?.severities !== undefined) {
    notes.push(listText(when.severities, ['full', 'degraded'], 'severity', t));
  }
  if (method !== undefined) notes.push(methodText(method, t));
  if (atLeast !== undefined) notes.push(t('policies.explain.atLeast', { amount: amount(atLeast) }));
  if (atMost !== undefined) notes.push(t('policies.explain.atMost', { amount: amount(atMost) }));
  if (validity?.kind === 'days') {
    notes.push(t('policies.rule.validDays', { smart_count: validity.days }));
  } else if (validity !== undefined) notes.push(t('policies.rule.endOfNextMonth'));
  return notes;
}

export const rateRows = ({ rate }: PolicyRules, t: Translate): Row[] =>
  rate.sameBenefit === 'greatest'
    ? [[t('policies.rule.sameBenefit'), t('policies.explain.greatestTerm')]]
    : [];

export const roundingRows = ({ roundingStage }: PolicyRules, t: Translate): Row[] =>
  benefits.flatMap((benefit): Row[] => {
    const stage = roundingStage?.[benefit] ?? 'once';
    if (stage === 'once') return [];
    const name = t(`policies.words.benefit.${benefit}`);
    return [[t('policies.rule.stageOf', { benefit: name }), t(`policies.rule.stages.${stage}`)]];
  });

function deliveryText(delivery: DeliveryRules, t: Translate): string {
  if (delivery.kind === 'automatic_when') {
    return t('policies.rule.deliveries.automatic_when', {
      threshold: thresholdText(delivery.threshold, t),
      otherwise: deliveryText(delivery.otherwise, t),
    });
  }
  const days = delivery.kind === 'automatic' ? null : delivery.withinDays;
  const how = t(`policies.rule.deliveries.${delivery.kind}`);
  return days === null ? how : t('policies.rule.deliveryWithin', { how, days });
}

export function capRows({ caps, delivery }: PolicyRules, t: Translate): Row[] {
  const rows: Row[] = [];
  const { perEpisode = null, perMonth = null } = caps.feePerMille ?? {};
  const fees = (perMille: number) =>
    t('policies.rule.monthlyFees', { times: formatFactor(perMille) });
  if (perEpisode !== null) rows.push([t('policies.rule.feesPerEpisode'), fees(perEpisode)]);
  if (perMonth !== null) rows.push([t('policies.rule.feesPerMonth'), fees(perMonth)]);
  if (delivery !== undefined) rows.push([t('policies.rule.delivery'), deliveryText(delivery, t)]);
  return rows;
}
