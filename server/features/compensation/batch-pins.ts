import { createHash } from 'node:crypto';
import type { PinnedFacts } from '#contract/compensation.ts';
import type { Canonical } from '#domain/batch-arithmetic.ts';
import { canonicalJson } from '#domain/batch-arithmetic.ts';
import type { Calendar } from '#domain/calendar.ts';
import type { LineFactSet } from '#domain/line-notes.ts';
import { impactsOf, type OutageFacts } from '#domain/outage-facts.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import type { WeightProfileBands } from '#domain/weight-bands.ts';

/** A revision of an outage that counts. */
export interface PinnedOutage {
  id: string;
  number: string;
  revision: number;
  factsHash: string;
  facts: OutageFacts;
}

/** Another outage whose lines may share an episode with the batch's own, found in the snapshot valid at its start. */
export interface Companion extends PinnedOutage {
  snapshotId: string;
}

/** Everything a batch is calculated from, as it was when the batch was made. Nothing in it changes later. */
export interface BatchPins {
  outage: PinnedOutage;
  /** In order of start, then id: a line's coverage has a bit for each. Absent: there are none. */
  companions?: readonly Companion[];
  policy: { id: string; family: string; name: string; versionNo: number; rules: PolicyRules };
  weightProfile: { id: string; name: string; versionNo: number; bands: WeightProfileBands };
  /** As its version says; only the years the outage touches. */
  calendar: Calendar;
  snapshot: { id: string; asOfAt: number; lines: number };
  /** The zone of months, local days and daily windows. */
  zone: string;
  /** What is known of single lines, where the rules look at it: the last round that counts, and the sets of facts. */
  notes?: PinnedNotes;
}

export interface PinnedNotes {
  upTo: number;
  sets: readonly LineFactSet[];
}

export interface StoredPins extends BatchPins {
  hash: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Fixes the facts under a hash over their canonical bytes. */
export function pin(facts: BatchPins): StoredPins {
  // One trip through JSON drops undefined keys, so that the stored text and the hashed one agree.
  const plain = JSON.parse(JSON.stringify(facts)) as BatchPins;
  return { ...plain, hash: sha256(canonicalJson(plain as unknown as Canonical)) };
}

/** The calendar cut down to the local years between two instants, both included. */
export function calendarBetween(
  calendar: Calendar,
  zoneName: string,
  startAt: number,
  endAt: number,
): Calendar {
  const zone = createZone(zoneName);
  const first = Number(localDateAt(zone, startAt).slice(0, 4));
  const last = Number(localDateAt(zone, endAt).slice(0, 4));
  const years = Object.entries(calendar.years).filter(
    ([year]) => Number(year) >= first && Number(year) <= last,
  );
  return { ...calendar, years: Object.fromEntries(years) };
}

/** What the wire tells of the pins: names and facts, not the rules. */
export function pinnedFactsOf(pins: StoredPins): PinnedFacts {
  const { outage, companions = [], policy, weightProfile, calendar, snapshot, zone, hash } = pins;
  const { facts } = outage;
  const stretches = impactsOf(outage.id, facts).map(({ service, severity, startAt, endAt }) => ({
    service,
    severity,
    startedAt: startAt,
    endedAt: endAt,
  }));
  return {
    outage: {
      id: outage.id,
      number: outage.number,
      title: facts.title,
      revision: outage.revision,
      factsHash: outage.factsHash,
      zone: facts.zone,
      services: stretches,
      startedAt: facts.startedAt,
      endedAt: facts.endedAt ?? facts.startedAt,
      scopeBasis: facts.scopeBasis,
      areaCodes: [...facts.areaCodes],
      siteCodes: [...facts.siteCodes],
      cause: facts.cause,
      responsibility: facts.responsibility,
      announcedAt: facts.announcedAt,
    },
    companions: companions.map((one) => ({
      id: one.id,
      number: one.number,
      title: one.facts.title,
      revision: one.revision,
      startedAt: one.facts.startedAt,
      endedAt: one.facts.endedAt ?? one.facts.startedAt,
    })),
    policy: {
      id: policy.id,
      family: policy.family,
      name: policy.name,
      versionNo: policy.versionNo,
    },
    weightProfile: {
      id: weightProfile.id,
      name: weightProfile.name,
      versionNo: weightProfile.versionNo,
    },
    calendar: {
      id: calendar.id,
      versionNo: calendar.versionNo ?? null,
      years: Object.keys(calendar.years).sort(),
    },
    snapshot,
    zone,
    hash,
  };
}
