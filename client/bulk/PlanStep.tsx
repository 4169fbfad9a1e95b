import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { PlanRecord } from '#contract/bulk.ts';
import { codeName } from '../catalogue/names.ts';
import {
  Button,
  CategoryMark,
  EmptyState,
  LinkButton,
  MaskedNumber,
  Num,
  Panel,
  StickyActions,
  Tiles,
  VerbButton,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { PlanSentence } from './PlanSentence.tsx';
import { PlanWords, hasWords } from './PlanWords.tsx';
import { useMay, useSession } from '../session/SessionContext.ts';

/** Step 1: what the plan holds, by system and by sample; codes and exclusions stand beside. */
export function PlanStep({ plan, onConfirm }: { plan: PlanRecord; onConfirm: () => void }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <div className="bulk-stack">
      {!plan.whole && plan.state === 'frozen' && (
        <p className="bulk-notice" role="status">
          {t('bulk.frozen.collecting', { n: formatNumber(plan.itemCount, locale) })}
        </p>
      )}
      <PlanEnd plan={plan} />
      <Tiles
        tiles={[
          {
            key: 'matched',
            label: t('bulk.frozen.matched'),
            value: <Num value={plan.matched} />,
          },
          {
            key: 'excluded',
            label: t('bulk.frozen.excluded'),
            value: <Num value={plan.matched - plan.itemCount} />,
          },
          { key: 'count', label: t('bulk.frozen.count'), value: <Num value={plan.itemCount} /> },
        ]}
      />
      {plan.bySystem.length > 0 && <SystemsPanel plan={plan} />}
      {hasWords(plan) && (
        <Panel title={t('bulk.form.what')}>
          <PlanSentence plan={plan} />
          <PlanWords plan={plan} />
        </Panel>
      )}
      {plan.sample.length > 0 && <SamplePanel plan={plan} />}
      {plan.notFound.length > 0 && <NotFoundPanel plan={plan} />}
      <PlanActs plan={plan} onConfirm={onConfirm} />
    </div>
  );
}

/** Why nothing more can come of it. */
function PlanEnd({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  if (plan.state === 'expired')
    return (
      <EmptyState text={t('bulk.confirm.expired')}>
        {plan.filter !== null && (
          <LinkButton to={againPath(plan)} icon="refresh">
            {t('bulk.confirm.again')}
          </LinkButton>
        )}
      </EmptyState>
    );
  if (plan.state === 'rejected')
    return (
      <p className="bulk-notice" role="status">
        {t('bulk.confirm.rejected', {
          name: plan.approverName ?? '',
          reason: plan.decisionReason ?? '',
        })}
      </p>
    );
  if (plan.whole && plan.itemCount === 0)
    return (
      <p className="bulk-notice" role="status">
        {t('bulk.confirm.nothing')}
      </p>
    );
  return null;
}

const againPath = (plan: PlanRecord): string =>
  `/bulk/new?${new URLSearchParams({
    kind: plan.kind,
    filter: JSON.stringify(plan.filter),
  }).toString()}`;

function PlanActs({ plan, onConfirm }: { plan: PlanRecord; onConfirm: () => void }) {
  const t = useTranslate();
  const mayMake = useMay('plans.make');
  const { staff } = useSession();
  const open = plan.state === 'frozen' || plan.state === 'ready';
  if (!mayMake || !open || staff?.id !== plan.makerId) return null;
  return (
    <StickyActions>
      {plan.whole && plan.itemCount > 0 && (
        <Button kind="filled" big onClick={onConfirm}>
          {t('bulk.confirm.next')}
        </Button>
      )}
      <VerbButton
        resource="plans"
        id={plan.id}
        verb="discard"
        body={{ version: plan.version }}
        kind="bad"
        big
        label={t('bulk.confirm.discard')}
        ask={{
          title: t('bulk.confirm.discard'),
          sentence: t('bulk.confirm.discardSentence'),
          askReason: false,
        }}
      />
    </StickyActions>
  );
}

function SystemsPanel({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  return (
    <Panel title={t('bulk.systems.title')} note={t('bulk.systems.order')} flush>
      <table className="r-table">
        <thead>
          <tr>
            <th>{t('bulk.systems.system')}</th>
            <th>{t('bulk.systems.progress')}</th>
            <th className="r-right">{t('bulk.systems.cases')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.bySystem.map(({ system, n }) => (
            <tr key={system}>
              <td>
                <strong>{t(`common.systems.${system}`)}</strong>
              </td>
              <td>
                <span className="bulk-bar" aria-hidden>
                  <span
                    className="r-fill-flight"
                    style={{ width: `${(n / Math.max(1, plan.itemCount)) * 100}%` }}
                  />
                </span>
              </td>
              <td className="r-right">
                <Num value={n} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function SamplePanel({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <Panel title={t('bulk.frozen.sample')} note={t('bulk.frozen.sampleNote')} flush>
      <ul className="bulk-sample">
        {plan.sample.map((one) => (
          <li key={one.caseId}>
            <Link className="r-reclink" to={`/cases/${one.caseId}/show`}>
              <MaskedNumber value={one.msisdnMasked} />
            </Link>
            <span className="r-ellipsis">{one.productName}</span>
            <CategoryMark category={one.category}>
              {one.failureCode}{' '}
              {codeName({ nameZh: one.failureNameZh, nameEn: one.failureNameEn }, locale)}
            </CategoryMark>
            <span className="r-note">
              {one.systems.map((system) => t(`common.systems.${system}`)).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const NAMED = 60;

function NotFoundPanel({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const lost = plan.excluded.find(({ reason }) => reason === 'not_found')?.n ?? 0;
  const named = plan.notFound.slice(0, NAMED);
  return (
    <Panel title={t('bulk.frozen.notFound')} note={<Num value={lost} />}>
      <p className="bulk-lost r-mono">
        {named.join('  ')}
        {lost > named.length && ` ${t('bulk.frozen.notFoundMore', { n: lost - named.length })}`}
      </p>
    </Panel>
  );
}
