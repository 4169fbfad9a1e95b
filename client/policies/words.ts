import { useTranslate } from 'ra-core';
import type { PolicyRecord } from '#contract/policies.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { Status } from '../components/index.ts';

export const policyStatus: Record<VersionState, Status> = {
  draft: 'draft',
  submitted: 'wait',
  published: 'ok',
  retired: 'none',
};

/** The name of a family: shipped ones in words, others as their makers named them. */
export function useFamilyName() {
  const t = useTranslate();
  return (id: string, name: string): string => t(`policies.families.${id}`, { _: name });
}

/** 标准补偿 2026-A: the family in words, then the version's name. */
export function usePolicyName() {
  const familyName = useFamilyName();
  return (policy: Pick<PolicyRecord, 'family' | 'familyName' | 'name'>): string =>
    `${familyName(policy.family, policy.familyName)} ${policy.name}`;
}
