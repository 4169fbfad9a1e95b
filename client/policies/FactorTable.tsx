import { useTranslate } from 'ra-core';
import type { PolicyRules, RemainingSpecial } from '#domain/policy-types.ts';
import { planTypes } from '#domain/policy-types.ts';
import { responsibilities } from '#domain/exposure.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { formatFactor, formatNumber } from '../components/index.ts';
import { bandText, yuanText } from './explain-words.ts';
import { moneyTextOf } from './money.ts';
import { remainingSpecials } from './rule-rows.ts';

/** The cells of the rules that an example falls into. */
export interface Matched {
  planType?: string;
  feeBand?: number;
  remainingBand?: number | RemainingSpecial;
  responsibility?: Responsibility;
  severity?: Severity;
}

interface FactorCell {
  key: string;
  label: string;
  perMille: number;
  hit: boolean;
}

/** Part 4 as a table: a row per factor, a cell per band, the example's cells tinted. */
export function FactorTable({ rules, matched }: { rules: PolicyRules; matched: Matched }) {
  const t = useTranslate();
  const { planPerMille, feeBands, remainingBands, remainingSpecialPerMille } = rules.factors;
  const { responsibilityPerMille, plannedNoticeSeconds } = rules.factors;
  const money = moneyTextOf(rules);
  const band = (from: string, to: string) => bandText(from, to, t);
  const rows: { key: string; label: string; cells: FactorCell[] }[] = [
    {
      key: 'plan',
      label: t('policies.rule.plan'),
      cells: planTypes.map((planType) => ({
        key: planType,
        label: t(`policies.words.planType.${planType}`),
        perMille: planPerMille[planType],
        hit: matched.planType === planType,
      })),
    },
    {
      key: 'fee',
      label: t('policies.rule.fee'),
      cells: feeBands.map((entry, index) => {
        const next = feeBands[index + 1];
        return {
          key: String(entry.fromFen),
          label: band(
            yuanText(entry.fromFen, money),
            next === undefined ? '' : yuanText(next.fromFen, money),
          ),
          perMille: entry.perMille,
          hit: matched.feeBand === index,
        };
      }),
    },
    {
      key: 'remaining',
      label: t('policies.rule.remaining'),
      cells: remainingBands.map((entry, index) => {
        const next = remainingBands[index + 1];
        const percent = (perMille: number) => `${formatNumber(perMille / 10)}%`;
        return {
          key: String(entry.fromPerMille),
          label: band(
            percent(entry.fromPerMille),
            next === undefined ? '' : percent(next.fromPerMille),
          ),
          perMille: entry.perMille,
          hit: matched.remainingBand === index,
        };
      }),
    },
    {
      key: 'special',
      label: t('policies.rule.special'),
      cells: remainingSpecials.map((special) => ({
        key: special,
        label: t(`policies.words.special.${special}`),
        perMille: remainingSpecialPerMille[special],
        hit: matched.remainingBand === special,
      })),
    },
    {
      key: 'responsibility',
      label: t('policies.rule.responsibility'),
      cells: responsibilities.map((responsibility) => ({
        key: responsibility,
        label: t(`policies.words.responsibility.${responsibility}`),
        perMille: responsibilityPerMille[responsibility],
        hit: matched.responsibility === responsibility,
      })),
    },
  ];
  return (
    <>
      <div className="p-factors" role="table" aria-label={t('policies.parts.factors.name')}>
        {rows.map((row) => (
          <div className="p-factors__row" role="row" key={row.key}>
            <span role="rowheader">{row.label}</span>
            {row.cells.map((cell) => (
              <span
                role="cell"
                key={cell.key}
                className={cell.hit ? 'p-factors__cell p-factors__cell--hit' : 'p-factors__cell'}
              >
                {cell.label} <strong>{formatFactor(cell.perMille)}</strong>
              </span>
            ))}
          </div>
        ))}
      </div>
      <p className="r-note">
        {t('policies.rule.plannedNotice', { hours: formatNumber(plannedNoticeSeconds / 3600) })}
      </p>
    </>
  );
}
