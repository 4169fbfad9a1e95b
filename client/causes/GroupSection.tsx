import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { CaseGroup, CauseGroupRecord } from '#contract/causes.ts';
import type { RuleFiguresRecord } from '#contract/rules.ts';
import { SideSection, useLocaleName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { Sparkline } from './Sparkline.tsx';
import { GroupState, groupName, useGroupNo } from './words.tsx';
import './causes.css';

/** Side section of the case page: its cause group with state, numbers and trend, and the last word on its rule. */
export function GroupSection({ caseId }: { caseId: string }) {
  const t = useTranslate();
  const groupNo = useGroupNo();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['cases', caseId, 'group'],
    queryFn: ({ signal }) => dataProvider.read<CaseGroup>(`cases/${caseId}/group`, {}, signal),
  });
  if (data === undefined) return null;
  const { group } = data;
  return (
    <SideSection
      title={t('causes.side.title')}
      link={
        group === null ? undefined : (
          <Link to={`/cause-groups/${group.id}/show`}>{groupNo(group.groupNo)}</Link>
        )
      }
    >
      {group === null ? (
        <p className="r-muted">{t('causes.side.none')}</p>
      ) : (
        <GroupFacts group={group} />
      )}
    </SideSection>
  );
}

function GroupFacts({ group }: { group: CauseGroupRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const hot = group.state === 'escalating' || group.state === 'regressed';
  return (
    <>
      <p className="u-name">
        <span>{groupName(group, locale)}</span>
        <code className="r-mono">{group.rawCode}</code>
      </p>
      <div className="u-side__row">
        <GroupState state={group.state} tag />
        <span>{t('causes.openOf', { open: group.openCount, all: group.caseCount })}</span>
        <Sparkline values={group.trend} hot={hot} />
      </div>
      <p className="r-note">{t('causes.today', { n: group.trend.at(-1) ?? 0 })}</p>
      {group.fix !== null && <p className="u-prose">{group.fix}</p>}
      {group.category === 'policy' && <RuleWord code={group.failureCode} />}
    </>
  );
}

/** The last published outcome of the rule's review: what staff are told. */
function RuleWord({ code }: { code: string }) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['rule-figures'],
    queryFn: ({ signal }) => dataProvider.read<RuleFiguresRecord[]>('rule-figures', {}, signal),
    staleTime: 300_000,
  });
  const rule = data?.find(({ id }) => id === code);
  if (rule?.outcome == null) return null;
  return (
    <p className="u-side__rule">
      <strong>{t('causes.side.rule')}</strong>: {t(`causes.rules.outcomes.${rule.outcome}`)}
      <br />
      {rule.outcomeText}
    </p>
  );
}
