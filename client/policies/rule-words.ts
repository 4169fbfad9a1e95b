import type {
  Benefit,
  BenefitLimits,
  CountingMethod,
  Prices,
  RateTerm,
} from '#domain/policy-types.ts';
import { benefitUnits, benefits } from '#domain/policy-types.ts';
import { formatMinute } from '#domain/weight-bands.ts';
import { formatFen, formatNumber } from '../components/format.ts';
import { amountText } from './explain-words.ts';
import type { Translate } from './explain-words.ts';
import { currencySign, moneyTextOf } from './money.ts';
import type { Currency, MoneyText } from './money.ts';
import { scaled } from './codec.ts';

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
    const blocks = t(`policies.rule.methods.blocks.${method.count}`, { hours: method.hours });
    const times = method.timesPerMille;
    return times === undefined
      ? blocks
      : t('policies.rule.methods.times', { blocks, times: formatNumber(times / 1000) });
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

const divisorText = (divisor: string, t: Translate): string =>
  t(`policies.words.divisor.${divisor}`);

/** `100 MB / h`, `1 d per started 24 h`. */
export function rateText(term: RateTerm, t: Translate, money: MoneyText = formatFen): string {
  const { rate } = term;
  const unit = benefitUnits[term.benefit];
  switch (rate.kind) {
    case 'fee_pro_rata':
      return t(
        rate.flatFen === undefined ? 'policies.rule.feeProRata' : 'policies.rule.flatProRata',
        {
          divisor: divisorText(rate.divisor, t),
          amount: amountText(String(rate.flatFen ?? 0), unit, t, money),
        },
      );
    case 'daily_fee':
      return t('policies.rule.dailyFee', {
        divisor: divisorText(rate.divisor, t),
        times: formatNumber(rate.timesPerMille / 1000),
      });
    case 'fee_share':
      return t('policies.rule.feeShare', { percent: formatNumber(rate.perMille / 10) });
    case 'tiered_units':
      return rate.tiers
        .map(({ fromUnit, amount }) =>
          t('policies.rule.unitTier', {
            from: fromUnit,
            amount: amountText(String(amount), unit, t, money),
          }),
        )
        .join(t('policies.comma'));
    default: {
      const amount = amountText(String(rate.amount), unit, t, money);
      const hours = rate.kind === 'per_started' ? rate.hours : 0;
      return t(`policies.rule.rates.${rate.kind}`, { amount, hours });
    }
  }
}

function limitText(benefit: Benefit, limit: number, t: Translate, money: MoneyText): string {
  if (benefit === 'data' && limit > 0 && limit % mbPerGb === 0) {
    return `${formatNumber(limit / mbPerGb)} GB`;
  }
  return amountText(String(limit), benefitUnits[benefit], t, money);
}

export function capText(limits: BenefitLimits, t: Translate, money: MoneyText): string {
  const set = benefits.flatMap((benefit) => {
    const limit = limits[benefit];
    if (limit === null) return [];
    return [`${t(`policies.words.benefit.${benefit}`)} ${limitText(benefit, limit, t, money)}`];
  });
  return set.join(' · ') || t('policies.rule.notSet');
}

export function priceText(prices: Prices, currency: Currency, t: Translate): string {
  const money = moneyTextOf(currency);
  const worth = (milli: number): string =>
    milli % 1000 === 0
      ? money(milli / 1000)
      : `${currencySign(currency.currency)}${scaled(currency.exponent + 3).text(milli)}`;
  return [
    `${worth(prices.dataMbMilliFen)} / MB`,
    `${worth(prices.voiceMinuteMilliFen)} / ${t('policies.words.unit.minute')}`,
    `${worth(prices.validityDayMilliFen)} / ${t('policies.words.unit.day')}`,
  ].join(' · ');
}
