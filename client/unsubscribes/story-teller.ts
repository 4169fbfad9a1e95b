import type { CaseShow } from '#contract/cases.ts';
import { lampSystems } from '#domain/lamps.ts';
import type { LampSystem } from '#domain/lamps.ts';
import { remedyOf } from '../catalogue/names.ts';
import type { Translate } from './case-words.ts';

const S = 'unsubscribes.story';

export interface StoryWords {
  t: Translate;
  locale: string;
  /** An instant with its time, and only its day. */
  at(ms: number): string;
  day(ms: number): string;
  /** A local date. */
  date(on: string): string;
  money(fen: number): string;
  /** The present, to tell what lies ahead. */
  now: number;
}

export interface Teller {
  record: CaseShow;
  words: StoryWords;
  say(key: string, args?: Record<string, unknown>): string;
  systems(of: readonly LampSystem[]): string;
  remedy(): { remedy: string; owner: string };
  /** The systems a job would tell, and the order where there is one. */
  lagging(): { systems: string; order: string };
}

/** What says the sentences of a case. */
export function tellerOf(record: CaseShow, words: StoryWords): Teller {
  const { t, locale } = words;
  const systems = (of: readonly LampSystem[]) => {
    const names = of.map((system) => t(`common.systems.${system}`));
    const last = names.pop() ?? '';
    const head = names.join(t(`${S}.list.comma`));
    return head === '' ? last : `${head}${t(`${S}.list.last`)}${last}`;
  };
  return {
    record,
    words,
    say: (key, args) => t(`${S}.${key}`, args),
    systems,
    remedy: () => ({
      remedy: remedyOf(record, locale),
      owner: t(`${S}.owners.${record.owner}`, { _: record.owner }),
    }),
    lagging: () => {
      const { laggingSystems } = record;
      const ordered = laggingSystems.length > 1 && laggingSystems.includes('billing');
      return {
        systems: systems(lampSystems.filter((system) => laggingSystems.includes(system))),
        order: ordered ? t(`${S}.list.billingFirst`) : '',
      };
    },
  };
}
