import type { OutageDraft, OutageRecord } from '#contract/outages.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { parseSiteList } from '#domain/site-list.ts';
import { createZone, isZoneName, localDateAt } from '#domain/time.ts';
import type { Service } from '#domain/weights.ts';
import { readLocal, tidyLocal } from '../components/local-time.ts';
import type { OutageTimes } from './picture.ts';

export interface ServiceValues {
  service: Service;
  severity: Severity;
  startedLocal: string;
  endedLocal: string;
}

/** What the form holds: texts as typed. */
export interface OutageValues {
  title: string;
  zone: string;
  services: ServiceValues[];
  startedLocal: string;
  endedLocal: string;
  announcedLocal: string;
  detectedLocal: string;
  regulatorToldLocal: string;
  areaCodes: string[];
  /** Site codes as pasted. */
  sites: string;
  /** Id of an uploaded list of attached lines; '' for home areas. */
  attachedListId: string;
  /** Id of the outage it is a part of; '' for none. */
  parentId: string;
  /** When it is expected back, on logging; '' for not said. */
  estimatedLocal: string;
  cause: string;
  responsibility: Responsibility;
  responsibleParty: string;
  evidenceNote: string;
  emergencyCallsAffected: boolean;
  importantCustomers: number;
  /** Why confirmed facts are corrected. */
  reason: string;
}

export const emptyOutage = (zone: string): OutageValues => ({
  title: '',
  zone,
  services: [{ service: 'data', severity: 'full', startedLocal: '', endedLocal: '' }],
  startedLocal: '',
  endedLocal: '',
  announcedLocal: '',
  detectedLocal: '',
  regulatorToldLocal: '',
  areaCodes: [],
  sites: '',
  attachedListId: '',
  parentId: '',
  estimatedLocal: '',
  cause: '',
  responsibility: 'own',
  responsibleParty: '',
  evidenceNote: '',
  emergencyCallsAffected: false,
  importantCustomers: 0,
  reason: '',
});

export const valuesOf = (record: OutageRecord): OutageValues => ({
  title: record.title,
  zone: record.zone,
  services: record.services.map(({ service, severity, startedLocal, endedLocal }) => ({
    service,
    severity,
    startedLocal: startedLocal ?? '',
    endedLocal: endedLocal ?? '',
  })),
  startedLocal: record.startedLocal,
  endedLocal: record.endedLocal ?? '',
  announcedLocal: record.announcedLocal ?? '',
  detectedLocal: record.detectedLocal ?? '',
  regulatorToldLocal: record.regulatorToldLocal ?? '',
  areaCodes: record.areaCodes,
  sites: record.siteCodes.join(' '),
  attachedListId: record.attachedListId ?? '',
  parentId: record.parentId ?? '',
  estimatedLocal: '',
  cause: record.cause,
  responsibility: record.responsibility,
  responsibleParty: record.responsibleParty ?? '',
  evidenceNote: record.evidenceNote ?? '',
  emergencyCallsAffected: record.emergencyCallsAffected,
  importantCustomers: record.importantCustomers,
  reason: '',
});

/** Codes out of a pasted list, whatever stands between them. */
export const sitesOf = (text: string): string[] => parseSiteList(text).sites;

const tidied = (local: string, near: string): string => tidyLocal(local, near) ?? local.trim();

/** The date near which times without one are meant. */
export const nearOf = (values: Pick<OutageValues, 'startedLocal'>, today: string): string => {
  const started = tidyLocal(values.startedLocal, today);
  return started === null ? today : started.slice(0, 10);
};

const idOf = (text: string | null | undefined): string | null =>
  text === undefined || text === '' ? null : text;

/** What is sent: times tidied, empty texts as null. */
export function draftOf(values: OutageValues, today: string): OutageDraft {
  const near = nearOf(values, today);
  const time = (local: string | null | undefined) => {
    const text = tidied(local ?? '', near);
    return text === '' ? null : text;
  };
  const words = (text: string | null | undefined) => {
    const plain = (text ?? '').trim();
    return plain === '' ? null : plain;
  };
  return {
    title: values.title,
    zone: values.zone,
    services: values.services.map(({ service, severity, startedLocal, endedLocal }) => ({
      service,
      severity,
      startedLocal: time(startedLocal),
      endedLocal: time(endedLocal),
    })),
    startedLocal: tidied(values.startedLocal, today),
    endedLocal: time(values.endedLocal),
    announcedLocal: time(values.announcedLocal),
    detectedLocal: time(values.detectedLocal),
    regulatorToldLocal: time(values.regulatorToldLocal),
    areaCodes: values.areaCodes,
    siteCodes: sitesOf(values.sites),
    attachedListId: idOf(values.attachedListId),
    parentId: idOf(values.parentId),
    cause: values.cause,
    responsibility: values.responsibility,
    responsibleParty: words(values.responsibleParty),
    evidenceNote: words(values.evidenceNote),
    emergencyCallsAffected: values.emergencyCallsAffected,
    importantCustomers: values.importantCustomers,
  };
}

/** The times of a half-filled form, for its preview; null until there is a start in a known zone. */
export function timesOf(values: Partial<OutageValues>, now: number): OutageTimes | null {
  const { zone, services } = values;
  if (zone === undefined || !isZoneName(zone)) return null;
  const clock = createZone(zone);
  const today = localDateAt(clock, now);
  const near = nearOf({ startedLocal: values.startedLocal ?? '' }, today);
  const at = (local: string | null | undefined, date = near): number | null => {
    const reading = readLocal(clock, tidied(local ?? '', date));
    return reading.kind === 'at' ? reading.at : null;
  };
  const startedAt = at(values.startedLocal, today);
  if (startedAt === null) return null;
  return {
    startedAt,
    endedAt: at(values.endedLocal),
    services: (services ?? []).map((row) => ({
      service: row.service,
      severity: row.severity,
      startedAt: at(row.startedLocal),
      endedAt: at(row.endedLocal),
    })),
  };
}

/** As much of a half-filled form as says whom it hits. */
export function scopeOf(values: Partial<OutageValues>, home: string, today: string) {
  const near = nearOf({ startedLocal: values.startedLocal ?? '' }, today);
  const time = (local: string | undefined) => tidyLocal(local ?? '', near);
  return {
    zone: values.zone ?? home,
    startedLocal: time(values.startedLocal),
    endedLocal: time(values.endedLocal),
    services: (values.services ?? []).map(({ service, severity, startedLocal, endedLocal }) => ({
      service,
      severity,
      startedLocal: time(startedLocal),
      endedLocal: time(endedLocal),
    })),
    areaCodes: values.areaCodes ?? [],
    siteCodes: sitesOf(values.sites ?? ''),
    attachedListId: idOf(values.attachedListId),
    parentId: idOf(values.parentId),
  };
}
export type ScopeDraft = ReturnType<typeof scopeOf> & { outageId?: string };
