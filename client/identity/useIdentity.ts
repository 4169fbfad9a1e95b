import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { IdentityState } from '#contract/lines.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

export const identityKey = (lineId: string) => ['lines', lineId, 'identity'];

/** The latest checks of a line, and until when this reader may act for its caller. */
export function useIdentity(lineId: string): IdentityState | undefined {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: identityKey(lineId),
    queryFn: ({ signal }) =>
      dataProvider.read<IdentityState>(`lines/${lineId}/identity`, {}, signal),
  });
  return data;
}
