import { DomainError } from './errors.ts';
import type { OutageImpact, Responsibility, Severity } from './exposure.ts';
import type { Service } from './weight-bands.ts';

/** One stretch of one service. Null times are those of the outage. Epoch ms, half-open. */
export interface ServiceStretch {
  service: Service;
  severity: Severity;
  startedAt: number | null;
  endedAt: number | null;
}

export const scopeBases = ['home_area', 'attached_lines'] as const;
/**
 * How lines are found: by the area their number belongs to (归属地), which misses travellers, or by an uploaded list of
 * those that were attached (驻留), whatever their home is.
 */
export type ScopeBasis = (typeof scopeBases)[number];

/** What one revision says about an outage. Never changed once written; its hash is over these keys. */
export interface OutageFacts {
  title: string;
  zone: string;
  services: ServiceStretch[];
  scopeBasis: ScopeBasis;
  areaCodes: string[];
  /** Narrow the areas; empty means all sites. */
  siteCodes: string[];
  cause: string;
  responsibility: Responsibility;
  responsibleParty: string | null;
  evidenceNote: string | null;
  announcedAt: number | null;
  detectedAt: number | null;
  startedAt: number;
  endedAt: number | null;
  emergencyCallsAffected: boolean;
  importantCustomers: number;
  regulatorToldAt: number | null;
  /** The uploaded list of basis `attached_lines`. Areas and sites then only say where it was. */
  attachedListId?: string | null;
  /** The outage this one is a part or a consequence of. */
  parentId?: string | null;
  /** The files that stand as evidence, each named by the SHA-256 of its bytes, in order. */
  evidenceIds?: readonly string[];
}

/** In this order the facts are hashed and compared. */
export const outageFactKeys = [
  'title',
  'zone',
  'services',
  'scopeBasis',
  'areaCodes',
  'siteCodes',
  'cause',
  'responsibility',
  'responsibleParty',
  'evidenceNote',
  'announcedAt',
  'detectedAt',
  'startedAt',
  'endedAt',
  'emergencyCallsAffected',
  'importantCustomers',
  'regulatorToldAt',
  'attachedListId',
  'parentId',
  'evidenceIds',
] as const satisfies readonly (keyof OutageFacts)[];
export type OutageFactKey = (typeof outageFactKeys)[number];

/** Keys that came later are left out where they say nothing, so that hashes of older revisions stand. */
const laterKeys: ReadonlySet<OutageFactKey> = new Set([
  'attachedListId',
  'parentId',
  'evidenceIds',
]);
const saysNothing = (value: unknown): boolean =>
  value == null || (Array.isArray(value) && value.length === 0);

/** The facts as text whose bytes depend on nothing but the facts. */
export function canonicalFacts(facts: OutageFacts): string {
  const services = facts.services.map(({ service, severity, startedAt, endedAt }) => ({
    service,
    severity,
    startedAt,
    endedAt,
  }));
  const ordered = outageFactKeys
    .filter((key) => !laterKeys.has(key) || !saysNothing(facts[key]))
    .map((key) => [key, key === 'services' ? services : facts[key]]);
  return JSON.stringify(Object.fromEntries(ordered));
}

export interface FactChange {
  field: OutageFactKey;
  from: unknown;
  to: unknown;
}

/** What a revision changed. */
export function factChanges(before: OutageFacts, after: OutageFacts): FactChange[] {
  return outageFactKeys
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

/** Force majeure and third party need evidence and a manager's agreement before confirmation. */
export const needsAgreement = (responsibility: Responsibility): boolean =>
  responsibility === 'force_majeure' || responsibility === 'third_party';

/** The worst of the services. */
export const worstSeverity = (services: readonly Pick<ServiceStretch, 'severity'>[]): Severity =>
  services.some(({ severity }) => severity === 'full') ? 'full' : 'degraded';

/**
 * What the outage did to each service, for the exposure of a line. An open outage needs `untilAt`
 * (the present, for a running cost); without it `errors.outages.stillOpen` is thrown.
 */
export function impactsOf(
  outageId: string,
  facts: OutageFacts,
  untilAt: number | null = null,
): OutageImpact[] {
  const outageEnd = facts.endedAt ?? untilAt;
  if (outageEnd === null) throw new DomainError('conflict', 'errors.outages.stillOpen');
  return facts.services.map((stretch) => {
    const startAt = stretch.startedAt ?? facts.startedAt;
    return {
      outageId,
      service: stretch.service,
      severity: stretch.severity,
      responsibility: facts.responsibility,
      announcedAt: facts.announcedAt,
      causeCode: facts.cause,
      startAt,
      endAt: Math.max(startAt, stretch.endedAt ?? outageEnd),
    };
  });
}
