import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { CountingFields } from './CountingFields.tsx';
import { EligibilityFields } from './EligibilityFields.tsx';
import { FactorFields, MultiplierFields } from './FactorFields.tsx';
import type { Matched } from './FactorTable.tsx';
import type { Field } from './field.ts';
import { at, maybe } from './field.ts';
import { Choice, FocusTrail, FormRow } from './inputs.tsx';
import { CapFields, DeliveryFields, RoundingFields, WorthFields } from './LimitFields.tsx';
import { RateFields } from './RateFields.tsx';
import { Section } from './RuleSections.tsx';

/** The seven parts as a form, in the order in which they apply. */
export function RuleForm(props: {
  field: Field<PolicyRules>;
  name: Field<string>;
  profile: Field<string>;
  matched: Matched;
}) {
  const { field, name, profile, matched } = props;
  const t = useTranslate();
  const rules = field.value;
  return (
    <div className="r-panel p-rules p-rules--form">
      <div className="p-part">
        <span className="p-part__number" />
        <div className="p-part__body">
          <FormRow label={t('policies.edit.name')} path="name">
            <input
              className="p-name"
              aria-label={t('policies.edit.name')}
              value={name.value}
              maxLength={80}
              onChange={({ target }) => name.onChange(target.value)}
            />
          </FormRow>
        </div>
      </div>
      <Section part="eligibility">
        <FocusTrail path="eligibility">
          <EligibilityFields field={at(field, 'eligibility')} />
        </FocusTrail>
      </Section>
      <Section part="counting">
        <FocusTrail path="counting">
          <CountingFields field={at(field, 'counting')} />
          <ProfileChoice field={profile} />
        </FocusTrail>
      </Section>
      <Section part="rate">
        <RateFields field={at(field, 'rate')} counting={rules.counting} currency={rules} />
      </Section>
      <Section part="factors">
        <FactorFields field={at(field, 'factors')} currency={rules} matched={matched} />
      </Section>
      <Section part="multiplier">
        <MultiplierFields field={at(field, 'multiplier')} matched={matched} />
      </Section>
      <Section part="rounding">
        <FocusTrail path="rounding">
          <RoundingFields field={field} />
        </FocusTrail>
      </Section>
      <Section part="caps">
        <FocusTrail path="caps">
          <CapFields field={at(field, 'caps')} currency={rules} />
          <WorthFields field={field} />
          <DeliveryFields field={maybe(field, 'delivery')} />
        </FocusTrail>
      </Section>
    </div>
  );
}

/** The weights by which time counts: published profiles, newest first. */
function ProfileChoice({ field }: { field: Field<string> }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['weight-profiles', 'published'],
    queryFn: () =>
      dataProvider.getList<WeightProfileRecord>('weight-profiles', {
        filter: { state: 'published' },
        sort: { field: 'versionNo', order: 'DESC' },
        pagination: { page: 1, perPage: 50 },
      }),
  });
  const names = new Map((data?.data ?? []).map(({ id, name }) => [id, name]));
  const ids = names.has(field.value) ? [...names.keys()] : [field.value, ...names.keys()];
  return (
    <FormRow label={t('policies.edit.profile')} path="weightProfileId">
      <Choice
        label={t('policies.edit.profile')}
        value={field.value}
        options={ids}
        word={(id) => names.get(id) ?? '…'}
        onChange={field.onChange}
      />
    </FormRow>
  );
}
