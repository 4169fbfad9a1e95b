import { useTranslate } from 'ra-core';
import type { VersionState } from '#domain/lifecycles.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

/** How the states of a version (profile, policy) are shown. */
export const versionStatus: Record<VersionState, Status> = {
  draft: 'draft',
  submitted: 'wait',
  published: 'ok',
  retired: 'none',
};

export function VersionWord({ state }: { state: VersionState }) {
  const t = useTranslate();
  return <StatusWord status={versionStatus[state]}>{t(`weights.state.${state}`)}</StatusWord>;
}

export function VersionTag({ state }: { state: VersionState }) {
  const t = useTranslate();
  return <StatusTag status={versionStatus[state]}>{t(`weights.state.${state}`)}</StatusTag>;
}
