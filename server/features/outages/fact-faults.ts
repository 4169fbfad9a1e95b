import { inAreas } from '#domain/area-range.ts';
import type { FieldFault } from '#domain/errors.ts';
import type { OutageFacts, ServiceStretch } from '#domain/outage-facts.ts';

export interface FactSurroundings {
  /** Codes of the catalogue's areas among those named. */
  knownAreas: ReadonlySet<string>;
  knownCauses: ReadonlySet<string>;
  /** Areas the writer is narrowed to; empty means all. */
  ownAreas: readonly string[];
  /** The present, for facts that somebody tells; null for those of an import, whose clock may be another. */
  now: number | null;
}

type Faults = Record<string, FieldFault>;

/** Longer is a slip of the year, not an outage. */
export const MAX_OUTAGE_DAYS = 366;
const DAY_MS = 86_400_000;
/** Clocks of a browser and the server may differ so much. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** What contradicts itself or names what does not exist, by field of the form. */
export function factFaults(facts: OutageFacts, around: FactSurroundings): Faults {
  const times = timeFaults(facts, around.now);
  return {
    ...placeFaults(facts, around),
    ...times,
    // Services lie in the outage's times: where those are wrong, nothing can be said of them.
    ...(times['endedLocal'] === undefined ? serviceFaults(facts) : {}),
    ...(around.knownCauses.has(facts.cause)
      ? {}
      : { cause: { message: 'errors.outages.causeUnknown' } }),
  };
}

function placeFaults(facts: OutageFacts, around: FactSurroundings): Faults {
  const faults: Faults = {};
  // Whoever is narrowed to areas could not find again what lies in none.
  if (facts.areaCodes.length === 0 && (facts.attachedListId == null || around.ownAreas.length > 0))
    faults['areaCodes'] = { message: 'errors.outages.noArea' };
  for (const [index, code] of facts.areaCodes.entries()) {
    const field = `areaCodes.${index}`;
    if (!around.knownAreas.has(code))
      faults[field] = { message: 'errors.outages.areaUnknown', args: { code } };
    else if (!inAreas(code, around.ownAreas))
      faults[field] = { message: 'errors.outages.areaNotYours', args: { code } };
  }
  return faults;
}

function timeFaults(facts: OutageFacts, now: number | null): Faults {
  const { startedAt, endedAt, detectedAt } = facts;
  const faults: Faults = {};
  const latest = now === null ? Infinity : now + CLOCK_SLACK_MS;
  if (startedAt > latest && facts.responsibility !== 'planned')
    faults['startedLocal'] = { message: 'errors.outages.startsInFuture' };
  if (endedAt !== null) {
    if (endedAt <= startedAt) faults['endedLocal'] = { message: 'errors.time.endBeforeStart' };
    else if (endedAt - startedAt > MAX_OUTAGE_DAYS * DAY_MS)
      faults['endedLocal'] = { message: 'errors.outages.tooLong', args: { days: MAX_OUTAGE_DAYS } };
    else if (endedAt > latest) faults['endedLocal'] = { message: 'errors.outages.endsInFuture' };
  }
  if (detectedAt !== null && detectedAt < startedAt)
    faults['detectedLocal'] = { message: 'errors.outages.detectedBeforeStart' };
  return faults;
}

function serviceFaults(facts: OutageFacts): Faults {
  const faults: Faults = {};
  const outageEnd = facts.endedAt ?? Infinity;
  const span = (stretch: ServiceStretch) => ({
    start: stretch.startedAt ?? facts.startedAt,
    end: stretch.endedAt ?? outageEnd,
  });
  for (const [index, stretch] of facts.services.entries()) {
    const field = `services.${index}`;
    const { start, end } = span(stretch);
    if (start < facts.startedAt || start >= outageEnd)
      faults[`${field}.startedLocal`] = { message: 'errors.outages.serviceOutside' };
    else if (end > outageEnd)
      faults[`${field}.endedLocal`] = { message: 'errors.outages.serviceOutside' };
    else if (end <= start)
      faults[`${field}.endedLocal`] = { message: 'errors.time.endBeforeStart' };
    const earlier = facts.services.slice(0, index);
    const overlaps = earlier.some((other) => {
      const its = span(other);
      return other.service === stretch.service && its.start < end && start < its.end;
    });
    if (overlaps)
      faults[`${field}.service`] = {
        message: 'errors.outages.serviceTwice',
        args: { service: stretch.service },
      };
  }
  return faults;
}
