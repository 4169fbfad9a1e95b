import { useTranslate } from 'ra-core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Calendar } from '#domain/calendar.ts';
import { responsibilities, severities } from '#domain/exposure.ts';
import { lineStatuses, paymentTypes, planTypes, scopes } from '#domain/policy-types.ts';
import { services } from '#domain/weights.ts';
import { LocalDate, WholeLocalTime } from '../components/index.ts';
import { kindOfDate } from '../weights/measure.ts';
import { useCauseNames } from './EligibilityFields.tsx';
import type { ExampleInput } from './example.ts';
import { feeMinorOf, sharePerMilleOf } from './example.ts';
import { currencySign } from './money.ts';
import type { Currency } from './money.ts';

interface FieldsProps {
  input: ExampleInput;
  onInput(input: ExampleInput): void;
  onFocus(field: string | null): void;
  calendar: Calendar;
  currency: Currency;
}

const kinds = ['normal', 'unlimited', 'shared', 'iot', 'quota_zero'] as const;

type TextName = 'fee' | 'remaining' | 'billDay' | 'sites';
type ChoiceName =
  | 'planType'
  | 'paymentType'
  | 'status'
  | 'kind'
  | 'service'
  | 'severity'
  | 'responsibility'
  | 'scope'
  | 'causeCode';

/** The fields of the example, each a function of its name. */
function useFields({ input, onInput, onFocus }: FieldsProps) {
  const id = useId();
  const set = (change: Partial<ExampleInput>) => onInput({ ...input, ...change });
  const field = (name: keyof ExampleInput, label: string, control: ReactNode) => (
    <div className="r-field" onFocus={() => onFocus(name)} onBlur={() => onFocus(null)}>
      <label htmlFor={`${id}${name}`}>{label}</label>
      {control}
    </div>
  );
  return {
    set,
    select: <K extends ChoiceName>(
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
      ),
    text: (name: TextName, label: string, wrong = false) =>
      field(
        name,
        label,
        <input
          id={`${id}${name}`}
          value={input[name]}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong || undefined}
          onChange={(event) => set({ [name]: event.target.value })}
        />,
      ),
    time: (name: 'start' | 'end' | 'reported', label: string, note?: ReactNode) =>
      field(
        name,
        label,
        <>
          <WholeLocalTime
            id={`${id}${name}`}
            value={input[name]}
            near={input.start.slice(0, 10)}
            onChange={(local) => set({ [name]: local })}
          />
          {note}
        </>,
      ),
  };
}

/** A line and an outage, in as many fields as the rules may ask for. */
export function ExampleFields(props: FieldsProps) {
  const { input, calendar, currency } = props;
  const t = useTranslate();
  const { set, select, text, time } = useFields(props);
  const word = (group: string) => (option: string) => t(`policies.words.${group}.${option}`);
  const day = (local: string) =>
    local === '' ? null : (
      <p className="r-help">
        <LocalDate
          on={local.slice(0, 10)}
          dayKind={kindOfDate(calendar, local.slice(0, 10))}
          withYear
        />
      </p>
    );
  return (
    <div className="p-fields">
      {select('planType', t('policies.example.planType'), planTypes, word('planType'))}
      {text(
        'fee',
        t('policies.cases.feeIn', { currency: currencySign(currency.currency) }),
        feeMinorOf(input.fee, currency.exponent) === null,
      )}
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
      {select('service', t('policies.example.service'), services, word('services'))}
      {select('severity', t('policies.example.severity'), severities, word('severity'))}
      <div className="p-fields__wide">
        {time('start', t('policies.cases.start'), day(input.start))}
      </div>
      <div className="p-fields__wide">
        {time(
          'end',
          t('policies.cases.end'),
          input.end.slice(0, 10) === input.start.slice(0, 10) ? null : day(input.end),
        )}
      </div>
      <div className="p-fields__wide">
        {select(
          'responsibility',
          t('policies.example.responsibility'),
          responsibilities,
          word('responsibility'),
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
      {input.more.length > 0 && (
        <p className="p-fields__wide r-note">
          {t('policies.cases.more', { smart_count: input.more.length })}
        </p>
      )}
      <MoreFields {...props} />
    </div>
  );
}

/** What only some policies look at. */
function MoreFields(props: FieldsProps) {
  const { input } = props;
  const t = useTranslate();
  const { select, text, time } = useFields(props);
  const causes = useCauseNames();
  const codes = causes.map(({ code }) => code);
  const known = codes.includes(input.causeCode) ? codes : [input.causeCode, ...codes];
  const word = (group: string) => (option: string) => t(`policies.words.${group}.${option}`);
  return (
    <details className="p-fields__wide p-more">
      <summary>{t('policies.cases.moreFields')}</summary>
      <div className="p-fields">
        {select('paymentType', t('policies.cases.paymentType'), paymentTypes, word('paymentType'))}
        {select('status', t('policies.cases.status'), lineStatuses, word('lineStatus'))}
        {text('billDay', t('policies.cases.billDay'))}
        {select(
          'causeCode',
          t('policies.cases.cause'),
          known.includes('') ? known : ['', ...known],
          (code) =>
            code === ''
              ? t('policies.cases.anyCause')
              : (causes.find((one) => one.code === code)?.name ?? code),
        )}
        {text('sites', t('policies.cases.sites'))}
        {select('scope', t('policies.cases.scope'), scopes, word('scope'))}
        <div className="p-fields__wide">{time('reported', t('policies.cases.reported'))}</div>
      </div>
    </details>
  );
}
