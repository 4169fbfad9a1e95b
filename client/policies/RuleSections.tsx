import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { severities } from '#domain/exposure.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { formatFactor } from '../components/index.ts';
import { FactorTable } from './FactorTable.tsx';
import type { Matched } from './FactorTable.tsx';
import { partKeys, ruleRows } from './rule-rows.ts';
import type { PartKey, RuleRow } from './rule-rows.ts';

interface RuleSectionsProps {
  rules: PolicyRules;
  profile?: { id: string; name: string | null };
  /** The bands that the worked example falls into. */
  matched: Matched;
}

export function Section({ part, children }: { part: PartKey; children: ReactNode }) {
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

/** Rules in words; several of one name stand together. */
function Rows({ rows, children }: { rows: readonly RuleRow[]; children?: ReactNode }) {
  const labels = [...new Set(rows.map(({ label }) => label))];
  return (
    <dl className="p-rows">
      {labels.map((label) => (
        <div key={label}>
          <dt>{label}</dt>
          {rows
            .filter((row) => row.label === label)
            .map(({ text }, index) => (
              <dd key={`${index}${text}`}>{text}</dd>
            ))}
        </div>
      ))}
      {children}
    </dl>
  );
}

/** The seven parts, to be read. */
export function RuleSections({ rules, profile, matched }: RuleSectionsProps) {
  const t = useTranslate();
  const rows = ruleRows(rules, t);
  return (
    <div className="r-panel p-rules">
      {partKeys.map((part) => (
        <Section part={part} key={part}>
          {part === 'factors' && <FactorTable rules={rules} matched={matched} />}
          {part === 'multiplier' && <Severities rules={rules} matched={matched} />}
          {part !== 'factors' && (
            <Rows rows={part === 'multiplier' ? rows.multiplier.slice(1) : rows[part]}>
              {part === 'counting' && profile !== undefined && (
                <div>
                  <dt>{t('policies.rule.profile')}</dt>
                  <dd>
                    <Link to={`/weight-profiles/${profile.id}/show`}>
                      {profile.name ?? profile.id}
                    </Link>
                  </dd>
                </div>
              )}
            </Rows>
          )}
        </Section>
      ))}
    </div>
  );
}

/** The first row of part 5, with the example's severity tinted. */
function Severities({ rules, matched }: { rules: PolicyRules; matched: Matched }) {
  const t = useTranslate();
  return (
    <dl className="p-rows">
      <div>
        <dt>{t('policies.rule.severity')}</dt>
        <dd>
          {severities.map((severity) => (
            <span
              key={severity}
              className={matched.severity === severity ? 'p-inline p-inline--hit' : 'p-inline'}
            >
              {t(`policies.words.severity.${severity}`)}{' '}
              <strong>{formatFactor(rules.multiplier.severityPerMille[severity])}</strong>
            </span>
          ))}
        </dd>
      </div>
    </dl>
  );
}
