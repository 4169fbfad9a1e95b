import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { PolicyRules } from '#domain/policy-types.ts';
import { benefits, paymentTypes, planTypes } from '#domain/policy-types.ts';
import { responsibilities } from '#domain/exposure.ts';
import { services } from '#domain/weight-bands.ts';
import { formatFactor, formatNumber } from '../components/index.ts';
import { FactorTable } from './FactorTable.tsx';
import type { Matched } from './FactorTable.tsx';
import { capText, listText, methodText, priceText, rateText } from './rule-words.ts';

interface RuleSectionsProps {
  rules: PolicyRules;
  profile: { id: string; name: string | null };
  /** The bands that the worked example falls into. */
  matched: Matched;
}

/** The parts of a policy in the order in which they apply; the numbers are those of the steps. */
export const partKeys = [
  'eligibility',
  'counting',
  'rate',
  'factors',
  'multiplier',
  'rounding',
  'caps',
] as const;

/** The seven parts, to be read. */
export function RuleSections({ rules, profile, matched }: RuleSectionsProps) {
  return (
    <div className="r-panel p-rules">
      <Eligibility rules={rules} />
      <Counting rules={rules} profile={profile} />
      <Rate rules={rules} />
      <Section part="factors">
        <FactorTable rules={rules} matched={matched} />
      </Section>
      <Multiplier rules={rules} matched={matched} />
      <Rounding rules={rules} />
      <Caps rules={rules} />
    </div>
  );
}

function Section({ part, children }: { part: (typeof partKeys)[number]; children: ReactNode }) {
  const t = useTranslate();
  return (
    <section className="p-part" id={`part-${part}`} aria-labelledby={`head-${part}`}>
      <span className="p-part__number">{partKeys.indexOf(part) + 1}</span>
      <div className="p-part__body">
        <h2 id={`head-${part}`}>
          {t(`policies.parts.${part}.name`)}
          <span className="r-note">{t(`policies.parts.${part}.note`)}</span>
        </h2>
        {children}
      </div>
    </section>
  );
}

