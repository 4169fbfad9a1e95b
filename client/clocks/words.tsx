import { useTranslate } from 'ra-core';
import type { ClockPolicyRecord } from '#contract/clocks.ts';
import { StatusTag, StatusWord } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { durationText } from './duration.ts';

type Translate = (key: string, args?: Record<string, unknown>) => string;

const stateStatus: Readonly<Record<ClockPolicyRecord['state'], Status>> = {
  draft: 'draft',
  submitted: 'wait',
  published: 'ok',
  retired: 'none',
};

export function PolicyState({ state, tag }: { state: ClockPolicyRecord['state']; tag?: boolean }) {
  const t = useTranslate();
  const word = t(`clocks.state.${state}`);
  return tag === true ? (
    <StatusTag status={stateStatus[state]}>{word}</StatusTag>
  ) : (
    <StatusWord status={stateStatus[state]}>{word}</StatusWord>
  );
}

export const policyName = (
  row: Pick<ClockPolicyRecord, 'nameZh' | 'nameEn'>,
  locale: 'zh' | 'en',
): string => (locale === 'zh' ? row.nameZh : row.nameEn);

type Terms = Pick<ClockPolicyRecord, 'basis' | 'dueMs' | 'warnMs' | 'warnFrom' | 'days'>;

export function dueText(t: Translate, row: Terms): string {
  if (row.basis === 'event') return t('clocks.atEvent');
  return row.dueMs === null ? t('clocks.none') : durationText(t, row.dueMs, row.days);
}

export function warnText(t: Translate, row: Terms): string {
  if (row.warnMs === null) return '–';
  const days = row.basis === 'event' ? 'calendar' : row.days;
  const key = row.warnFrom === 'due' ? 'clocks.before' : 'clocks.after';
  return t(key, { value: durationText(t, row.warnMs, days) });
}

export function appliesText(t: Translate, applies: ClockPolicyRecord['applies']): string {
  const parts = [
    ...applies.categories.map((category) => t(`common.categories.${category}`)),
    ...applies.productCodes,
    ...applies.areaCodes,
  ];
  return parts.length === 0 ? t('clocks.everything') : parts.join(t('shell.listSeparator'));
}

export function levelText(t: Translate, level: ClockPolicyRecord['levels'][number]): string {
  return t('clocks.level.sentence', {
    after: level.afterMs === 0 ? t('clocks.level.at') : durationText(t, level.afterMs),
    on: t(level.on === 'warn' ? 'clocks.level.onWarn' : 'clocks.level.onBreach'),
    to: t(`clocks.level.targets.${level.to}`),
    priority:
      level.priority === 0
        ? ''
        : t('clocks.level.sentencePriority', {
            priority: t(`clocks.level.priorities.p${level.priority}`),
          }),
  });
}

/** The value of one field in words, for the list of what a draft changes. */
export function fieldText(t: Translate, row: ClockPolicyRecord, field: keyof ClockPolicyRecord) {
  switch (field) {
    case 'dueMs':
      return dueText(t, row);
    case 'warnMs':
    case 'warnFrom':
      return warnText(t, row);
    case 'days':
      return t(`clocks.days.${row.days}`);
    case 'pauses':
      return t(row.pauses ? 'clocks.pausesYes' : 'clocks.pausesNo');
    case 'ruleKind':
      return t(`clocks.ruleKind.${row.ruleKind}`);
    case 'applies':
      return appliesText(t, row.applies);
    case 'levels':
      return row.levels.length === 0
        ? t('clocks.level.none')
        : row.levels.map((level) => levelText(t, level)).join('; ');
    case 'onBreach':
      return t(
        row.onBreach === 'close' ? 'clocks.page.onBreachClose' : 'clocks.page.onBreachEscalate',
      );
    default:
      return String(row[field]);
  }
}
