import { useTranslate } from 'ra-core';
import type { CaseMessages, MessageOption, NoticeRecord } from '#contract/messages.ts';
import type { VersionState } from '#domain/lifecycles.ts';
import { formatDateTime, StatusWord, useLocaleName, useNow } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';

const tones: Readonly<Record<NoticeRecord['state'], Status>> = {
  queued: 'open',
  held: 'held',
  sent: 'flight',
  delivered: 'ok',
  failed: 'bad',
  unknown: 'unk',
  expired: 'none',
};

export const noticeTone = (state: NoticeRecord['state']): Status => tones[state];

export function NoticeWord({ state }: { state: NoticeRecord['state'] }) {
  const t = useTranslate();
  return <StatusWord status={tones[state]}>{t(`notices.state.${state}`)}</StatusWord>;
}

const versionTones: Readonly<Record<VersionState, Status>> = {
  draft: 'open',
  submitted: 'wait',
  published: 'ok',
  retired: 'none',
};

export function TemplateWord({ state }: { state: VersionState }) {
  const t = useTranslate();
  return (
    <StatusWord status={versionTones[state]}>{t(`notices.templates.state.${state}`)}</StatusWord>
  );
}

/** `T1 Delayed` */
export function useTemplateName(): (code: string) => string {
  const t = useTranslate();
  return (code) => t(`notices.template.${code}`, { _: code });
}

/** Why it is held, failed or was let go, with what the gateway said. */
export function useReasonText(): (notice: NoticeRecord) => string {
  const t = useTranslate();
  const when = useMoment();
  return (notice) => {
    if (notice.reason === null) return '';
    const word = t(`notices.reason.${notice.reason}`);
    if (notice.state === 'held' && notice.nextAt !== null)
      return `${word} · ${t('notices.heldUntil', { time: when(notice.nextAt) })}`;
    return notice.reasonText === null ? word : `${word} · ${notice.reasonText}`;
  };
}

/** An instant inside a sentence. */
export function useMoment(): (at: number) => string {
  const { zone } = useSession();
  const locale = useLocaleName();
  const now = useNow();
  return (at) => formatDateTime(at, zone, locale, now);
}

type Gate = MessageOption['gates'][number];

/** The missing fact as a sentence. */
export function useGateText(): (gate: Gate) => string {
  const t = useTranslate();
  const locale = useLocaleName();
  return ({ fact, about }) => {
    const group = fact === 'variable_empty' ? 'notices.variable' : 'common.systems';
    const names = about.map((name) => t(`${group}.${name}`, { _: name }));
    return t(`notices.gate.${fact}`, { about: names.join(locale === 'zh' ? '、' : ', ') });
  };
}

export type Alternative = CaseMessages['alternatives'][number];
