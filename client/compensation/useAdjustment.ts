import { useQuery } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { AdjustmentChange, AdjustmentPreview, BatchShow } from '#contract/compensation.ts';
import { useVerb } from '../components/index.ts';
import type { VerbCall } from '../components/useVerb.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The effect of a change before it is made, and the making of it. `change` is null while it is not whole. */
export function useAdjustment(
  batch: BatchShow,
  change: AdjustmentChange | null,
  onDone: () => void,
) {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const adjust: UseMutationResult<unknown, HttpError, VerbCall> = useVerb({
    message: (): string =>
      t(
        (preview.data?.approvalsVoided ?? 0) > 0
          ? 'compensation.done.adjustVoided'
          : 'compensation.done.adjust',
      ),
    onDone,
  });
  const preview: UseQueryResult<AdjustmentPreview, HttpError> = useQuery<
    AdjustmentPreview,
    HttpError
  >({
    queryKey: ['compensation-batches', batch.id, 'preview', batch.version, change],
    enabled: change !== null && (adjust.isIdle || adjust.isError),
    retry: false,
    queryFn: () =>
      dataProvider.send<AdjustmentPreview>(
        'POST',
        `compensation-batches/${batch.id}/adjustments/preview`,
        { change },
      ),
  });
  return {
    preview,
    /** Why the change was refused, to show beside the fields. */
    refusal: adjust.error,
    busy: adjust.isPending,
    adjust: (reason: string) =>
      adjust.mutate({
        resource: 'compensation-batches',
        id: batch.id,
        verb: 'adjustments',
        body: { version: batch.version, change, reason },
      }),
  };
}
