import type { PlanRecord } from '#contract/bulk.ts';

const wordsOf = ({ params }: PlanRecord): string | undefined =>
  params.body ?? params.reason ?? params.templateId;

export const hasWords = (plan: PlanRecord): boolean => wordsOf(plan) !== undefined;

/** What is written, sent or given as the reason, word for word. */
export function PlanWords({ plan }: { plan: PlanRecord }) {
  const words = wordsOf(plan);
  return words === undefined ? null : <p className="bulk-text">{words}</p>;
}
