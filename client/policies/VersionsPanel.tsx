import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { PolicyRecord, PolicyShow } from '#contract/policies.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { Panel, StatusWord, When, useUrlState } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import type { Difference } from './differences.ts';
import { ruleDifferences } from './differences.ts';
import { Choice } from './inputs.tsx';
import { policyStatus } from './words.ts';

/** All versions of a family with their rules. */
function useVersions(family: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['policies', 'family', family],
    queryFn: () =>
      dataProvider.getList<PolicyRecord>('policies', {
        filter: { family },
        sort: { field: 'versionNo', order: 'DESC' },
        pagination: { page: 1, perPage: 100 },
      }),
  });
  return data?.data;
}

/** What a version says differently from another of its family; null while that is being read, or against none. */
export function useDifferences(
  policy: Pick<PolicyRecord, 'family' | 'weightProfileName'> & { rules: PolicyRules },
  againstId: string | null,
): (Difference | { part: null; label: string; from: string | null; to: string | null })[] | null {
  const t = useTranslate();
  const versions = useVersions(policy.family);
  const before = versions?.find(({ id }) => id === againstId);
  if (before === undefined) return null;
  const found = ruleDifferences(before.rules, policy.rules, t);
  const [from, to] = [before.weightProfileName, policy.weightProfileName];
  if (from === to) return found;
  return [...found, { part: null, label: t('policies.differences.profile'), from, to }];
}

type Shown = NonNullable<ReturnType<typeof useDifferences>>;

/** Differences in words: what it said, what it says. */
export function DifferenceList({ differences }: { differences: Shown }) {
  const t = useTranslate();
  if (differences.length === 0) {
    return <p className="r-note">{t('policies.differences.none')}</p>;
  }
  const absent = t('policies.differences.absent');
  return (
    <ul className="p-differences">
      {differences.map(({ part, label, from, to }, index) => (
        <li key={index}>
          <span className="p-differences__name">
            {part === null ? label : `${t(`policies.parts.${part}.name`)} · ${label}`}
          </span>
          <del>{from ?? absent}</del>
          <ins>{to ?? absent}</ins>
        </li>
      ))}
    </ul>
  );
}

/** The versions of the family, each with what it changed, and the one on the page against any other. */
export function VersionsPanel(props: {
  /** With the rules as they are typed. */
  policy: Omit<PolicyShow, 'rules'> & { rules: PolicyRules };
  profileName: string;
}) {
  const { policy, profileName } = props;
  const t = useTranslate();
  const versions = useVersions(policy.family);
  const own = policy.versions.find(({ id }) => id === policy.id);
  const others = policy.versions.filter(({ id }) => id !== policy.id);
  const [chosen, choose] = useUrlState('against', own?.againstId ?? others[0]?.id ?? '');
  const differences = useDifferences({ ...policy, weightProfileName: profileName }, chosen);
  const nameOf = (id: string) => policy.versions.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      {others.length > 0 && (
        <Panel
          title={t('policies.differences.title')}
          actions={
            <Choice
              label={t('policies.differences.compare')}
              value={chosen}
              options={others.map(({ id }) => id)}
              word={(id) => t('policies.differences.against', { name: nameOf(id) })}
              onChange={choose}
            />
          }
        >
          {differences !== null && <DifferenceList differences={differences} />}
        </Panel>
      )}
      <Panel title={t('policies.versions.title')} note={t('policies.versions.note')} flush>
        <div className="p-scroll">
          <table className="r-table">
            <thead>
              <tr>
                <th scope="col">{t('resources.policies.fields.name')}</th>
                <th scope="col">{t('resources.policies.fields.state')}</th>
                <th scope="col">{t('resources.policies.fields.effectiveFromAt')}</th>
                <th scope="col">{t('policies.versions.changes')}</th>
              </tr>
            </thead>
            <tbody>
              {policy.versions.map((version) => (
                <tr key={version.id}>
                  <td>
                    {version.id === policy.id ? (
                      <strong>{version.name}</strong>
                    ) : (
                      <Link to={`/policies/${version.id}/show`}>{version.name}</Link>
                    )}
                  </td>
                  <td>
                    <StatusWord status={policyStatus[version.state]}>
                      {t(`policies.words.state.${version.state}`)}
                    </StatusWord>
                  </td>
                  <td>
                    {version.effectiveFromAt === 0 ? (
                      t('policies.fromTheStart')
                    ) : (
                      <When at={version.effectiveFromAt} />
                    )}
                  </td>
                  <td>
                    <VersionChanges
                      version={versions?.find(({ id }) => id === version.id)}
                      againstId={version.againstId}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}

const few = 3;

/** What a version changed against the one it was made from: the first few, all on request. */
function VersionChanges(props: { version: PolicyRecord | undefined; againstId: string | null }) {
  const { version, againstId } = props;
  const t = useTranslate();
  if (version === undefined) return null;
  if (againstId === null) return <>{t('policies.versions.first')}</>;
  return <ChangesOf version={version} againstId={againstId} />;
}

function ChangesOf({ version, againstId }: { version: PolicyRecord; againstId: string }) {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const differences = useDifferences(version, againstId);
  if (differences === null) return null;
  const rest = differences.length - few;
  return (
    <>
      <DifferenceList differences={all ? differences : differences.slice(0, few)} />
      {rest > 0 && !all && (
        <button type="button" className="r-btn r-btn--link" onClick={() => setAll(true)}>
          {t('policies.versions.more', { smart_count: rest })}
        </button>
      )}
    </>
  );
}
