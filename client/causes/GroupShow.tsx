import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link, useParams } from 'react-router-dom';
import type { CauseGroupRecord, GroupFingerprint } from '#contract/causes.ts';
import { remedyOf } from '../catalogue/names.ts';
import {
  CategoryMark,
  KeyValues,
  LinkButton,
  Num,
  RecordPage,
  PageHead,
  SideColumn,
  SideSection,
  Tiles,
  When,
  formatDateTime,
  useLocaleName,
} from '../components/index.ts';
import { GroupTasks } from '../inbox/TasksSection.tsx';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { GroupActs } from './GroupActs.tsx';
import { GroupFix } from './GroupFix.tsx';
import { GroupHistory } from './GroupHistory.tsx';
import { GroupTrendChart } from './GroupTrendChart.tsx';
import { GroupState, groupName, useGroupNo, useMuteWords } from './words.tsx';
import './causes.css';

/** One group: what it is, who acts, how many, since when; its cases, its fix and its past. */
export function GroupShow() {
  const { id = '' } = useParams();
  return (
    <RecordPage<CauseGroupRecord>
      resource="cause-groups"
      id={id}
      refreshEvery={15_000}
      side={(group) => <GroupSide group={group} />}
    >
      {(group) => <GroupBody group={group} />}
    </RecordPage>
  );
}

function GroupBody({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const groupNo = useGroupNo();
  const muteWords = useMuteWords();
  const name = groupName(group, locale);
  return (
    <>
      <PageHead
        title={
          <span className="u-name">
            {name}
            <code className="r-mono">
              {group.sourceSystem} {group.rawCode}
            </code>
          </span>
        }
        name={`${groupNo(group.groupNo)} ${name}`}
        tags={<GroupState state={group.state} tag />}
        facts={[
          groupNo(group.groupNo),
          <CategoryMark key="c" category={group.category} named />,
          group.failureCode,
          `${t('causes.owner')} ${group.ownerName ?? t('causes.nobody')}`,
          group.mute === null ? null : muteWords(group.mute),
        ]}
        actions={group.mergedIntoId === null ? <GroupActs group={group} /> : undefined}
      />
      <Notes group={group} />
      <Tiles
        tiles={[
          {
            key: 'open',
            label: t('resources.cause-groups.fields.openCount'),
            value: <Num value={group.openCount} />,
            note: t('causes.openOf', { open: group.openCount, all: group.caseCount }),
          },
          {
            key: 'all',
            label: t('resources.cause-groups.fields.caseCount'),
            value: <Num value={group.caseCount} />,
            note: t('causes.today', { n: group.trend.at(-1) ?? 0 }),
          },
          {
            key: 'customers',
            label: t('resources.cause-groups.fields.customerCount'),
            value: <Num value={group.customerCount} />,
          },
          {
            key: 'seen',
            label: t('resources.cause-groups.fields.lastSeenAt'),
            value: (
              <span className="u-when">
                <When at={group.lastSeenAt} />
              </span>
            ),
            note: (
              <>
                {t('causes.firstSeen')} <When at={group.firstSeenAt} />
              </>
            ),
          },
        ]}
      />
      <GroupTrendChart id={group.id} />
      <GroupFix group={group} />
      <GroupHistory id={group.id} version={group.version} />
    </>
  );
}

/** What has to be known before anything else: it came back, or it is no more. */
function Notes({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const groupNo = useGroupNo();
  if (group.mergedIntoId !== null)
    return (
      <p className="u-note" role="status">
        <Link to={`/cause-groups/${group.mergedIntoId}/show`}>
          {t('causes.mergedInto', { name: groupNo(group.mergedIntoNo) })}
        </Link>{' '}
        {group.caseCount > 0 && t('causes.mergeLeft', { smart_count: group.caseCount })}
      </p>
    );
  if (group.state !== 'regressed' || group.resolvedAt === null) return null;
  return (
    <p className="u-note u-note--bad" role="status">
      {t('causes.regressed', {
        who: group.resolvedByName ?? '',
        at: formatDateTime(group.resolvedAt, zone, locale),
        smart_count: group.sinceResolved ?? 0,
      })}
    </p>
  );
}

function GroupSide({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const mayPlan = useMay('plans.make');
  const filter = (more: object) =>
    encodeURIComponent(JSON.stringify({ groupId: group.id, ...more }));
  const remedy = remedyOf(group, locale);
  return (
    <SideColumn>
      <SideSection title={t('causes.sections.next')}>
        <KeyValues
          rows={[
            {
              key: 'acts',
              label: t('causes.actsNext'),
              value: t(`catalogue.owner.${group.actsNext}`, { _: group.actsNext }),
            },
            {
              key: 'retry',
              label: t('causes.retry'),
              value: t(`catalogue.retry.${group.retry}`),
            },
          ]}
        />
        <p className="u-prose">{remedy}</p>
      </SideSection>
      <SideSection title={t('causes.sections.cases')}>
        <p className="u-act">
          <LinkButton to={`/cases?filter=${filter({ openAny: true })}`} icon="list">
            {t('causes.acts.openCases')}
          </LinkButton>
        </p>
        {mayPlan && group.openCount > 0 && (
          <p className="u-act">
            <LinkButton to={`/bulk/new?filter=${filter({ openAny: true })}`} icon="layers">
              {t('causes.acts.plan')}
            </LinkButton>
          </p>
        )}
      </SideSection>
      <GroupTasks groupId={group.id} ended={group.mergedIntoId !== null} />
      <Lands id={group.id} version={group.version} />
    </SideColumn>
  );
}

function Lands({ id, version }: { id: string; version: number }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['cause-groups', id, 'fingerprints', version],
    queryFn: ({ signal }) =>
      dataProvider.read<GroupFingerprint[]>(`cause-groups/${id}/fingerprints`, {}, signal),
  });
  return (
    <SideSection title={t('causes.sections.lands')}>
      <ul className="u-lands">
        {data?.map((print) => (
          <li key={print.id}>
            <span>{print.failureCode}</span>
            <span>{print.sourceSystem}</span>
            <code className="r-mono">{print.rawCode}</code>
          </li>
        ))}
      </ul>
      <p className="r-note">{t('causes.landsNote')}</p>
    </SideSection>
  );
}
