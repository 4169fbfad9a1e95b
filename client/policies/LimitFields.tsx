import { useTranslate } from 'ra-core';
import { benefits, roundingStages } from '#domain/policy-types.ts';
import type {
  Benefit,
  BenefitLimits,
  CapRules,
  DeliveryMode,
  DeliveryRules,
  PolicyRules,
  Prices,
} from '#domain/policy-types.ts';
import { roundingModes } from '#domain/quantity.ts';
import { useAmountShape } from './AmountFields.tsx';
import { factor, scaled, whole } from './codec.ts';
import type { Field } from './field.ts';
import { at, held, maybe } from './field.ts';
import { Choice, FormRow, MaybeNumber, NumberInput } from './inputs.tsx';
import { currencies, currencySign } from './money.ts';
import type { Currency } from './money.ts';
import { ThresholdFields } from './ThresholdFields.tsx';

/** Part 6: how, and once or twice. */
export function RoundingFields({ field }: { field: Field<PolicyRules> }) {
  const t = useTranslate();
  const modes = at(field, 'rounding');
  const stages = maybe(field, 'roundingStage');
  const setStage = (benefit: Benefit, stage: (typeof roundingStages)[number]) => {
    const { [benefit]: _gone, ...rest } = stages.value ?? {};
    const next = stage === 'once' ? rest : { ...rest, [benefit]: stage };
    stages.onChange(Object.keys(next).length === 0 ? undefined : next);
  };
  return benefits.map((benefit) => (
    <FormRow
      key={benefit}
      label={t(`policies.words.benefit.${benefit}`)}
      path={`rounding.${benefit}`}
    >
      <Choice
        label={t('policies.edit.roundingOf', { benefit: t(`policies.words.benefit.${benefit}`) })}
        value={modes.value[benefit]}
        options={roundingModes}
        word={(mode) => t(`policies.words.rounding.${mode}`)}
        onChange={(mode) => modes.onChange({ ...modes.value, [benefit]: mode })}
      />
      <Choice
        label={t('policies.edit.stageOf', { benefit: t(`policies.words.benefit.${benefit}`) })}
        value={stages.value?.[benefit] ?? 'once'}
        options={roundingStages}
        word={(stage) => t(`policies.edit.stages.${stage}`)}
        onChange={(stage) => setStage(benefit, stage)}
      />
    </FormRow>
  ));
}

/** Part 7: what whole numbers are held to. */
export function CapFields({ field, currency }: { field: Field<CapRules>; currency: Currency }) {
  const t = useTranslate();
  return (
    <>
      {(['perEpisode', 'perMonth', 'floor'] as const).map((key) => (
        <FormRow key={key} label={t(`policies.rule.${key}`)} path={`caps.${key}`}>
          {benefits.map((benefit) => (
            <LimitInput
              key={benefit}
              field={at(field, key)}
              benefit={benefit}
              label={t(`policies.rule.${key}`)}
              currency={currency}
            />
          ))}
        </FormRow>
      ))}
      <FeeCaps field={maybe(field, 'feePerMille')} />
      <FormRow label={t('policies.rule.againstOthers')} path="caps.againstOthers">
        <Choice
          label={t('policies.rule.againstOthers')}
          value={field.value.againstOthers}
          options={['exclusive', 'set_off', 'add'] as const}
          word={(one) => t(`policies.rule.against.${one}`)}
          onChange={at(field, 'againstOthers').onChange}
        />
      </FormRow>
    </>
  );
}

function LimitInput(props: {
  field: Field<BenefitLimits>;
  benefit: Benefit;
  label: string;
  currency: Currency;
}) {
  const { field, benefit, label, currency } = props;
  const t = useTranslate();
  const { codec, unit } = useAmountShape(benefit, currency);
  const name = t(`policies.words.benefit.${benefit}`);
  return (
    <label className="p-limit">
      <span>{name}</span>
      <MaybeNumber
        label={`${label}, ${name}`}
        placeholder={t('policies.edit.none')}
        codec={codec}
        unit={unit}
        field={at(field, benefit)}
      />
    </label>
  );
}

