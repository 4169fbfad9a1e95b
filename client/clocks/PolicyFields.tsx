import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { FieldRow, categories } from '../components/index.ts';
import { amountOf, durationUnits, msOf } from './duration.ts';
import type { DurationUnit } from './duration.ts';
import type { PolicyEditor } from './usePolicyEditor.ts';

/** A labelled field of any kind. */
export function Field(props: {
  label: ReactNode;
  help?: ReactNode;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.help !== undefined && <p className="r-help">{props.help}</p>}
    </div>
  );
}

export function Choice(props: {
  id?: string;
  label?: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <select
      id={props.id}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {props.options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

/** A number and its unit; an empty number is no change. */
export function DurationInput(props: {
  id?: string;
  label: string;
  ms: number;
  min?: number;
  onChange: (ms: number) => void;
}) {
  const t = useTranslate();
  const { id, label, ms, min = 1, onChange } = props;
  const shown = amountOf(ms);
  const [unit, setUnit] = useState<DurationUnit>(shown.unit);
  const value = ms / msOf({ value: 1, unit });
  const inUnit = Number.isInteger(value) ? { value, unit } : shown;
  return (
    <div className="t-duration">
      <input
        id={id}
        type="number"
        min={min}
        step={1}
        aria-label={`${label}, ${t('clocks.page.amount')}`}
        value={inUnit.value}
        onChange={(event) => {
          const typed = Number(event.target.value);
          if (Number.isInteger(typed) && typed >= min) onChange(msOf({ ...inUnit, value: typed }));
        }}
      />
      <Choice
        label={`${label}, ${t('clocks.page.unit')}`}
        value={inUnit.unit}
        options={durationUnits.map((one) => [one, t(`clocks.units.${one}`)])}
        onChange={(next) => {
          setUnit(next as DurationUnit);
          onChange(msOf({ value: inUnit.value, unit: next as DurationUnit }));
        }}
      />
    </div>
  );
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Name, length, warning and how days are counted. */
export function TermsFields(props: { record: ClockPolicyRecord; editor: PolicyEditor }) {
  const t = useTranslate();
  const { record, editor } = props;
  const { values, change } = editor;
  const word = (key: string) => t(`clocks.page.${key}`);
  return (
    <>
      <FieldRow>
        <Field label={word('nameZh')}>
          {(id) => (
            <input
              id={id}
              value={values.nameZh}
              maxLength={60}
              onChange={(event) => change({ nameZh: event.target.value })}
            />
          )}
        </Field>
        <Field label={word('nameEn')}>
          {(id) => (
            <input
              id={id}
              value={values.nameEn}
              maxLength={60}
              onChange={(event) => change({ nameEn: event.target.value })}
            />
          )}
        </Field>
        <Field label={word('called')}>
          {(id) => (
            <Choice
              id={id}
              value={values.ruleKind}
              options={(['internal_target', 'rule'] as const).map((kind) => [
                kind,
                t(`clocks.ruleKind.${kind}`),
              ])}
              onChange={(kind) => change({ ruleKind: kind as ClockPolicyRecord['ruleKind'] })}
            />
          )}
        </Field>
      </FieldRow>
      <FieldRow>
        <DueField record={record} editor={editor} />
        <WarnField record={record} editor={editor} />
      </FieldRow>
      {record.basis === 'duration' && <DaysFields editor={editor} />}
      <label className="t-check">
        <input
          type="checkbox"
          checked={values.pauses}
          onChange={(event) => change({ pauses: event.target.checked })}
        />
        {word('pauses')}
      </label>
      {record.kind === 'customer' && (
        <Field label={word('onBreach')}>
          {(id) => (
            <Choice
              id={id}
              value={values.onBreach}
              options={[
                ['escalate', word('onBreachEscalate')],
                ['close', word('onBreachClose')],
              ]}
              onChange={(next) => change({ onBreach: next as ClockPolicyRecord['onBreach'] })}
            />
          )}
        </Field>
      )}
    </>
  );
}

function DueField({ record, editor }: { record: ClockPolicyRecord; editor: PolicyEditor }) {
  const t = useTranslate();
  const { values, change } = editor;
  const id = useId();
  if (record.basis === 'event')
    return (
      <div className="r-field">
        <span className="r-label">{t('clocks.page.due')}</span>
        <p>{t('clocks.page.dueEvent')}</p>
      </div>
    );
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('clocks.page.due')}</label>
      {values.dueMs !== null && (
        <DurationInput
          id={id}
          label={t('clocks.page.due')}
          ms={values.dueMs}
          onChange={(dueMs) => change({ dueMs })}
        />
      )}
      <label className="t-check">
        <input
          type="checkbox"
          {...(values.dueMs === null ? { id } : {})}
          checked={values.dueMs === null}
          onChange={(event) =>
            change(event.target.checked ? { dueMs: null, warnMs: null } : { dueMs: DAY_MS })
          }
        />
        {t('clocks.page.dueOff')}
      </label>
    </div>
  );
}

function WarnField({ record, editor }: { record: ClockPolicyRecord; editor: PolicyEditor }) {
  const t = useTranslate();
  const { values, change } = editor;
  const id = useId();
  const possible = record.basis === 'event' || values.dueMs !== null;
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('clocks.page.warn')}</label>
      {values.warnMs !== null && (
        <>
          <DurationInput
            id={id}
            label={t('clocks.page.warn')}
            ms={values.warnMs}
            onChange={(warnMs) => change({ warnMs })}
          />
          {record.basis === 'duration' && (
            <Choice
              label={t('clocks.page.warn')}
              value={values.warnFrom}
              options={[
                ['start', t('clocks.page.warnFromStart')],
                ['due', t('clocks.page.warnFromDue')],
              ]}
              onChange={(next) => change({ warnFrom: next as 'start' | 'due' })}
            />
          )}
        </>
      )}
      <label className="t-check">
        <input
          type="checkbox"
          {...(values.warnMs === null ? { id } : {})}
          checked={values.warnMs === null}
          disabled={!possible}
          onChange={(event) => change({ warnMs: event.target.checked ? null : HOUR_MS })}
        />
        {t('clocks.page.warnOff')}
      </label>
    </div>
  );
}

