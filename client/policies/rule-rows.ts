import { responsibilities, severities } from '#domain/exposure.ts';
import { benefits, factorNames, paymentTypes, planTypes } from '#domain/policy-types.ts';
import type { PolicyRules, RateTerm, RemainingSpecial } from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';
import { formatFactor, formatNumber } from '../components/format.ts';
import { bandText, yuanText } from './explain-words.ts';
import type { Translate } from './explain-words.ts';
import { moneyTextOf } from './money.ts';
import { capText, listText, methodText, priceText, rateText } from './rule-words.ts';
import {
  capRows,
  countingRows,
  eligibilityRows,
  rateRows,
  roundingRows,
  termNotes,
  thresholdText,
} from './wider-rules.ts';

/** The parts of a policy in the order in which they apply; the numbers are those of the steps. */
export const partKeys = [
  'eligibility',
  'counting',
  'rate',
  'factors',
  'multiplier',
  'rounding',
  'caps',
] as const;
export type PartKey = (typeof partKeys)[number];

/** One rule in words. */
export interface RuleRow {
  label: string;
  text: string;
}

const row = (label: string, text: string): RuleRow => ({ label, text });
const plainRows = (rows: readonly (readonly [string, string])[]): RuleRow[] =>
  rows.map(([label, text]) => row(label, text));

function eligibility(rules: PolicyRules, t: Translate): RuleRow[] {
  const e = rules.eligibility;
  const excluded = [
    ...e.excludedStatuses.map((id) => t(`policies.words.lineStatus.${id}`)),
    ...e.excludedPaymentTypes.map((id) => t(`policies.words.paymentType.${id}`)),
    ...e.excludedLineKinds.map((id) => t(`policies.words.lineKind.${id}`)),
  ];
  const causes =
    e.causes.mode === 'all'
      ? t('policies.rule.allCauses')
      : t(`policies.rule.causes.${e.causes.mode}`, { list: e.causes.codes.join(', ') });
  const sites =
    e.minimumSites === 0
      ? t('policies.rule.noMinimum')
      : t('policies.rule.sites', { smart_count: e.minimumSites });
  return [
    row(t('policies.rule.services'), listText(e.services, services, 'services', t)),
    row(
      t('policies.rule.responsibilities'),
      listText(e.responsibilities, responsibilities, 'responsibility', t),
    ),
    row(t('policies.rule.causesLabel'), causes),
    row(t('policies.rule.minimumDuration'), thresholdText(e.minimumDuration, t)),
    row(t('policies.rule.minimumSites'), sites),
    ...plainRows(eligibilityRows(rules, t)),
    row(t('policies.rule.excluded'), excluded.join(t('policies.comma')) || t('common.none')),
  ];
}

const counting = (rules: PolicyRules, t: Translate): RuleRow[] => [
  row(t('policies.rule.basis'), t(`policies.rule.bases.${rules.counting.basis}`)),
  row(t('policies.rule.method'), methodText(rules.counting.method, t)),
  ...plainRows(countingRows(rules, t)),
];

/** `data plans · postpaid · also voice`: for whom a term is and what it is multiplied by. */
function termText(rules: PolicyRules, term: RateTerm, t: Translate): string {
  const money = moneyTextOf(rules);
  const notes = [
    rateText(term, t, money),
    listText(term.planTypes, planTypes, 'planType', t),
    term.paymentTypes.length < paymentTypes.length
      ? listText(term.paymentTypes, paymentTypes, 'paymentType', t)
      : '',
    rules.counting.basis === 'service' ? listText(term.services, services, 'services', t) : '',
    ...termNotes(term, t, money),
    term.factors.length === 0
      ? t('policies.rule.noFactors')
      : t('policies.rule.timesFactors', {
          list: listText(term.factors, factorNames, 'factor', t),
        }),
  ];
  return notes.filter((text) => text !== '').join(' · ');
}

function rate(rules: PolicyRules, t: Translate): RuleRow[] {
  const { dataTerms, terms, choose } = rules.rate;
  const validity =
    dataTerms.validity.kind === 'end_of_next_month'
      ? t('policies.rule.endOfNextMonth')
      : t('policies.rule.validDays', { smart_count: dataTerms.validity.days });
  const data = [
    validity,
    t(`policies.rule.scopes.${dataTerms.scope}`),
    t(dataTerms.usedFirst ? 'policies.rule.usedFirst' : 'policies.rule.usedLast'),
    t(dataTerms.carriedOver ? 'policies.rule.carried' : 'policies.rule.notCarried'),
  ];
  return [
    ...benefits.flatMap((benefit) =>
      terms
        .filter((term) => term.benefit === benefit)
        .map((term) => row(t(`policies.words.benefit.${benefit}`), termText(rules, term, t))),
    ),
    row(t('policies.rule.dataTerms'), data.join(' · ')),
    row(t('policies.rule.choose'), t(`policies.rule.chooses.${choose}`)),
    ...plainRows(rateRows(rules, t)),
  ];
}

