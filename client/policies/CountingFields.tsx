import { useTranslate } from 'ra-core';
import { collections } from '#domain/policy-types.ts';
import type { ClockStart, CountingMethod, CountingRules } from '#domain/policy-types.ts';
import { factor, whole } from './codec.ts';
import type { Field } from './field.ts';
import { at, held, maybe } from './field.ts';
import { Choice, FormRow, NumberInput, WindowInputs } from './inputs.tsx';
import { SuspensionFields } from './SuspensionFields.tsx';
import { SecondsInput, operatorSign, operators } from './ThresholdFields.tsx';

/** What a way of counting begins with when it is chosen. */
const freshMethod: Record<CountingMethod['kind'], CountingMethod> = {
  weighted: { kind: 'weighted' },
  elapsed: { kind: 'elapsed' },
  blocks: { kind: 'blocks', hours: 24, count: 'started' },
  local_days: { kind: 'local_days', seconds: 43_200, operator: '>' },
  daily_window: { kind: 'daily_window', fromMinute: 480, toMinute: 1320 },
};
const methodKinds = Object.keys(freshMethod) as CountingMethod['kind'][];

/** How time becomes hours, blocks or days. */
export function MethodFields({ field }: { field: Field<CountingMethod> }) {
  const t = useTranslate();
  const method = field.value;
  return (
    <>
      <Choice
        label={t('policies.rule.method')}
        value={method.kind}
        options={methodKinds}
        word={(kind) => t(`policies.edit.methods.${kind}`)}
        onChange={(kind) => field.onChange(freshMethod[kind])}
      />
      {method.kind === 'blocks' && <BlockFields field={held(field, method)} />}
      {method.kind === 'local_days' && <DayFields field={held(field, method)} />}
      {method.kind === 'daily_window' && <WindowInputs field={held(field, method)} />}
    </>
  );
}

type MethodOf<K extends CountingMethod['kind']> = Extract<CountingMethod, { kind: K }>;

function BlockFields({ field }: { field: Field<MethodOf<'blocks'>> }) {
  const t = useTranslate();
  const times = maybe(field, 'timesPerMille');
  return (
    <>
      <NumberInput
        label={t('policies.edit.blockHours')}
        codec={whole}
        field={at(field, 'hours')}
        unit="h"
      />
      <Choice
        label={t('policies.edit.blockCount')}
        value={field.value.count}
        options={['started', 'completed', 'rounded'] as const}
        word={(count) => t(`policies.edit.blocks.${count}`)}
        onChange={at(field, 'count').onChange}
      />
      <NumberInput
        label={t('policies.edit.times')}
        codec={factor}
        field={{
          ...times,
          value: times.value ?? 1000,
          onChange: (value) => times.onChange(value === 1000 ? undefined : value),
        }}
        unit={t('policies.edit.timesUnit')}
      />
    </>
  );
}

function DayFields({ field }: { field: Field<MethodOf<'local_days'>> }) {
  const t = useTranslate();
  return (
    <>
      <Choice
        label={t('policies.edit.operator')}
        value={field.value.operator}
        options={operators}
        word={operatorSign}
        onChange={at(field, 'operator').onChange}
      />
      <SecondsInput field={at(field, 'seconds')} label={t('policies.edit.dayOut')} />
    </>
  );
}

const clockKinds = ['outage_start', 'report', 'first_of_both', 'report_deadline'] as const;

function ClockFields({ field }: { field: Field<ClockStart | undefined> }) {
  const t = useTranslate();
  const clock = field.value ?? { kind: 'outage_start' };
  const chosen = (kind: ClockStart['kind']): ClockStart | undefined => {
    if (kind === 'outage_start') return undefined;
    return kind === 'report_deadline' ? { kind, workingDays: 2 } : { kind };
  };
  return (
    <FormRow
      label={t('policies.rule.clock')}
      path="counting.clock"
      {...(clock.kind === 'report' ? { help: t('policies.edit.reportHelp') } : {})}
    >
      <Choice
        label={t('policies.rule.clock')}
        value={clock.kind}
        options={clockKinds}
        word={(kind) => t(`policies.edit.clocks.${kind}`)}
        onChange={(kind) => field.onChange(chosen(kind))}
      />
      {clock.kind === 'report_deadline' && (
        <NumberInput
          label={t('policies.edit.workingDays')}
          codec={whole}
          field={at(held(field, clock), 'workingDays')}
          unit={t('policies.edit.workingDays')}
        />
      )}
    </FormRow>
  );
}

/** Part 2: how much of the time counts. */
export function CountingFields({ field }: { field: Field<CountingRules> }) {
  const t = useTranslate();
  const collect = maybe(field, 'collect');
  return (
    <>
      <FormRow label={t('policies.rule.basis')} path="counting.basis">
        <Choice
          label={t('policies.rule.basis')}
          value={field.value.basis}
          options={['line', 'service'] as const}
          word={(basis) => t(`policies.rule.bases.${basis}`)}
          onChange={at(field, 'basis').onChange}
        />
      </FormRow>
      <FormRow label={t('policies.rule.method')} path="counting.method">
        <MethodFields field={at(field, 'method')} />
      </FormRow>
      <ClockFields field={maybe(field, 'clock')} />
      <FormRow label={t('policies.rule.collect')} path="counting.collect">
        <Choice
          label={t('policies.rule.collect')}
          value={collect.value ?? 'episode'}
          options={collections}
          word={(one) => t(`policies.edit.collects.${one}`)}
          onChange={(one) => collect.onChange(one === 'episode' ? undefined : one)}
        />
      </FormRow>
      <SuspensionFields field={maybe(field, 'suspensions')} />
    </>
  );
}
