import { useTranslate } from 'ra-core';
import type { CaseRecord } from '#contract/cases.ts';
import { localDateAt, createZone } from '#domain/time.ts';
import { LampPanel, StatusWord, formatTime, systems, useNow } from '../components/index.ts';
import type { LampDetail } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { useDay } from './CaseParts.tsx';
import { actualWord, lampStatus, nothingWanted } from './case-words.ts';

/** When a state was seen: the time today, the day before; or that only the import told it. */
function useSeen(): (at: number | null) => string {
  const t = useTranslate();
  const day = useDay();
  const now = useNow();
  const { zone } = useSession();
  const local = createZone(zone);
  return (at) => {
    if (at === null) return t('unsubscribes.lamps.told');
    const today = localDateAt(local, at) === localDateAt(local, now);
    return t('unsubscribes.lamps.seen', { at: today ? formatTime(at, zone) : day(at) });
  };
}

export function useLampDetails(record: CaseRecord): LampDetail[] {
  const t = useTranslate();
  const day = useDay();
  const seen = useSeen();
  const wanted = !nothingWanted(record);
  const from = record.wantedFromAt ?? record.requestedAt;
  return systems.map((system) => ({
    system,
    detail: t(`unsubscribes.lamps.detail.${system}`),
    status: lampStatus(record, system),
    wanted: t(wanted ? 'unsubscribes.lamps.wantedCancelled' : 'unsubscribes.lamps.wantedNothing'),
    wantedSince: wanted ? t('unsubscribes.lamps.from', { day: day(from) }) : '',
    actual: actualWord(t, record, system),
    actualSince: record.lamps[system].tone === 'due_later' ? t('unsubscribes.lamps.notYetDue') : '',
    seen: seen(record.lamps[system].seenAt),
  }));
}

/** Four lamps side by side: wanted → actual, with when it was seen. */
export function CaseLampPanel({ record }: { record: CaseRecord }) {
  return (
    <div className="k-lamps">
      <LampPanel lamps={useLampDetails(record)} />
    </div>
  );
}

/** The same four in a line each, for the drawer. */
export function LampLines({ record }: { record: CaseRecord }) {
  const t = useTranslate();
  const lamps = useLampDetails(record);
  return (
    <dl className="q-lamplines">
      {lamps.map((lamp) => (
        <div key={lamp.system}>
          <dt>{t(`common.systems.${lamp.system}`)}</dt>
          <dd>
            {lamp.wanted} {lamp.wantedSince !== '' && <small>{lamp.wantedSince}</small>}
          </dd>
          <dd className="r-arrow" aria-hidden>
            →
          </dd>
          <dd>
            <StatusWord status={lamp.status}>{lamp.actual}</StatusWord>
          </dd>
          <dd className="q-lamplines__seen">{lamp.seen}</dd>
        </div>
      ))}
    </dl>
  );
}
