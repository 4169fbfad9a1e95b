import { useTranslate } from 'ra-core';
import type { CaseShow } from '#contract/cases.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { useNow, useVerb } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { isInFlight, isReading } from './case-words.ts';

export interface CaseAct {
  run(): void;
  /** The call or the work behind it is under way. */
  busy: boolean;
  /** Why it cannot be done now; null when it can. */
  why: string | null;
}

export interface CaseActs {
  mayResync: boolean;
  mayWork: boolean;
  ended: boolean;
  resync: CaseAct;
  readBack: CaseAct;
  /** What the key R does, and which button is filled. */
  primary: 'resync' | 'readBack' | null;
}

/** What may be done with a case now; the server decides again. */
export function useCaseActs(record: CaseShow): CaseActs {
  const t = useTranslate();
  const now = useNow(5_000);
  const mayResync = useMay('cases.resync');
  const mayWork = useMay('cases.work') && record.mayWork;
  const push = useVerb({ message: t('unsubscribes.act.queued') });
  const read = useVerb({ message: t('unsubscribes.act.readQueued') });
  const call = (verb: string) => ({
    ...{ resource: 'cases', id: record.id, verb },
    body: { version: record.version },
  });
  const reason = (verdict: CaseShow['resyncAllowed']) =>
    verdict.allowed ? null : t(verdict.reasonKey ?? 'errors.conflict');
  const underWay = isInFlight(record.state) && record.state !== 'unknown';
  const resync: CaseAct = {
    run: () => push.mutate(call('resync')),
    busy: push.isPending || underWay,
    why: reason(record.resyncAllowed),
  };
  const readBack: CaseAct = {
    run: () => read.mutate(call('read-back')),
    busy: read.isPending || isReading(record, now),
    why: reason(record.readBackAllowed),
  };
  return {
    mayResync,
    mayWork,
    ended: isCaseEnded(record.state),
    resync,
    readBack,
    primary: primaryOf(record),
  };
}

/** Pushing where something may be pushed, else looking where a look can end the case. */
function primaryOf(record: CaseShow): CaseActs['primary'] {
  if (record.resyncAllowed.allowed) return 'resync';
  if (record.state === 'unknown') return 'readBack';
  if (isInFlight(record.state)) return 'resync';
  const settled = record.wanted === 'cancelled' && record.laggingSystems.length === 0;
  return record.readBackAllowed.allowed && settled && record.state === 'open' ? 'readBack' : null;
}
