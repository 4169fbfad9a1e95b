import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { RuleFiguresRecord } from '#contract/rules.ts';
import { casesBy } from '../catalogue/CatalogueTabs.tsx';
import { codeName } from '../catalogue/names.ts';
import {
  Button,
  ErrorState,
  LoadingShape,
  Num,
  Page,
  PageHead,
  Panel,
  useLocaleName,
  useNarrow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { OpenReviewDialog } from './OpenReviewDialog.tsx';
import { RuleTabs } from './RuleTabs.tsx';
import './causes.css';

/** Every rule that refuses, with what happened around it, the last outcome and the way to a review. */
export function RuleFigures() {
  const t = useTranslate();
  const narrow = useNarrow();
  const [opening, setOpening] = useState<string | null>(null);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['rule-figures'],
    queryFn: ({ signal }) => dataProvider.read<RuleFiguresRecord[]>('rule-figures', {}, signal),
  });
  return (
    <Page ground="surface">
      <PageHead title={t('causes.rules.title')} tags={t('causes.rules.lead')} crumb={false} />
      <RuleTabs />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <LoadingShape shape="rows" rows={8} />}
      {data !== undefined && (
        <Panel flush label={t('causes.rules.tabs.rules')}>
          {narrow ? (
            <RuleLines rules={data} onOpen={setOpening} />
          ) : (
            <RuleTable rules={data} onOpen={setOpening} />
          )}
        </Panel>
      )}
      {opening !== null && (
        <OpenReviewDialog failureCode={opening} onClose={() => setOpening(null)} />
      )}
    </Page>
  );
}

interface PartProps {
  rules: readonly RuleFiguresRecord[];
  onOpen(code: string): void;
}

const numbers = ['refusals', 'waivers', 'complaints'] as const;

function RuleTable({ rules, onOpen }: PartProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const head = (name: string) => t(`causes.rules.head.${name}`);
  return (
    <div className="u-scroll">
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{head('code')}</th>
            <th scope="col">{head('name')}</th>
            {[...numbers, 'answers'].map((name) => (
              <th key={name} scope="col" className="r-right">
                {head(name)}
              </th>
            ))}
            <th scope="col">{head('outcome')}</th>
            <th scope="col">{head('review')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <td>
                <Link to={casesBy({ failureCode: [rule.id] })}>{rule.id}</Link>
              </td>
              <td>{codeName(rule, locale)}</td>
              {numbers.map((name) => (
                <td key={name} className="r-right">
                  <Num value={rule.figures[name]} />
                </td>
              ))}
              <td className="r-right">
                <Num value={rule.figures.solved} /> : <Num value={rule.figures.unsolved} />
              </td>
              <td title={rule.outcomeText ?? undefined}>
                {rule.outcome === null ? '–' : t(`causes.rules.outcomes.${rule.outcome}`)}
              </td>
              <td>
                <ReviewLink rule={rule} onOpen={onOpen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RuleLines({ rules, onOpen }: PartProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <ul className="u-lines">
      {rules.map((rule) => (
        <li key={rule.id}>
          <span>
            <Link to={casesBy({ failureCode: [rule.id] })}>{rule.id}</Link> {codeName(rule, locale)}
          </span>
          <ReviewLink rule={rule} onOpen={onOpen} />
          <small className="r-muted">
            {numbers
              .map((name) => `${t(`causes.rules.head.${name}`)} ${rule.figures[name]}`)
              .join(' · ')}
          </small>
        </li>
      ))}
    </ul>
  );
}

function ReviewLink({ rule, onOpen }: { rule: RuleFiguresRecord; onOpen(code: string): void }) {
  const t = useTranslate();
  const may = useMay('rules.review');
  if (rule.openReviewId !== null)
    return <Link to={`/rule-reviews/${rule.openReviewId}/show`}>{t('causes.rules.underWay')}</Link>;
  if (!may) return <>–</>;
  return (
    <Button kind="link" onClick={() => onOpen(rule.id)}>
      {t('causes.rules.open')}
    </Button>
  );
}
