import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { BulkRates, PlanRecord } from '#contract/bulk.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { isMoving } from './words.tsx';

const FAST_MS = 1_000;
const QUIET_MS = 15_000;

/** One plan with its job, read again while something moves. */
export function usePlan(id: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<PlanRecord, HttpError>({
    queryKey: ['plans', 'one', id],
    queryFn: ({ signal }) => dataProvider.read<PlanRecord>(`plans/${id}`, {}, signal),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && isMoving(data) ? FAST_MS : QUIET_MS,
  });
}

/**
 * Confirms and, where no other person has to approve, runs at once: two calls, each with the version and hash
 * that were shown. A plan that already is ready is only run.
 */
export function useStartPlan() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  const notify = useNotify();
  const t = useTranslate();
  return useMutation<
    PlanRecord,
    HttpError,
    { plan: PlanRecord; typedCount: string; rates: BulkRates | null }
  >({
    mutationFn: async ({ plan, typedCount, rates }) => {
      const seen = ({ version, hash }: PlanRecord) => ({ version, hash });
      const confirmed =
        plan.state === 'ready'
          ? plan
          : await dataProvider.verb<PlanRecord>('plans', plan.id, 'confirm', {
              ...seen(plan),
              ...(typedCount === '' ? {} : { typedCount }),
            });
      if (confirmed.state !== 'ready') return confirmed;
      return dataProvider.verb<PlanRecord>('plans', plan.id, 'run', {
        ...seen(confirmed),
        ...(rates === null ? {} : { rates }),
      });
    },
    onSuccess: (plan) => {
      queries.setQueryData(['plans', 'one', plan.id], plan);
      const text =
        plan.job === null
          ? t('bulk.state.awaiting_approval')
          : t('bulk.run.started', { count: plan.itemCount });
      notify(text, { type: 'success', messageArgs: { _: text } });
      void queries.invalidateQueries({ queryKey: ['counts'] });
    },
    onError: (error, { plan }) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      void queries.invalidateQueries({ queryKey: ['plans', 'one', plan.id] });
    },
  });
}
