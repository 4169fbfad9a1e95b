import { useTranslate } from 'ra-core';
import type { PlanRecord } from '#contract/bulk.ts';
import { formatNumber, useLocaleName } from '../components/index.ts';

/** The sentence of what will happen. */
export function PlanSentence({ plan }: { plan: PlanRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const count = formatNumber(plan.itemCount, locale);
  const key =
    plan.kind === 'assign' && plan.params.assigneeId === null
      ? 'bulk.confirm.sentence.unassign'
      : `bulk.confirm.sentence.${plan.kind}`;
  return (
    <>
      {t(key, {
        count,
        name: plan.assigneeName ?? '',
        calls: formatNumber(plan.calls, locale),
        systems: t('bulk.confirm.sentence.resyncSystems', { smart_count: plan.bySystem.length }),
      })}
    </>
  );
}
