import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { BatchShow } from '#contract/compensation.ts';
import {
  Icon,
  SideColumn,
  SideSection,
  StatusIcon,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { IconName, Status } from '../components/index.ts';
import { RuleNote } from '../limits/AutomaticNote.tsx';
import { useSession } from '../session/SessionContext.ts';

interface PathStep {
  key: string;
  status: Status;
  who: string;
  note: ReactNode;
}

/** Who handed it in, who has decided, who is asked now, and what follows. */
function usePath(record: BatchShow): PathStep[] {
  const t = useTranslate();
  const me = useSession().staff?.id;
  const handedIn = record.makers.findLast(({ act }) => act === 'submitted');
  const given = record.approvals.filter((one) => !one.void).toReversed();
  const missing = record.state === 'submitted' ? record.approvalsNeeded - record.approvalsGiven : 0;
  const mine = record.approvalBlock === null;
  return [
    ...(handedIn === undefined || record.submittedAt === null
      ? []
      : [
          {
            key: 'submitted',
            status: 'ok' as const,
            who: t('compensation.path.submitted', { name: handedIn.name }),
            note: <When at={record.submittedAt} />,
          },
        ]),
    ...given.map((one) => ({
      key: one.id,
      status: one.act === 'approved' ? ('ok' as const) : ('bad' as const),
      who: t(`compensation.path.${one.act}`, {
        name: one.approverId === me ? t('compensation.path.you') : one.approverName,
      }),
      note: (
        <>
          <When at={one.createdAt} />
          {one.rule !== null && <RuleNote rule={one.rule} />}
        </>
      ),
    })),
    ...(missing > 0 && record.tier !== null
      ? [
          {
            key: 'next',
            status: 'wait' as const,
            who: t(mine ? 'compensation.path.yours' : 'compensation.path.next', {
              smart_count: missing,
            }),
            note: t(`compensation.tier.${record.tier}`),
          },
        ]
      : []),
    {
      key: 'credit',
      status: record.state === 'credited' ? 'ok' : 'open',
      who: t('compensation.path.credit'),
      note: t('compensation.path.creditNote'),
    },
  ];
}

export function PathList({ record }: { record: BatchShow }) {
  return (
    <ol className="b-path">
      {usePath(record).map(({ key, status, who, note }) => (
        <li key={key}>
          <StatusIcon status={status} />
          <div>
            {who}
            <small>{note}</small>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Beside the sheet: the path of the approval, what it rests on, and the lines behind it. */
export function ApprovalAside({ record }: { record: BatchShow }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { outage, policy, weightProfile, snapshot, zone } = record.pinned;
  const batch = `/compensation-batches/${record.id}/show`;
  const link = (icon: IconName, to: string, text: ReactNode) => (
    <li>
      <Icon name={icon} />
      <Link to={to}>{text}</Link>
    </li>
  );
  return (
    <SideColumn>
      <SideSection title={t('compensation.sheet.path')}>
        <PathList record={record} />
      </SideSection>
      <SideSection title={t('compensation.sheet.basis')}>
        <ul className="b-links">
          {link(
            'pulse',
            `/outages/${outage.id}/show`,
            t('compensation.fact.outage', { number: outage.number, revision: outage.revision }),
          )}
          {link('document', `/policies/${policy.id}/show`, `${policy.name} v${policy.versionNo}`)}
          {link('bars', `/weight-profiles/${weightProfile.id}/show`, weightProfile.name)}
          <li>
            <Icon name="database" />
            <span>
              {t('compensation.side.snapshot')} <When at={snapshot.asOfAt} zone={zone} />
            </span>
          </li>
        </ul>
      </SideSection>
      <SideSection title={t('compensation.part.lines')}>
        <ul className="b-links">
          {link(
            'list',
            batch,
            t('compensation.sheet.allLines', { lines: formatNumber(record.lineCount, locale) }),
          )}
          {link(
            'close',
            `${batch}?tab=excluded`,
            t('compensation.sheet.allExcluded', {
              lines: formatNumber(record.excludedCount, locale),
            }),
          )}
        </ul>
      </SideSection>
    </SideColumn>
  );
}
