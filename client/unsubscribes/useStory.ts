import { useTranslate } from 'ra-core';
import type { CaseShow } from '#contract/cases.ts';
import {
  formatDateTime,
  formatFen,
  formatLocalDate,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { useDay } from './CaseParts.tsx';
import { storyOf } from './case-story.ts';
import type { Story } from './case-story.ts';

export function useStory(record: CaseShow): Story {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const now = useNow();
  const day = useDay();
  return storyOf(record, {
    t,
    locale,
    at: (ms) => formatDateTime(ms, zone, locale, now),
    day,
    date: (on) => formatLocalDate(on, locale),
    money: formatFen,
    now,
  });
}