function DaysFields({ editor }: { editor: PolicyEditor }) {
  const t = useTranslate();
  const { values, change } = editor;
  return (
    <FieldRow>
      <Field label={t('clocks.page.days')}>
        {(id) => (
          <Choice
            id={id}
            value={values.days}
            options={(['calendar', 'working'] as const).map((days) => [
              days,
              t(`clocks.days.${days}`),
            ])}
            onChange={(days) => change({ days: days as 'calendar' | 'working' })}
          />
        )}
      </Field>
      {values.days === 'working' && (
        <Field label={t('clocks.page.calendar')}>
          {(id) => (
            <Choice
              id={id}
              value={values.calendarId}
              options={(['CN', 'none'] as const).map((name) => [
                name,
                t(`weights.calendar.names.${name}`),
              ])}
              onChange={(calendarId) => change({ calendarId })}
            />
          )}
        </Field>
      )}
    </FieldRow>
  );
}

const codesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,，、;；]+/)
      .map((code) => code.trim())
      .filter((code) => code !== ''),
  ),
];

/** For which cases the row holds; nothing chosen means all. */
export function AppliesFields({ editor }: { editor: PolicyEditor }) {
  const t = useTranslate();
  const { applies } = editor.values;
  const change = (part: Partial<typeof applies>) =>
    editor.change({ applies: { ...applies, ...part } });
  return (
    <>
      <div className="r-field">
        <span className="r-label">{t('clocks.page.categories')}</span>
        <div className="t-checks">
          {categories.map((category) => (
            <label key={category} className="t-check">
              <input
                type="checkbox"
                checked={applies.categories.includes(category)}
                onChange={(event) =>
                  change({
                    categories: event.target.checked
                      ? [...applies.categories, category]
                      : applies.categories.filter((one) => one !== category),
                  })
                }
              />
              {t(`common.categories.${category}`)}
            </label>
          ))}
        </div>
      </div>
      <FieldRow>
        <CodesField
          label={t('clocks.page.productCodes')}
          help={t('clocks.page.productHelp')}
          codes={applies.productCodes}
          onChange={(productCodes) => change({ productCodes })}
        />
        <CodesField
          label={t('clocks.page.areaCodes')}
          help={t('clocks.page.areaHelp')}
          codes={applies.areaCodes}
          onChange={(areaCodes) => change({ areaCodes })}
        />
      </FieldRow>
    </>
  );
}

/** Codes as text while they are typed, a list once the field is left. */
function CodesField(props: {
  label: string;
  help: string;
  codes: readonly string[];
  onChange: (codes: string[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={props.label} help={props.help}>
      {(id) => (
        <input
          id={id}
          value={typed ?? props.codes.join(', ')}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            if (typed !== null) props.onChange(codesOf(typed));
            setTyped(null);
          }}
        />
      )}
    </Field>
  );
}
