import { useTranslate } from 'ra-core';
import type { VersionState } from '#domain/lifecycles.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';

const tones: Readonly<Record<VersionState, Status>> = {
  draft: 'open',
  submitted: 'wait',
  published: 'ok',
  retired: 'held',
};

export function VersionState({ state, tag }: { state: VersionState; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag === true ? StatusTag : StatusWord;
  return <Shape status={tones[state]}>{t(`catalogue.versions.state.${state}`)}</Shape>;
}
