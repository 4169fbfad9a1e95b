import type { Step } from '#domain/policy-types.ts';
import { formatFen, formatLocalDate } from '../components/format.ts';
import type { LocaleName } from '../components/format.ts';
import { groupDigits } from '../weights/digits.ts';
import type { MoneyText } from './money.ts';

export type Translate = (key: string, args?: Record<string, unknown>) => string;

const operators: Record<string, string> = { '>=': '≥', '>': '>' };

/** Money in words: whole minor units as money, anything finer exactly: `216 2/3 fen`, `216 2/3 × €0.01`. */
function moneyText(exact: string, t: Translate, money: MoneyText): string {
  if (/^-?\d+$/.test(exact)) return money(Number(exact));
  const digits = groupDigits(exact);
  return money === formatFen
    ? `${digits} ${t('policies.words.unit.fen')}`
    : `${digits} × ${money(1)}`;
}

/** `100 MB`, `10 min`, `¥5.00`: a whole amount of a step's unit. */
export function amountText(
  exact: string,
  unit: string,
  t: Translate,
  money: MoneyText = formatFen,
): string {
  if (unit === 'fen') return moneyText(exact, t, money);
  return unit === '' ? exact : `${groupDigits(exact)} ${t(`policies.words.unit.${unit}`)}`;
}

/** ¥129, ¥99.90: whole yuan without decimals, for the edges of bands. */
export const yuanText = (fen: number, money: MoneyText = formatFen): string =>
  money(fen).replace(/\.00$/, '');

/** `from ¥100`, `below 10%`, `10% to below 30%`; an empty end is open. */
export function bandText(from: string, to: string, t: Translate): string {
  const key = to === '' ? 'from' : /^\D*0\D*$/.test(from) ? 'below' : 'between';
  return t(`policies.explain.band.${key}`, { from, to });
}

/** The arguments of a step in words of the language. */
function wordsOf(step: Step, t: Translate, money: MoneyText): Record<string, string> {
  const { args, unit, key } = step;
  const words: Record<string, string> = { ...args };
  const named = (name: string, group: string) => {
    const value = args[name];
    if (value !== undefined && value !== '') words[name] = t(`policies.words.${group}.${value}`);
  };
  named('exclusion', 'exclusion');
  named('measure', 'measure');
  named('planType', 'planType');
  named('special', 'special');
  named('responsibility', 'responsibility');
  named('severity', 'severity');
  named('divisor', 'divisor');
  named('mode', 'rounding');
  named('kept', 'benefit');
  named('scope', 'scope');
  named('minimumScope', 'scope');
  named('reason', 'suspension');
  for (const name of ['amount', 'floor', 'cap']) {
    const value = args[name];
    if (value !== undefined) words[name] = amountText(value, unit, t, money);
  }
  if (args.operator !== undefined) words.operator = operators[args.operator] ?? args.operator;
  if (args.feeFen !== undefined) words.fee = moneyText(args.feeFen, t, money);
  if (key === 'explain.factor.fee') {
    const yuan = (fen = '') => (fen === '' ? '' : yuanText(Number(fen), money));
    words.band = bandText(yuan(args.fromFen), yuan(args.toFen), t);
  }
  if (key === 'explain.factor.remaining') {
    const percent = (text = '') => (text === '' ? '' : `${text}%`);
    words.band = bandText(percent(args.fromPercent), percent(args.toPercent), t);
  }
  return words;
}

/** The part of the policy (1–7) a step belongs to. */
export function partOf(key: string): number | null {
  const [, area = '', detail = ''] = key.split('.');
  if (area === 'eligibility') return 1;
  if (['counting', 'hours', 'clock', 'suspension'].includes(area)) return 2;
  if (area === 'rate') return 3;
  if (area === 'factor') return ['severity', 'duration', 'batch'].includes(detail) ? 5 : 4;
  if (area.startsWith('rounding')) return 6;
  return area === 'floor' || area === 'cap' ? 7 : null;
}

/** Steps that answer yes or no. */
const isCheck = ({ key }: Step): boolean => /^explain\.(?:eligibility\.|delivery\.when)/u.test(key);

/** One step in words; `unit` is a word for small type, empty where the result says it all. */
export interface ExplainedStep {
  part: number | null;
  name: string;
  expression: string;
  result: string;
  unit: string;
}

/** `2026-10-10: 5.75; …` with its dates in words. */
const daysText = (expression: string, locale: LocaleName): string =>
  expression.replaceAll(
    /(\d{4}-\d{2}-\d{2}): ([^;]+)/gu,
    (_all, date: string, hours: string) => `${formatLocalDate(date, locale)} ${hours} h`,
  );

function expressionOf(step: Step, words: Record<string, string>, t: Translate, locale: LocaleName) {
  if (isCheck(step)) return t(`policies.${step.key}.detail`, words);
  if (step.key === 'explain.counting.local_days') return daysText(step.expression, locale);
  if (step.key.startsWith('explain.clock.')) return step.expression;
  const expression = groupDigits(step.expression);
  if (step.key !== 'explain.factor.mixed') return expression;
  const detail = t('policies.explain.factor.mixedDetail', {
    shares: groupDigits(words.shares ?? ''),
    seconds: groupDigits(words.seconds ?? ''),
  });
  return `${expression}; ${words.factor ?? ''} = ${detail}`;
}

function unitOf(step: Step, t: Translate): string {
  if (step.unit === '' || step.unit === 'fen') return '';
  const weighted = step.key === 'explain.counting.weighted';
  if (weighted && step.unit === 'minute') return t('policies.words.unit.weighted');
  if (weighted && step.unit === 'second') return t('policies.words.unit.weightedSecond');
  return t(`policies.words.unit.${step.unit}`);
}

function resultOf(step: Step, t: Translate, locale: LocaleName, money: MoneyText): string {
  if (isCheck(step)) return t(`policies.explain.${step.result === 'yes' ? 'yes' : 'no'}`);
  if (step.key.startsWith('explain.delivery.')) {
    const date = step.result === '' ? '' : formatLocalDate(step.result, locale);
    return date === '' ? '' : t('policies.explain.delivery.until', { date });
  }
  return step.unit === 'fen' ? moneyText(step.result, t, money) : groupDigits(step.result);
}

/** Words a calculator's step in the language of `t`, its money in the currency of the policy. */
export function explainStep(
  step: Step,
  t: Translate,
  locale: LocaleName,
  money: MoneyText = formatFen,
): ExplainedStep {
  const words = wordsOf(step, t, money);
  const checks = isCheck(step);
  const part = partOf(step.key);
  const plain = t(`policies.${step.key}${checks ? '.name' : ''}`, words);
  const dated =
    words.since === undefined ? plain : t('policies.explain.rateSince', { ...words, name: plain });
  const name =
    part === 3 && step.benefit !== undefined
      ? t('policies.explain.of', {
          name: dated,
          benefit: t(`policies.words.benefit.${step.benefit}`),
        })
      : dated;
  return {
    part,
    name,
    expression: expressionOf(step, words, t, locale),
    result: resultOf(step, t, locale, money),
    unit: unitOf(step, t),
  };
}
