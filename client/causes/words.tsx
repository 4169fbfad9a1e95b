import { useTranslate } from 'ra-core';
import type { CauseGroupRecord } from '#contract/causes.ts';
import { codeName } from '../catalogue/names.ts';
import { StatusTag, StatusWord, formatDateTime, useLocaleName } from '../components/index.ts';
import type { Status } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';

const tones: Readonly<Record<CauseGroupRecord['state'], Status>> = {
  new: 'unk',
  ongoing: 'wait',
  escalating: 'bad',
  resolved: 'ok',
  regressed: 'bad',
  muted: 'held',
};

export function GroupState({ state, tag }: { state: CauseGroupRecord['state']; tag?: boolean }) {
  const t = useTranslate();
  const Shape = tag === true ? StatusTag : StatusWord;
  return <Shape status={tones[state]}>{t(`causes.state.${state}`)}</Shape>;
}

type Named = Pick<CauseGroupRecord, 'name' | 'failureNameZh' | 'failureNameEn'>;

/** What people call a group, else what its failure code is called. */
export const groupName = (group: Named, locale: string): string =>
  group.name ?? codeName({ nameZh: group.failureNameZh, nameEn: group.failureNameEn }, locale);

/** G-0231; until it has its number, what it is called. */
export function useGroupNo(): (no: number | null) => string {
  const t = useTranslate();
  return (no) => (no === null ? '…' : t('causes.number', { no: String(no).padStart(4, '0') }));
}

/** Until when a group is muted, in words. */
export function useMuteWords() {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  return (mute: NonNullable<CauseGroupRecord['mute']>): string =>
    [
      mute.untilAt === null
        ? null
        : t('causes.muted.untilAt', { at: formatDateTime(mute.untilAt, zone, locale) }),
      mute.atCases === null ? null : t('causes.muted.atCases', { n: mute.atCases }),
      mute.atCustomers === null ? null : t('causes.muted.atCustomers', { n: mute.atCustomers }),
    ]
      .filter((part) => part !== null)
      .join(' · ');
}
