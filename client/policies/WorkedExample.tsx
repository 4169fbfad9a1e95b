import { useTranslate } from 'ra-core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Calendar } from '#domain/calendar.ts';
import { responsibilities, severities } from '#domain/exposure.ts';
import { planTypes } from '#domain/policy-types.ts';
import type { PolicyResult, PolicyRules } from '#domain/policy-types.ts';
import { services } from '#domain/weights.ts';
import {
  KeyValues,
  LocalDate,
  SideSection,
  StatusWord,
  Steps,
  formatFen,
} from '../components/index.ts';
import { kindOfDate } from '../weights/measure.ts';
import type { Refusal } from '../weights/measure.ts';
import { RefusalNote } from '../weights/TestInterval.tsx';
import type { ExampleInput } from './example.ts';
import { feeFenOf, sharePerMilleOf } from './example.ts';
import { amountText, groupDigits, useExplain } from './explain.tsx';

/** What a variant of the example would owe, beside it. */
export interface Variant {
  key: string;
  label: string;
  result: PolicyResult | null;
}

interface WorkedExampleProps {
  rules: PolicyRules;
  calendar: Calendar;
  input: ExampleInput;
  onInput: (input: ExampleInput) => void;
  /** The field in focus; its step is tinted. */
  focus: string | null;
  onFocus: (field: string | null) => void;
  worked: { value: PolicyResult | null; refusal: Refusal | null };
  variants: readonly Variant[];
}

/** Which step a field of the example touches. */
const touchedBy: Record<string, readonly string[]> = {
  planType: ['explain.factor.plan'],
  fee: ['explain.factor.fee'],
  remaining: ['explain.factor.remaining', 'explain.factor.remainingSpecial'],
  kind: ['explain.factor.remaining', 'explain.factor.remainingSpecial'],
  severity: ['explain.factor.severity'],
  responsibility: ['explain.factor.responsibility'],
  date: ['explain.counting.weighted'],
  from: ['explain.counting.weighted'],
  to: ['explain.counting.weighted'],
};

/** A line and an outage to try the policy on; every keystroke works it out anew. */
export function WorkedExample(props: WorkedExampleProps) {
  const { worked } = props;
  const t = useTranslate();
  return (
    <>
      <SideSection title={t('policies.example.title')} link={t('policies.example.live')}>
        <ExampleFields {...props} />
      </SideSection>
      <section className="r-side__section" aria-live="polite">
        {worked.refusal !== null && <RefusalNote refusal={worked.refusal} />}
        {worked.value !== null && <ExampleSteps {...props} result={worked.value} />}
      </section>
    </>
  );
}

const kinds = ['normal', 'unlimited', 'shared', 'iot', 'quota_zero'] as const;

