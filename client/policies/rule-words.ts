import type { BenefitLimits, CountingMethod, Prices, RateTerm } from '#domain/policy-types.ts';
import { benefitUnits, benefits } from '#domain/policy-types.ts';
import { formatMinute } from '#domain/weight-bands.ts';
import { formatFen, formatNumber } from '../components/index.ts';
import { amountText } from './explain-words.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const mbPerGb = 1024;

/** The chosen of a known set, or "all" where nothing is left out. */
export function listText(
  chosen: readonly string[],
  every: readonly string[],
  group: string,
  t: Translate,
): string {
  if (every.every((id) => chosen.includes(id))) return t('common.all');
  return chosen.map((id) => t(`policies.words.${group}.${id}`)).join(t('policies.comma'));
}

export function methodText(method: CountingMethod, t: Translate): string {
  const key = `policies.rule.methods.${method.kind}`;
  if (method.kind === 'blocks') {
    return t(`policies.rule.methods.blocks.${method.count}`, { hours: method.hours });
  }
  if (method.kind === 'local_days') {
    const operator = method.operator === '>=' ? '≥' : '>';
    return t(key, { hours: formatNumber(method.seconds / 3600), operator });
  }
  if (method.kind === 'daily_window') {
    return t(key, { from: formatMinute(method.fromMinute), to: formatMinute(method.toMinute) });
  }
  return t(key);
}

/** `100 MB / h`, `1 d per started 24 h`. */
export function rateText(term: RateTerm, t: Translate): string {
  const { rate } = term;
  if (rate.kind === 'fee_pro_rata') {
    return t('policies.rule.feeProRata', {
      divisor: t(`policies.words.divisor.${rate.divisor}`),
    });
  }
  const amount = amountText(String(rate.amount), benefitUnits[term.benefit], t);
  const hours = rate.kind === 'per_started' ? rate.hours : 0;
  return t(`policies.rule.rates.${rate.kind}`, { amount, hours });
}

function limitText(benefit: keyof BenefitLimits, limit: number, t: Translate): string {
  if (benefit === 'data' && limit % mbPerGb === 0) return `${formatNumber(limit / mbPerGb)} GB`;
  return amountText(String(limit), benefitUnits[benefit], t);
}

export function capText(limits: BenefitLimits, t: Translate): string {
  const set = benefits.flatMap((benefit) => {
    const limit = limits[benefit];
    if (limit === null) return [];
    return [`${t(`policies.words.benefit.${benefit}`)} ${limitText(benefit, limit, t)}`];
  });
  return set.join(' · ') || t('policies.rule.notSet');
}

/** Thousandths of a fen as ¥, with as many decimals as they need. */
function milliFenText(milliFen: number): string {
  if (milliFen % 1000 === 0) return formatFen(milliFen / 1000);
  return `¥${formatNumber(milliFen / 100_000, 'en', 5)}`;
}

export const priceText = (prices: Prices, t: Translate): string =>
  [
    `${milliFenText(prices.dataMbMilliFen)} / MB`,
    `${milliFenText(prices.voiceMinuteMilliFen)} / ${t('policies.words.unit.minute')}`,
    `${milliFenText(prices.validityDayMilliFen)} / ${t('policies.words.unit.day')}`,
  ].join(' · ');
