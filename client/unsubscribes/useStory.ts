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
import type { StoryWords } from './story-teller.ts';

/** What sentences about a case are made with, in the reader's language and the operator's zone. */
export function useStoryWords(): StoryWords {
  const t = useTranslate();
  const locale = useLocaleName();
  const { zone } = useSession();
  const now = useNow();
  const day = useDay();
  return {
    t,
    locale,
    at: (ms) => formatDateTime(ms, zone, locale, now),
    day,
    date: (on) => formatLocalDate(on, locale),
    money: formatFen,
    now,
  };
}

export function useStory(record: CaseShow): Story {
  return storyOf(record, useStoryWords());
}
