import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { PolicyShow } from '#contract/policies.ts';
import { Panel, StatusWord, When } from '../components/index.ts';
import { policyStatus } from './words.ts';

const shown = (value: unknown): string =>
  value === undefined || value === null ? '–' : JSON.stringify(value).replaceAll('"', '');

/** The versions of the family, each with what it changed against the one before. */
export function VersionsPanel({ policy }: { policy: PolicyShow }) {
  const t = useTranslate();
  return (
    <Panel title={t('policies.versions.title')} note={t('policies.versions.note')} flush>
      <div className="p-scroll">
        <table className="r-table">
          <thead>
            <tr>
              <th scope="col">{t('policies.versions.version')}</th>
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
                    <strong>{version.versionNo}</strong>
                  ) : (
                    <Link to={`/policies/${version.id}/show`}>{version.versionNo}</Link>
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
                  {version.changes.length === 0
                    ? t('policies.versions.first')
                    : version.changes.map((change) => (
                        <div key={change.field}>
                          <span className="r-mono">{change.field}</span> <s>{shown(change.from)}</s>{' '}
                          {shown(change.to)}
                        </div>
                      ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
