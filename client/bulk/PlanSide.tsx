import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { PlanRecord } from '#contract/bulk.ts';
import { codeName } from '../catalogue/names.ts';
import {
  CategoryMark,
  KeyValues,
  Num,
  SideColumn,
  SideSection,
  When,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { queueAddress } from '../views/view-address.ts';
import { FilterWords } from './FilterWords.tsx';
import { PlanSentence } from './PlanSentence.tsx';
import { ShortHash } from './words.tsx';

/** The frozen list beside the page: its conditions in words, counts, hash, codes, what was left out. */
export function PlanSide({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const left = plan.matched - plan.itemCount;
  return (
    <SideColumn>
      <SideSection
        title={t('bulk.frozen.title')}
        link={
          <span className="r-note">
            <When at={plan.createdAt} as="time" /> · {t('bulk.frozen.validFor')}
          </span>
        }
      >
        <SourceWords plan={plan} />
        {plan.whole && plan.itemCount > 0 && <CasesLink plan={plan} />}
        <KeyValues
          rows={[
            {
              key: 'matched',
              label: t('bulk.frozen.matched'),
              value: <Num value={plan.matched} />,
            },
            {
              key: 'excluded',
              label: t('bulk.frozen.excluded'),
              value: <Num value={left === 0 ? 0 : -left} />,
            },
            {
              key: 'count',
              label: t('bulk.frozen.count'),
              value: <Num value={plan.itemCount} />,
              strong: true,
            },
            { key: 'hash', label: t('bulk.frozen.hash'), value: <ShortHash hash={plan.hash} /> },
          ]}
        />
      </SideSection>
      {plan.byCode.length > 0 && (
        <SideSection title={t('bulk.frozen.byCode')}>
          <KeyValues
            rows={shownCodes(plan).map((code) => ({
              key: code.failureCode,
              label: (
                <CategoryMark category={code.category}>
                  {code.failureCode} {codeName(code, locale)}
                </CategoryMark>
              ),
              value: <Num value={code.n} />,
            }))}
          />
          {plan.byCode.length > CODES_SHOWN && (
            <p className="r-note">
              {t('bulk.frozen.moreCodes', {
                smart_count: plan.byCode.length - CODES_SHOWN,
                n: formatNumber(restOf(plan), locale),
              })}
            </p>
          )}
        </SideSection>
      )}
      {plan.whole && (
        <SideSection title={t('bulk.frozen.excludedWhy')}>
          {plan.excluded.length === 0 ? (
            <p className="r-note">{t('bulk.frozen.nothingExcluded')}</p>
          ) : (
            <KeyValues
              rows={plan.excluded.map(({ reason, n }) => ({
                key: reason,
                label: t(`bulk.exclusion.${reason}`),
                value: <Num value={n} />,
              }))}
            />
          )}
        </SideSection>
      )}
      {plan.itemCount > 0 && plan.whole && (
        <SideSection title={t('bulk.confirm.title')}>
          <p className="bulk-words">
            <PlanSentence plan={plan} />{' '}
            {plan.typedCount !== null &&
              t('bulk.confirm.typedDone', {
                limit: formatNumber(plan.typedAbove, locale),
                count: formatNumber(plan.typedCount, locale),
              })}
          </p>
        </SideSection>
      )}
    </SideColumn>
  );
}

/** The frozen cases as they are now, in the queue. */
function CasesLink({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const mayRead = useMay('cases.read');
  if (!mayRead) return null;
  return (
    <p className="bulk-words">
      <Link to={queueAddress({ planId: [plan.id] })}>
        {t(plan.job === null ? 'bulk.frozen.cases' : 'bulk.frozen.casesOfJob')}
      </Link>
    </p>
  );
}

const CODES_SHOWN = 12;
const shownCodes = (plan: PlanRecord) => plan.byCode.slice(0, CODES_SHOWN);
const restOf = (plan: PlanRecord): number =>
  plan.byCode.slice(CODES_SHOWN).reduce((sum, { n }) => sum + n, 0);

function SourceWords({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  if (plan.sourceKind === 'filter')
    return (
      <p className="bulk-words">
        <FilterWords filter={plan.filter ?? {}} />
      </p>
    );
  if (plan.sourceKind === 'list') return <p className="bulk-words">{t('bulk.source.list')}</p>;
  return <p className="bulk-words">{t('bulk.source.ids', { smart_count: plan.matched })}</p>;
}
