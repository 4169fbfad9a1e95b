import type { OutageDraft, OutageRecord } from '#contract/outages.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { createZone, isZoneName, localDateAt } from '#domain/time.ts';
import type { Service } from '#domain/weights.ts';
import { readLocal, tidyLocal } from './local-time.ts';
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
  cause: record.cause,
  responsibility: record.responsibility,
  responsibleParty: record.responsibleParty ?? '',
  evidenceNote: record.evidenceNote ?? '',
  emergencyCallsAffected: record.emergencyCallsAffected,
  importantCustomers: record.importantCustomers,
  reason: '',
});

/** Codes out of a pasted list, with whatever stands between them. */
export const sitesOf = (text: string): string[] => [
  ...new Set(
    text
      .normalize('NFKC')
      .split(/[\s,;、，；]+/u)
      .filter((code) => code !== ''),
  ),
];

const tidied = (local: string, near: string): string => tidyLocal(local, near) ?? local.trim();

/** The date near which times without one are meant. */
export const nearOf = (values: Pick<OutageValues, 'startedLocal'>, today: string): string => {
  const started = tidyLocal(values.startedLocal, today);
  return started === null ? today : started.slice(0, 10);
};

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
