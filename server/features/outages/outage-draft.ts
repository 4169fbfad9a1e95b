import type { z } from 'zod';
import type { outageUpdateBody } from '#contract/outages.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import type { OutageFacts, ServiceStretch } from '#domain/outage-facts.ts';
import { createZone, isZoneName, type Zone } from '#domain/time.ts';
import { MAX_OUTAGE_DAYS } from './fact-faults.ts';
import { readLocal } from './local-times.ts';

/** What a form sends: undefined keeps what is stored, null (or '') clears it. */
export type DraftInput = Partial<Omit<z.output<typeof outageUpdateBody>, 'version' | 'reason'>>;

type Faults = Record<string, FieldFault>;

export function refuse(faults: Faults): void {
  if (Object.keys(faults).length > 0)
    throw new DomainError('invalid', 'errors.invalid', { fields: faults });
}

/** The zone of a draft, or a refusal that names the field. */
export function zoneOf(name: string | undefined): Zone {
  if (name !== undefined && isZoneName(name)) return createZone(name);
  const fault: FieldFault = { message: 'errors.time.badZone', args: { zone: name ?? '' } };
  throw new DomainError('invalid', 'errors.invalid', { fields: { zone: fault } });
}

/**
 * The facts a draft makes, over those it changes (null for a new outage). Throws one `invalid` error
 * with every time that cannot be read and every required field that is missing.
 */
export function factsOfDraft(input: DraftInput, before: OutageFacts | null): OutageFacts {
  const zone = zoneOf(input.zone ?? before?.zone);
  const faults: Faults = {};

  function time(field: string, text: string | null | undefined, kept: number | null) {
    if (text === undefined) return kept;
    if (text === null || text === '') return null;
    const read = readLocal(zone, text);
    if (read.ok) return read.at;
    faults[field] = read.fault;
    return null;
  }
  function required<T>(field: string, value: T | null | undefined): T {
    if (value == null) faults[field] ??= { message: 'errors.field.required' };
    return value as T;
  }
  const words = (text: string | null | undefined, kept: string | null): string | null =>
    text === undefined ? kept : text === '' ? null : text;

  const stretches = input.services?.map((entry, index): ServiceStretch => ({
    service: entry.service,
    severity: entry.severity,
    startedAt: time(`services.${index}.startedLocal`, entry.startedLocal, null),
    endedAt: time(`services.${index}.endedLocal`, entry.endedLocal, null),
  }));
  const attachedListId =
    input.attachedListId === undefined ? (before?.attachedListId ?? null) : input.attachedListId;
  const facts: OutageFacts = {
    title: required('title', input.title ?? before?.title),
    zone: zone.name,
    services: required('services', stretches ?? before?.services),
    scopeBasis: attachedListId === null ? 'home_area' : 'attached_lines',
    areaCodes: unique(input.areaCodes) ?? before?.areaCodes ?? [],
    siteCodes: unique(input.siteCodes) ?? before?.siteCodes ?? [],
    cause: required('cause', input.cause ?? before?.cause),
    responsibility: required('responsibility', input.responsibility ?? before?.responsibility),
    responsibleParty: words(input.responsibleParty, before?.responsibleParty ?? null),
    evidenceNote: words(input.evidenceNote, before?.evidenceNote ?? null),
    announcedAt: time('announcedLocal', input.announcedLocal, before?.announcedAt ?? null),
    detectedAt: time('detectedLocal', input.detectedLocal, before?.detectedAt ?? null),
    startedAt: required(
      'startedLocal',
      time('startedLocal', input.startedLocal, before?.startedAt ?? null),
    ),
    endedAt: time('endedLocal', input.endedLocal, before?.endedAt ?? null),
    emergencyCallsAffected: input.emergencyCallsAffected ?? before?.emergencyCallsAffected ?? false,
    importantCustomers: input.importantCustomers ?? before?.importantCustomers ?? 0,
    regulatorToldAt: time(
      'regulatorToldLocal',
      input.regulatorToldLocal,
      before?.regulatorToldAt ?? null,
    ),
    attachedListId,
    parentId: input.parentId === undefined ? (before?.parentId ?? null) : input.parentId,
    evidenceIds: before?.evidenceIds ?? [],
  };
  refuse(faults);
  return facts;
}

/** An estimate of restoration in the outage's zone; it lies ahead, or nobody would wait for it. */
export function estimateOf(
  facts: Pick<OutageFacts, 'zone' | 'startedAt'>,
  text: string | null,
  now: number,
): number | null {
  if (text === null || text === '') return null;
  const read = readLocal(zoneOf(facts.zone), text);
  if (!read.ok) refuse({ estimatedLocal: read.fault });
  const at = read.ok ? read.at : now;
  if (at <= Math.max(now, facts.startedAt))
    refuse({ estimatedLocal: { message: 'errors.outages.estimatePast' } });
  if (at - facts.startedAt > MAX_OUTAGE_DAYS * 86_400_000)
    refuse({
      estimatedLocal: { message: 'errors.outages.tooLong', args: { days: MAX_OUTAGE_DAYS } },
    });
  return at;
}

const unique = (codes: readonly string[] | undefined): string[] | undefined =>
  codes === undefined ? undefined : [...new Set(codes)].sort();