/** `below ¥50 ×1.0 · from ¥50 ×1.1`: bands by their edges, the last one open. */
const bandsText = (bands: readonly { from: string; perMille: number }[], t: Translate): string =>
  bands
    .map(
      ({ from, perMille }, index) =>
        `${bandText(from, bands[index + 1]?.from ?? '', t)} ${formatFactor(perMille)}`,
    )
    .join(' · ');

export const remainingSpecials: readonly RemainingSpecial[] = [
  'unlimited',
  'quota_zero',
  'shared',
  'iot',
];

function factors({ factors: f, ...rules }: PolicyRules, t: Translate): RuleRow[] {
  const money = moneyTextOf(rules);
  const named = <K extends string>(
    keys: readonly K[],
    group: string,
    perMille: Readonly<Record<K, number>>,
  ): string =>
    keys
      .map((key) => `${t(`policies.words.${group}.${key}`)} ${formatFactor(perMille[key])}`)
      .join(' · ');
  const fees = f.feeBands.map((band) => ({ ...band, from: yuanText(band.fromFen, money) }));
  const left = f.remainingBands.map((band) => ({
    ...band,
    from: `${formatNumber(band.fromPerMille / 10)}%`,
  }));
  return [
    row(t('policies.rule.plan'), named(planTypes, 'planType', f.planPerMille)),
    row(t('policies.rule.fee'), bandsText(fees, t)),
    row(t('policies.rule.remaining'), bandsText(left, t)),
    row(
      t('policies.rule.special'),
      named(remainingSpecials, 'special', f.remainingSpecialPerMille),
    ),
    row(
      t('policies.rule.responsibility'),
      named(responsibilities, 'responsibility', f.responsibilityPerMille),
    ),
    row(
      t('policies.rule.notice'),
      t('policies.rule.plannedNotice', { hours: formatNumber(f.plannedNoticeSeconds / 3600) }),
    ),
  ];
}

export function tiersText({ multiplier }: PolicyRules, t: Translate): string {
  const { durationTiers } = multiplier;
  const [first, second] = durationTiers;
  if (second === undefined && first?.fromSeconds === 0 && first.perMille === 1000) {
    return t('policies.rule.noTiers');
  }
  return durationTiers
    .map((tier) =>
      t('policies.rule.tier', {
        hours: formatNumber(tier.fromSeconds / 3600),
        factor: formatFactor(tier.perMille),
      }),
    )
    .join(' · ');
}

const multiplier = (rules: PolicyRules, t: Translate): RuleRow[] => [
  row(
    t('policies.rule.severity'),
    severities
      .map(
        (severity) =>
          `${t(`policies.words.severity.${severity}`)} ${formatFactor(rules.multiplier.severityPerMille[severity])}`,
      )
      .join(' · '),
  ),
  row(t('policies.rule.duration'), tiersText(rules, t)),
];

const rounding = (rules: PolicyRules, t: Translate): RuleRow[] => [
  ...benefits.map((benefit) =>
    row(
      t(`policies.words.benefit.${benefit}`),
      t(`policies.words.rounding.${rules.rounding[benefit]}`),
    ),
  ),
  ...plainRows(roundingRows(rules, t)),
];

function caps(rules: PolicyRules, t: Translate): RuleRow[] {
  const money = moneyTextOf(rules);
  const { floor, perEpisode, perMonth, againstOthers } = rules.caps;
  return [
    row(t('policies.rule.perEpisode'), capText(perEpisode, t, money)),
    row(t('policies.rule.perMonth'), capText(perMonth, t, money)),
    row(t('policies.rule.floor'), capText(floor, t, money)),
    row(t('policies.rule.againstOthers'), t(`policies.rule.against.${againstOthers}`)),
    row(t('policies.rule.prices'), priceText(rules.prices, rules, t)),
    row(
      t('policies.rule.currency'),
      t('policies.rule.currencyText', {
        currency: rules.currency,
        smart_count: rules.exponent,
      }),
    ),
    ...plainRows(capRows(rules, t)),
  ];
}

/** All that a policy says, part by part, in words. */
export const ruleRows = (rules: PolicyRules, t: Translate): Record<PartKey, RuleRow[]> => ({
  eligibility: eligibility(rules, t),
  counting: counting(rules, t),
  rate: rate(rules, t),
  factors: factors(rules, t),
  multiplier: multiplier(rules, t),
  rounding: rounding(rules, t),
  caps: caps(rules, t),
});
