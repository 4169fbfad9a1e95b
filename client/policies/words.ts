import { useTranslate } from 'ra-core';
import type { PolicyRecord } from '#contract/policies.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import type { Status } from '../components/index.ts';

export const policyStatus: Record<VersionState, Status> = {
  draft: 'held',
  submitted: 'wait',
  published: 'ok',
  retired: 'none',
};

/** 标准补偿 2026-A: the family in words, then the version's name. */
export function usePolicyName() {
  const t = useTranslate();
  return (policy: Pick<PolicyRecord, 'family' | 'name'>): string =>
    `${t(`policies.families.${policy.family}`, { _: policy.family })} ${policy.name}`;
}
