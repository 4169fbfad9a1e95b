import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import {
  Duration,
  KeyValues,
  Money,
  Num,
  SideColumn,
  SideSection,
  StatusWord,
  When,
  formatFactor,
} from '../components/index.ts';
import { AutomaticNote } from '../limits/AutomaticNote.tsx';
import { BenefitAmount, Hash, makersOf } from './words.tsx';

/** Beside a batch: what it rests on, who made it, who decides, what it adds up to. */
export function BatchSide({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const { pinned } = record;
  return (
    <SideColumn>
      {record.byBenefit.length > 0 && (
        <SideSection title={t('compensation.side.sums')}>
          <table className="b-sumtable">
            <tbody>
              {record.byBenefit.map((sum) => (
                <tr key={sum.benefit}>
                  <th scope="row">{t(`compensation.benefit.${sum.benefit}`)}</th>
                  <td>
                    <BenefitAmount benefit={sum.benefit} amount={sum.amount} />
                  </td>
                  <td>
                    <Money fen={sum.valueFen} />
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('compensation.sheet.total')}</th>
                <td />
                <td>
                  <Money fen={record.valueFen} />
                </td>
              </tr>
            </tfoot>
          </table>
        </SideSection>
      )}
      <SideSection title={t('compensation.side.people')}>
        <KeyValues
          rows={[
            ...makersOf(record).map(({ id, name, acts }) => ({
              key: id,
              label: name,
              value: acts.map((act) => t(`compensation.makerAct.${act}`)).join(' · '),
            })),
            ...record.approvals
              .filter((approval) => !approval.void)
              .map((approval) => ({
                key: approval.id,
                label: approval.approverName,
                value: (
                  <StatusWord status={approval.act === 'approved' ? 'ok' : 'bad'}>
                    {t(`compensation.approvalAct.${approval.act}`)}
                  </StatusWord>
                ),
              })),
          ]}
        />
        {record.tier !== null && (
          <p className="r-note">
            {t(`compensation.tier.${record.tier}`)} {record.approvalsGiven}/{record.approvalsNeeded}
          </p>
        )}
        {record.purpose === 'goodwill' && <p className="r-note">{t('limits.goodwill')}</p>}
      </SideSection>
      {record.automatic !== null && (
        <SideSection title={t('limits.automatic.title')}>
          <AutomaticNote mode={record.automatic} />
        </SideSection>
      )}
      <SideSection title={t('compensation.side.basis')}>
        <KeyValues
          rows={[
            {
              key: 'outage',
              label: t('compensation.side.outage'),
              value: (
                <Link to={`/outages/${pinned.outage.id}/show`}>
                  {t('compensation.fact.outage', {
                    number: pinned.outage.number,
                    revision: pinned.outage.revision,
                  })}
                </Link>
              ),
            },
            ...pinned.companions.map((one, index) => ({
              key: one.id,
              label: index === 0 ? t('restatement.companions') : '',
              value: (
                <Link to={`/outages/${one.id}/show`}>
                  {t('compensation.fact.outage', { number: one.number, revision: one.revision })}
                </Link>
              ),
            })),
            {
              key: 'length',
              label: t('compensation.side.length'),
              value: <Duration ms={pinned.outage.endedAt - pinned.outage.startedAt} />,
            },
            {
              key: 'policy',
              label: t('compensation.side.policy'),
              value: (
                <Link to={`/policies/${pinned.policy.id}/show`}>
                  {pinned.policy.name} v{pinned.policy.versionNo}
                </Link>
              ),
            },
            {
              key: 'profile',
              label: t('compensation.side.profile'),
              value: (
                <Link to={`/weight-profiles/${pinned.weightProfile.id}/show`}>
                  {pinned.weightProfile.name}
                </Link>
              ),
            },
            {
              key: 'calendar',
              label: t('resources.calendars.fields.name'),
              value: (
                <Link to={`/calendars/${pinned.calendar.id}/show`}>
                  {pinned.calendar.id}
                  {pinned.calendar.versionNo !== null && ` v${pinned.calendar.versionNo}`}
                </Link>
              ),
            },
            {
              key: 'snapshot',
              label: t('compensation.side.snapshot'),
              value: <When at={pinned.snapshot.asOfAt} zone={pinned.zone} />,
            },
            {
              key: 'lines',
              label: t('compensation.side.scope'),
              value: (
                <Num
                  value={
                    record.contentHash === null ? null : record.lineCount + record.excludedCount
                  }
                />
              ),
            },
            {
              key: 'factor',
              label: t('compensation.side.factor'),
              value: formatFactor(record.factorPerMille),
            },
            {
              key: 'hash',
              label: t('compensation.side.hash'),
              value: <Hash value={record.contentHash} />,
            },
          ]}
        />
      </SideSection>
    </SideColumn>
  );
}