function ExampleFields({ input, onInput, onFocus, calendar }: WorkedExampleProps) {
  const t = useTranslate();
  const id = useId();
  const set = (change: Partial<ExampleInput>) => onInput({ ...input, ...change });
  const field = (name: string, label: string, control: ReactNode) => (
    <div className="r-field" onFocus={() => onFocus(name)} onBlur={() => onFocus(null)}>
      <label htmlFor={`${id}${name}`}>{label}</label>
      {control}
    </div>
  );
  const select = <K extends 'planType' | 'kind' | 'service' | 'severity' | 'responsibility'>(
    name: K,
    label: string,
    options: readonly ExampleInput[K][],
    word: (option: ExampleInput[K]) => string,
  ) =>
    field(
      name,
      label,
      <select
        id={`${id}${name}`}
        value={input[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {word(option)}
          </option>
        ))}
      </select>,
    );
  const text = (name: 'fee' | 'remaining' | 'from' | 'to', label: string, wrong = false) =>
    field(
      name,
      label,
      <input
        id={`${id}${name}`}
        value={input[name]}
        inputMode="decimal"
        aria-invalid={wrong || undefined}
        onChange={(event) => set({ [name]: event.target.value })}
      />,
    );
  const kind = kindOfDate(calendar, input.date);
  return (
    <div className="p-fields">
      {select('planType', t('policies.example.planType'), planTypes, (option) =>
        t(`policies.words.planType.${option}`),
      )}
      {text('fee', t('policies.example.fee'), feeFenOf(input.fee) === null)}
      {select('kind', t('policies.example.kind'), kinds, (option) =>
        option === 'quota_zero'
          ? t('policies.words.special.quota_zero')
          : t(`policies.words.lineKind.${option}`),
      )}
      {text(
        'remaining',
        t('policies.example.remaining'),
        sharePerMilleOf(input.remaining) === null,
      )}
      {select('service', t('policies.example.service'), services, (option) =>
        t(`policies.words.services.${option}`),
      )}
      {select('severity', t('policies.example.severity'), severities, (option) =>
        t(`policies.words.severity.${option}`),
      )}
      <div className="p-fields__wide">
        {field(
          'date',
          t('policies.example.date'),
          <>
            <input
              id={`${id}date`}
              type="date"
              value={input.date}
              onChange={(event) => set({ date: event.target.value })}
            />
            {input.date !== '' && (
              <p className="r-help">
                <LocalDate on={input.date} dayKind={kind} withYear />
              </p>
            )}
          </>,
        )}
      </div>
      {text('from', t('policies.example.from'))}
      {text('to', t('policies.example.to'))}
      <div className="p-fields__wide">
        {select(
          'responsibility',
          t('policies.example.responsibility'),
          responsibilities,
          (option) => t(`policies.words.responsibility.${option}`),
        )}
      </div>
      {input.responsibility === 'planned' && (
        <label className="p-fields__wide p-check">
          <input
            type="checkbox"
            checked={input.announced}
            onChange={(event) => set({ announced: event.target.checked })}
          />
          {t('policies.example.announced')}
        </label>
      )}
    </div>
  );
}

function ExampleSteps(props: WorkedExampleProps & { result: PolicyResult }) {
  const { result, focus, variants } = props;
  const t = useTranslate();
  const explain = useExplain();
  const touched = focus === null ? [] : (touchedBy[focus] ?? []);
  const rows = explain(result.steps).map((row, index) => ({
    ...row,
    touched: touched.includes(result.steps[index]?.key ?? ''),
  }));
  const [first, ...others] = result.benefits;
  return (
    <>
      <Steps
        steps={rows}
        {...(first === undefined
          ? {}
          : {
              result: {
                label: t('policies.explain.total'),
                note: t('policies.explain.worth', { value: formatFen(result.valueFen) }),
                value: (
                  <>
                    {groupDigits(String(first.amount))}
                    <span className="r-unit">{t(`policies.words.unit.${first.unit}`)}</span>
                    {others.map((benefit) => (
                      <small key={benefit.benefit} className="p-also">
                        + {amountText(String(benefit.amount), benefit.unit, t)}
                      </small>
                    ))}
                  </>
                ),
              },
            })}
      />
      {result.reason !== undefined && (
        <p className="p-refused">
          <StatusWord status="none">{t(`policies.words.reason.${result.reason}`)}</StatusWord>
        </p>
      )}
      {variants.length > 0 && (
        <div className="p-variants">
          <KeyValues
            rows={variants.map((variant) => ({
              key: variant.key,
              label: variant.label,
              value: <VariantValue result={variant.result} />,
            }))}
          />
        </div>
      )}
    </>
  );
}

function VariantValue({ result }: { result: PolicyResult | null }) {
  const t = useTranslate();
  if (result === null) return <>–</>;
  if (result.benefits.length === 0) return <>{t('policies.example.nothing')}</>;
  return (
    <strong>
      {result.benefits
        .map((benefit) => amountText(String(benefit.amount), benefit.unit, t))
        .join(' + ')}
    </strong>
  );
}
