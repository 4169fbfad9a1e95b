import { useGetList } from 'ra-core';
import type { PolicyFamily } from '#contract/policies.ts';
import { useFamilyName } from '../policies/words.ts';

export const limitsPath = (id: string): string => `/approval-limit-versions/${id}/show`;

/** The families of policies, in words; goodwill is never approved by rule. */
export function useFamilies(): { id: string; name: string; purpose: PolicyFamily['purpose'] }[] {
  const nameOf = useFamilyName();
  const { data } = useGetList<PolicyFamily>('policy-families', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'createdAt', order: 'ASC' },
  });
  return (data ?? []).map(({ id, name, purpose }) => ({ id, name: nameOf(id, name), purpose }));
}
