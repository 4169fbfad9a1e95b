import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import type { Calendar } from '#domain/calendar.ts';
import type { PolicyResult } from '#domain/policy-types.ts';
import { KeyValues, SideSection, StatusWord, Steps } from '../components/index.ts';
import { RefusalNote } from '../weights/TestInterval.tsx';
import { ExampleFields } from './ExampleFields.tsx';
import type { ExampleInput } from './example.ts';
import { totalsOf } from './example.ts';
import { amountText, groupDigits, partOf, useExplain } from './explain.tsx';
import { moneyTextOf } from './money.ts';
import type { Currency, MoneyText } from './money.ts';
import { partKeys } from './rule-rows.ts';
import type { Worked } from './useWorked.ts';

/** What a variant of the example would owe, beside it. */
export interface Variant {
  key: string;
  label: string;
  results: PolicyResult[] | null;
}

interface WorkedExampleProps {
  /** Above the fields: what is tried. */
  picker: ReactNode;
  currency: Currency;
  calendar: Calendar;
  input: ExampleInput;
  onInput: (input: ExampleInput) => void;
  /** The field in focus, of the example or of the rules; its steps are tinted. */
  focus: string | null;
  onFocus: (field: string | null) => void;
  worked: Worked;
  variants: readonly Variant[];
}

const remaining = ['explain.factor.remaining', 'explain.factor.remainingSpecial'];
const counted = ['explain.counting.', 'explain.hours'];

/** Which steps a field moves: of the example by its name, of the rules by its path. */
const movedBy: Readonly<Record<string, readonly string[]>> = {
  planType: ['explain.factor.plan'],
  fee: ['explain.factor.fee', 'explain.rate.fee', 'explain.rate.daily'],
  remaining,
  kind: remaining,
  severity: ['explain.factor.severity'],
  responsibility: ['explain.factor.responsibility'],
  start: counted,
  end: counted,
  'factors.planPerMille': ['explain.factor.plan'],
  'factors.feeBands': ['explain.factor.fee'],
  'factors.remainingBands': remaining,
  'factors.remainingSpecialPerMille': remaining,
  'factors.responsibilityPerMille': ['explain.factor.responsibility', 'explain.factor.mixed'],
  'multiplier.severityPerMille': ['explain.factor.severity', 'explain.factor.mixed'],
  'multiplier.durationTiers': ['explain.factor.duration'],
};

/** Whether the field in focus moves a step. */
export function isMoved(focus: string | null, step: { key: string; benefit?: string }): boolean {
  if (focus === null) return false;
  const keys = movedBy[focus];
  if (keys !== undefined) return keys.some((key) => step.key.startsWith(key));
  const [part = '', benefit] = focus.split('.');
  const number = partKeys.findIndex((key) => key === part) + 1;
  if (number === 0 || partOf(step.key) !== number) return false;
  return benefit === undefined || step.benefit === undefined || step.benefit === benefit;
}

/** A line and an outage to try the policy on; every keystroke works it out anew. */
export function WorkedExample(props: WorkedExampleProps) {
  const { worked } = props;
  const t = useTranslate();
  return (
    <>
      <SideSection title={t('policies.example.title')} link={t('policies.example.live')}>
        {props.picker}
        <ExampleFields {...props} />
      </SideSection>
      <section className="r-side__section" aria-live="polite">
        {worked.refusal !== null && <RefusalNote refusal={worked.refusal} />}
        {worked.results !== null && <ExampleSteps {...props} results={worked.results} />}
      </section>
    </>
  );
}

function ExampleSteps(props: WorkedExampleProps & { results: PolicyResult[] }) {
  const { results, variants, currency } = props;
  const t = useTranslate();
  const money = moneyTextOf(currency);
  return (
    <>
      {results.map((result, index) => (
        <div key={index}>
          {results.length > 1 && (
            <p className="r-note">
              {t('policies.cases.entitlement', { index: index + 1, count: results.length })}
            </p>
          )}
          <ResultSteps result={result} focus={props.focus} money={money} />
        </div>
      ))}
      <div className="p-variants">
        <KeyValues
          rows={[
            results.length > 1 && {
              key: 'all',
              label: t('policies.explain.total'),
              value: <TotalText results={results} money={money} />,
              strong: true,
            },
            ...variants.map((variant) => ({
              key: variant.key,
              label: variant.label,
              value: <TotalText results={variant.results} money={money} />,
            })),
          ]}
        />
      </div>
    </>
  );
}

function ResultSteps(props: { result: PolicyResult; focus: string | null; money: MoneyText }) {
  const { result, focus, money } = props;
  const t = useTranslate();
  const explain = useExplain(money);
  const rows = explain(result.steps).map((row, index) => {
    const step = result.steps[index];
    return { ...row, touched: step !== undefined && isMoved(focus, step) };
  });
  const [first, ...others] = result.benefits;
  const total = first !== undefined && {
    label: t('policies.explain.total'),
    note: t('policies.explain.worth', { value: money(result.valueFen) }),
    value: (
      <>
        {first.unit === 'fen' ? (
          money(first.amount)
        ) : (
          <>
            {groupDigits(String(first.amount))}
            <span className="r-unit">{t(`policies.words.unit.${first.unit}`)}</span>
          </>
        )}
        {others.map((benefit) => (
          <small key={benefit.benefit} className="p-also">
            + {amountText(String(benefit.amount), benefit.unit, t, money)}
          </small>
        ))}
      </>
    ),
  };
  return (
    <>
      <Steps steps={rows} {...(total === false ? {} : { result: total })} />
      {result.reason !== undefined && (
        <p className="p-refused">
          <StatusWord status="none">{t(`policies.words.reason.${result.reason}`)}</StatusWord>
        </p>
      )}
    </>
  );
}

/** `1,238 MB + 10 min`, or that it comes to nothing. */
export function useTotalText() {
  const t = useTranslate();
  return (benefits: readonly { unit: string; amount: number }[], money: MoneyText): string =>
    benefits.length === 0
      ? t('policies.example.nothing')
      : benefits.map(({ amount, unit }) => amountText(String(amount), unit, t, money)).join(' + ');
}

function TotalText(props: { results: readonly PolicyResult[] | null; money: MoneyText }) {
  const text = useTotalText();
  if (props.results === null) return <>–</>;
  return <strong>{text(totalsOf(props.results), props.money)}</strong>;
}
