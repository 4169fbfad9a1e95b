import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { RuleReviewRecord } from '#contract/rules.ts';
import { codeName } from '../catalogue/names.ts';
import {
  EmptyState,
  LinkButton,
  ListPage,
  RecordLink,
  StatusWord,
  When,
  WorkTable,
  useLocaleName,
} from '../components/index.ts';
import { RuleTabs } from './RuleTabs.tsx';

export function ReviewState({ state }: { state: RuleReviewRecord['state'] }) {
  const t = useTranslate();
  return (
    <StatusWord status={state === 'open' ? 'wait' : 'ok'}>
      {t(`causes.rules.state.${state}`)}
    </StatusWord>
  );
}

/** What a review is called: its rule, by the names of its code. */
export const ruleName = (
  review: Pick<RuleReviewRecord, 'failureNameZh' | 'failureNameEn'>,
  locale: string,
): string => codeName({ nameZh: review.failureNameZh, nameEn: review.failureNameEn }, locale);

export function ReviewList() {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <ListPage
      title={t('causes.rules.title')}
      resource="rule-reviews"
      sort={{ field: 'openedAt', order: 'DESC' }}
      before={<RuleTabs />}
    >
      <WorkTable<RuleReviewRecord>
        empty={
          <EmptyState text={t('causes.rules.reviewsEmpty')}>
            <LinkButton to="/rule-reviews/rules">{t('causes.rules.tabs.rules')}</LinkButton>
          </EmptyState>
        }
        mobile={(row) => ({
          title: `${row.failureCode} ${ruleName(row, locale)}`,
          second: t(`causes.rules.openedFor.${row.openedFor}`),
          when: <When at={row.openedAt} />,
          state: <ReviewState state={row.state} />,
        })}
      >
        <DataTable.Col<RuleReviewRecord>
          source="failureCode"
          disableSort
          render={(row) => (
            <>
              <RecordLink>{row.failureCode}</RecordLink> {ruleName(row, locale)}
            </>
          )}
        />
        <DataTable.Col<RuleReviewRecord>
          source="state"
          disableSort
          render={(row) => <ReviewState state={row.state} />}
        />
        <DataTable.Col<RuleReviewRecord>
          source="openedFor"
          disableSort
          render={(row) => t(`causes.rules.openedFor.${row.openedFor}`)}
        />
        <DataTable.Col<RuleReviewRecord>
          source="ownerName"
          disableSort
          render={(row) => row.ownerName ?? '–'}
        />
        <DataTable.Col<RuleReviewRecord>
          source="outcome"
          disableSort
          render={(row) => (row.outcome === null ? '–' : t(`causes.rules.outcomes.${row.outcome}`))}
        />
        <DataTable.Col<RuleReviewRecord>
          source="openedAt"
          render={(row) => <When at={row.openedAt} />}
        />
      </WorkTable>
    </ListPage>
  );
}
