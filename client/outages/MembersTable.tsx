import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageLine } from '#contract/outage-work.ts';
import { MaskedNumber, useLocaleName } from '../components/index.ts';

/** Lines with masked numbers, plan and home. */
export function MembersTable({ lines }: { lines: readonly OutageLine[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  if (lines.length === 0) return <p className="r-note">{t('outages.members.empty')}</p>;
  return (
    <div
      className="o-table o-members"
      tabIndex={0}
      role="region"
      aria-label={t('outages.members.title')}
    >
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{t('outages.members.line')}</th>
            <th scope="col">{t('outages.members.plan')}</th>
            <th scope="col">{t('outages.members.area')}</th>
            <th scope="col">{t('outages.members.site')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <Link to={`/lines/${line.id}`}>
                  <MaskedNumber value={line.msisdnMasked} />
                </Link>
              </td>
              <td>
                {line.planName}{' '}
                <span className="r-note">{t(`policies.words.planType.${line.planType}`)}</span>
              </td>
              <td>{locale === 'zh' ? line.areaNameZh : line.areaNameEn}</td>
              <td className="r-mono">{line.siteCode}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