function FeeCaps({ field }: { field: Field<CapRules['feePerMille'] | undefined> }) {
  const t = useTranslate();
  const caps = field.value ?? { perEpisode: null, perMonth: null };
  const set = (change: Partial<typeof caps>) => {
    const next = { ...caps, ...change };
    field.onChange(next.perEpisode === null && next.perMonth === null ? undefined : next);
  };
  return (
    <FormRow label={t('policies.edit.feeCaps')} path="caps.feePerMille">
      {(['perEpisode', 'perMonth'] as const).map((key) => (
        <label className="p-limit" key={key}>
          <span>{t(`policies.rule.${key}`)}</span>
          <MaybeNumber
            label={`${t('policies.edit.feeCaps')}, ${t(`policies.rule.${key}`)}`}
            placeholder={t('policies.edit.none')}
            codec={factor}
            unit={t('policies.edit.feesUnit')}
            field={{
              path: `${field.path}.${key}`,
              value: caps[key],
              onChange: (value) => set({ [key]: value }),
            }}
          />
        </label>
      ))}
    </FormRow>
  );
}

const priceKeys = ['dataMbMilliFen', 'voiceMinuteMilliFen', 'validityDayMilliFen'] as const;
const priceUnits: Record<keyof Prices, string> = {
  dataMbMilliFen: 'MB',
  voiceMinuteMilliFen: 'minute',
  validityDayMilliFen: 'day',
};

/** Currency and what a benefit is worth in it: for approval limits, recovery and "greater of". */
export function WorthFields({ field }: { field: Field<PolicyRules> }) {
  const t = useTranslate();
  const { currency, exponent } = field.value;
  const prices = at(field, 'prices');
  const known = Object.keys(currencies);
  return (
    <>
      <FormRow label={t('policies.rule.currency')} path="currency">
        <Choice
          label={t('policies.rule.currency')}
          value={currency}
          options={known.includes(currency) ? known : [...known, currency]}
          word={(one) => `${one} ${currencySign(one)}`}
          onChange={(one) =>
            field.onChange({
              ...field.value,
              currency: one,
              exponent: currencies[one] ?? exponent,
            })
          }
        />
      </FormRow>
      <FormRow label={t('policies.rule.prices')} path="prices" help={t('policies.edit.pricesHelp')}>
        {priceKeys.map((key) => (
          <NumberInput
            key={key}
            label={`${t('policies.rule.prices')}, ${t(`policies.words.unit.${priceUnits[key]}`)}`}
            codec={scaled(exponent + 3)}
            field={at(prices, key)}
            unit={`${currencySign(currency)} / ${t(`policies.words.unit.${priceUnits[key]}`)}`}
            wide
          />
        ))}
      </FormRow>
    </>
  );
}

const modeKinds = ['automatic', 'on_claim', 'offered'] as const;

const freshMode = (kind: DeliveryMode['kind']): DeliveryMode =>
  kind === 'automatic' ? { kind } : { kind, withinDays: null };

function freshDelivery(kind: DeliveryRules['kind'] | 'staff'): DeliveryRules | undefined {
  if (kind === 'staff') return undefined;
  if (kind !== 'automatic_when') return freshMode(kind);
  return {
    kind,
    threshold: { seconds: 21_600, operator: '>', measure: 'per_billing_period' },
    otherwise: { kind: 'on_claim', withinDays: null },
  };
}

/** How what is owed reaches the customer. */
export function DeliveryFields({ field }: { field: Field<DeliveryRules | undefined> }) {
  const t = useTranslate();
  const delivery = field.value;
  return (
    <FormRow label={t('policies.rule.delivery')} path="delivery">
      <Choice
        label={t('policies.rule.delivery')}
        value={delivery?.kind ?? 'staff'}
        options={['staff', ...modeKinds, 'automatic_when'] as const}
        word={(kind) => t(`policies.edit.deliveries.${kind}`)}
        onChange={(kind) => field.onChange(freshDelivery(kind))}
      />
      {delivery?.kind === 'automatic_when' ? (
        <>
          <ThresholdFields field={at(held(field, delivery), 'threshold')} />
          <span>{t('policies.edit.otherwise')}</span>
          <Choice
            label={t('policies.edit.otherwise')}
            value={delivery.otherwise.kind}
            options={modeKinds}
            word={(kind) => t(`policies.edit.deliveries.${kind}`)}
            onChange={(kind) => field.onChange({ ...delivery, otherwise: freshMode(kind) })}
          />
          <WithinDays field={at(held(field, delivery), 'otherwise')} />
        </>
      ) : (
        delivery !== undefined && <WithinDays field={held(field, delivery)} />
      )}
    </FormRow>
  );
}

function WithinDays({ field }: { field: Field<DeliveryMode> }) {
  const t = useTranslate();
  const mode = field.value;
  if (mode.kind === 'automatic') return null;
  return (
    <MaybeNumber
      label={t('policies.edit.withinDays')}
      placeholder={t('policies.edit.noLimit')}
      codec={whole}
      unit={t('policies.edit.withinDays')}
      wide
      field={at(held(field, mode), 'withinDays')}
    />
  );
}