function Rows({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="p-rows">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Eligibility({ rules }: { rules: PolicyRules }) {
  const t = useTranslate();
  const e = rules.eligibility;
  const minimum = e.minimumDuration;
  const excluded = [
    ...e.excludedStatuses.map((id) => t(`policies.words.lineStatus.${id}`)),
    ...e.excludedPaymentTypes.map((id) => t(`policies.words.paymentType.${id}`)),
    ...e.excludedLineKinds.map((id) => t(`policies.words.lineKind.${id}`)),
  ];
  const causes =
    e.causes.mode === 'all'
      ? t('policies.rule.allCauses')
      : t(`policies.rule.causes.${e.causes.mode}`, { list: e.causes.codes.join(', ') });
  return (
    <Section part="eligibility">
      <Rows
        rows={[
          [t('policies.rule.services'), listText(e.services, services, 'services', t)],
          [
            t('policies.rule.responsibilities'),
            listText(e.responsibilities, responsibilities, 'responsibility', t),
          ],
          [t('policies.rule.causesLabel'), causes],
          [
            t('policies.rule.minimumDuration'),
            `${t(`policies.words.measure.${minimum.measure}`)} ${minimum.operator === '>=' ? '≥' : '>'} ${formatNumber(minimum.seconds / 60)} min`,
          ],
          [
            t('policies.rule.minimumSites'),
            e.minimumSites === 0
              ? t('policies.rule.noMinimum')
              : t('policies.rule.sites', { smart_count: e.minimumSites }),
          ],
          [t('policies.rule.excluded'), excluded.join(t('policies.comma')) || t('common.none')],
        ]}
      />
    </Section>
  );
}

function Counting(props: { rules: PolicyRules; profile: RuleSectionsProps['profile'] }) {
  const { rules, profile } = props;
  const t = useTranslate();
  return (
    <Section part="counting">
      <Rows
        rows={[
          [t('policies.rule.basis'), t(`policies.rule.bases.${rules.counting.basis}`)],
          [t('policies.rule.method'), methodText(rules.counting.method, t)],
          [
            t('policies.rule.profile'),
            <Link key="profile" to={`/weight-profiles/${profile.id}/show`}>
              {profile.name ?? profile.id}
            </Link>,
          ],
        ]}
      />
    </Section>
  );
}

function Rate({ rules }: { rules: PolicyRules }) {
  const t = useTranslate();
  const { dataTerms, terms, choose } = rules.rate;
  const validity =
    dataTerms.validity.kind === 'end_of_next_month'
      ? t('policies.rule.endOfNextMonth')
      : t('policies.rule.validDays', { smart_count: dataTerms.validity.days });
  const used = benefits.filter((benefit) => terms.some((term) => term.benefit === benefit));
  return (
    <Section part="rate">
      <Rows
        rows={[
          ...used.map(
            (benefit) =>
              [
                t(`policies.words.benefit.${benefit}`),
                <ul key={benefit}>
                  {terms
                    .filter((term) => term.benefit === benefit)
                    .map((term) => (
                      <li key={JSON.stringify(term)}>
                        {rateText(term, t)}
                        <span className="r-note">
                          {[
                            listText(term.planTypes, planTypes, 'planType', t),
                            term.paymentTypes.length < paymentTypes.length
                              ? listText(term.paymentTypes, paymentTypes, 'paymentType', t)
                              : '',
                          ]
                            .filter((text) => text !== '')
                            .join(' · ')}
                        </span>
                      </li>
                    ))}
                </ul>,
              ] as const,
          ),
          [
            t('policies.rule.dataTerms'),
            [
              validity,
              t(`policies.rule.scopes.${dataTerms.scope}`),
              t(dataTerms.usedFirst ? 'policies.rule.usedFirst' : 'policies.rule.usedLast'),
              t(dataTerms.carriedOver ? 'policies.rule.carried' : 'policies.rule.notCarried'),
            ].join(' · '),
          ],
          [t('policies.rule.choose'), t(`policies.rule.chooses.${choose}`)],
        ]}
      />
    </Section>
  );
}

function Multiplier({ rules, matched }: { rules: PolicyRules; matched: Matched }) {
  const t = useTranslate();
  const { severityPerMille, durationTiers } = rules.multiplier;
  const tiers =
    durationTiers.length < 2
      ? t('policies.rule.noTiers')
      : durationTiers
          .map((tier) =>
            t('policies.rule.tier', {
              hours: formatNumber(tier.fromSeconds / 3600),
              factor: formatFactor(tier.perMille),
            }),
          )
          .join(' · ');
  return (
    <Section part="multiplier">
      <Rows
        rows={[
          [
            t('policies.rule.severity'),
            (['full', 'degraded'] as const).map((severity) => (
              <span
                key={severity}
                className={matched.severity === severity ? 'p-inline p-inline--hit' : 'p-inline'}
              >
                {t(`policies.words.severity.${severity}`)}{' '}
                <strong>{formatFactor(severityPerMille[severity])}</strong>
              </span>
            )),
          ],
          [t('policies.rule.duration'), tiers],
        ]}
      />
    </Section>
  );
}

function Rounding({ rules }: { rules: PolicyRules }) {
  const t = useTranslate();
  return (
    <Section part="rounding">
      <Rows
        rows={benefits.map((benefit) => [
          t(`policies.words.benefit.${benefit}`),
          t(`policies.words.rounding.${rules.rounding[benefit]}`),
        ])}
      />
    </Section>
  );
}

function Caps({ rules }: { rules: PolicyRules }) {
  const t = useTranslate();
  const { floor, perEpisode, perMonth, againstOthers } = rules.caps;
  return (
    <Section part="caps">
      <Rows
        rows={[
          [t('policies.rule.perEpisode'), capText(perEpisode, t)],
          [t('policies.rule.perMonth'), capText(perMonth, t)],
          [t('policies.rule.floor'), capText(floor, t)],
          [t('policies.rule.againstOthers'), t(`policies.rule.against.${againstOthers}`)],
          [t('policies.rule.prices'), priceText(rules.prices, t)],
        ]}
      />
    </Section>
  );
}
