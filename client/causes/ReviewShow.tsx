import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import type { RuleFigures, RuleReviewRecord } from '#contract/rules.ts';
import {
  Button,
  LinkButton,
  Num,
  PageHead,
  Panel,
  RecordPage,
  When,
  useLocaleName,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { FindingsDialog, PublishDialog } from './ReviewDialogs.tsx';
import { ReviewState, ruleName } from './ReviewList.tsx';
import './causes.css';

/** A review: its question, what was found, the figures then and now, and its published outcome. */
export function ReviewShow() {
  const { id = '' } = useParams();
  return (
    <RecordPage<RuleReviewRecord> resource="rule-reviews" id={id} width="document">
      {(review) => <ReviewBody review={review} />}
    </RecordPage>
  );
}

function ReviewBody({ review }: { review: RuleReviewRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const may = useMay('rules.review') && review.state === 'open';
  const [asking, ask] = useState<'findings' | 'publish' | null>(null);
  const name = ruleName(review, locale);
  const { openedFor } = review;
  return (
    <>
      <PageHead
        title={`${review.failureCode} ${name}`}
        tags={<ReviewState state={review.state} />}
        facts={[
          t(`causes.rules.openedFor.${openedFor}`),
          <When key="at" at={review.openedAt} />,
          `${t('causes.owner')} ${review.ownerName ?? t('causes.nobody')}`,
        ]}
        actions={
          <>
            <LinkButton
              to={`/refusals?filter=${encodeURIComponent(JSON.stringify({ failureCode: [review.failureCode] }))}`}
            >
              {t('causes.rules.tabs.refusals')}
            </LinkButton>
            {may && (
              <>
                <Button icon="edit" onClick={() => ask('findings')}>
                  {t('causes.acts.edit')}
                </Button>
                <Button kind="filled" onClick={() => ask('publish')}>
                  {t('causes.rules.publish')}
                </Button>
              </>
            )}
          </>
        }
      />
      <Panel title={t('causes.rules.question')}>
        <p className="u-prose">
          {review.question === '' && openedFor !== 'person'
            ? t(`causes.rules.asked.${openedFor}`)
            : review.question}
        </p>
      </Panel>
      <Figures then={review.figures} now={review.current} />
      <Panel title={t('causes.rules.findings')}>
        {review.findings === null ? (
          <p className="r-muted">{t('causes.rules.noFindings')}</p>
        ) : (
          <p className="u-prose">{review.findings}</p>
        )}
      </Panel>
      {review.outcome !== null && (
        <Panel
          title={t(`causes.rules.outcomes.${review.outcome}`)}
          note={
            <>
              {t('causes.rules.publishedBy', { who: review.publishedByName ?? '' })}{' '}
              <When at={review.publishedAt} />
            </>
          }
        >
          <p className="u-prose">{review.outcomeText}</p>
        </Panel>
      )}
      {asking === 'findings' && <FindingsDialog review={review} onClose={() => ask(null)} />}
      {asking === 'publish' && <PublishDialog review={review} onClose={() => ask(null)} />}
    </>
  );
}

const figureNames = ['refusals', 'waivers', 'complaints', 'solved', 'unsolved'] as const;

function Figures({ then, now }: { then: RuleFigures; now: RuleFigures }) {
  const t = useTranslate();
  const label = (name: (typeof figureNames)[number]) =>
    name === 'solved' || name === 'unsolved'
      ? t(`causes.rules.answers.${name}`)
      : t(`causes.rules.head.${name}`);
  return (
    <Panel title={t('causes.rules.figures')} note={t('causes.rules.days', { n: now.days })} flush>
      <table className="r-table">
        <thead>
          <tr>
            <td />
            <th scope="col" className="r-right">
              {t('causes.rules.then')}
            </th>
            <th scope="col" className="r-right">
              {t('causes.rules.now')}
            </th>
          </tr>
        </thead>
        <tbody>
          {figureNames.map((name) => (
            <tr key={name}>
              <th scope="row">{label(name)}</th>
              <td className="r-right">
                <Num value={then[name]} />
              </td>
              <td className="r-right">
                <Num value={now[name]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
