import { useNotify, useTranslate } from 'ra-core';
import { useEffect, useRef } from 'react';
import type { CaseShow } from '#contract/cases.ts';
import { lampSystems } from '#domain/lamps.ts';
import { useNow } from '../components/index.ts';
import { actualWord, isInFlight, isReading } from './case-words.ts';
import type { Translate } from './case-words.ts';

/** When what was under way has come to its end, says what changed. */
export function useOutcome(record: CaseShow): void {
  const t = useTranslate();
  const notify = useNotify();
  const now = useNow(5_000);
  const before = useRef<CaseShow | null>(null);
  const busy = (isInFlight(record.state) && record.state !== 'unknown') || isReading(record, now);
  useEffect(() => {
    const seen = before.current;
    if (seen !== null && seen.id !== record.id) before.current = null;
    if (busy) {
      before.current ??= record;
      return;
    }
    if (seen === null || seen.id !== record.id) return;
    before.current = null;
    const text = outcomeText(t, seen, record);
    const good = record.state === 'verified';
    notify(text, { type: good ? 'success' : 'info', messageArgs: { _: text } });
  }, [busy, record, notify, t]);
}

/** One sentence: the end reached, or the lamps that changed. */
export function outcomeText(t: Translate, before: CaseShow, after: CaseShow): string {
  if (after.state === 'unknown') return t('unsubscribes.outcome.unknown');
  const changes = lampSystems
    .filter((system) => before.lamps[system].actual !== after.lamps[system].actual)
    .map((system) =>
      t('unsubscribes.outcome.changed', {
        system: t(`common.systems.${system}`),
        from: actualWord(t, before, system),
        to: actualWord(t, after, system),
      }),
    );
  const what = changes.join(' · ');
  if (after.state === 'verified')
    return [t('unsubscribes.outcome.verified'), what].filter((part) => part !== '').join(' ');
  if (what !== '') return what;
  const [last] = after.attempts;
  if (last?.outcome === 'refused' && last.rawCode !== null)
    return t('unsubscribes.outcome.refused', {
      raw: `${last.rawCode} ${last.rawText ?? ''}`.trim(),
    });
  return t('unsubscribes.outcome.same');
}
