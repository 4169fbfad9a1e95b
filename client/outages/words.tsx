import { useTranslate } from 'ra-core';
import type { OutageRecord } from '#contract/outages.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import { rowOrder } from './picture.ts';
import { StatusTag, StatusWord, useLocaleName, useNow, Duration } from '../components/index.ts';
import type { Status } from '../components/index.ts';

/** How the states of an outage are shown. */
export const outageStatus: Record<OutageState, Status> = {
  open: 'bad',
  restored: 'wait',
  confirmed: 'ok',
  closed: 'none',
  cancelled: 'held',
};

export function OutageWord({ state }: { state: OutageState }) {
  const t = useTranslate();
  return <StatusWord status={outageStatus[state]}>{t(`outages.state.${state}`)}</StatusWord>;
}

export function OutageTag({ state }: { state: OutageState }) {
  const t = useTranslate();
  return <StatusTag status={outageStatus[state]}>{t(`outages.state.${state}`)}</StatusTag>;
}

/** 数据、语音 劣化: each service once; a word only where it was not out altogether. */
export function useServicesText() {
  const t = useTranslate();
  return (outage: Pick<OutageRecord, 'services'>): string =>
    rowOrder
      .flatMap((service) => {
        const own = outage.services.filter((stretch) => stretch.service === service);
        if (own.length === 0) return [];
        const name = t(`policies.words.services.${service}`);
        const out = own.some((stretch) => stretch.severity === 'full');
        return [out ? name : `${name} ${t('policies.words.severity.degraded')}`];
      })
      .join(t('policies.comma'));
}

export function useAreasText() {
  const t = useTranslate();
  const locale = useLocaleName();
  return (outage: Pick<OutageRecord, 'areaNames'>): string =>
    outage.areaNames
      .map((area) => (locale === 'zh' ? area.nameZh : area.nameEn))
      .join(t('policies.comma'));
}

/** From start to end, or to the present while it lasts. */
export function OutageDuration({ outage }: { outage: OutageRecord }) {
  const now = useNow();
  return <Duration ms={Math.max(0, (outage.endedAt ?? now) - outage.startedAt)} />;
}

/** 第三方 终判, with what it counts as where that differs. */
export function useResponsibilityText() {
  const t = useTranslate();
  return (outage: OutageRecord): string => {
    const word = t(`policies.words.responsibility.${outage.responsibility}`);
    const stage = t(`outages.stage.${outage.responsibilityStage}`);
    if (outage.countsAs === outage.responsibility) return `${word} ${stage}`;
    return t('outages.countsAs', {
      word,
      stage,
      other: t(`policies.words.responsibility.${outage.countsAs}`),
    });
  };
}

/** Something proves it: words, or a file that still stands. */
export const hasEvidence = (outage: Pick<OutageRecord, 'evidenceNote' | 'evidenceIds'>): boolean =>
  outage.evidenceNote !== null || outage.evidenceIds.length > 0;
