import type { ProblemFault } from '#contract/outage-ingest.ts';
import { responsibilities, type Responsibility, type Severity } from '#domain/exposure.ts';
import { areaCodeOf } from '#domain/row-reader.ts';
import { isZoneName } from '#domain/time.ts';
import { services as serviceOrder, type Service } from '#domain/weights.ts';
import { characteristicOf, type ServiceProblem } from './problem-item.ts';

/** What one message says of an outage; what it does not say is left out. Times are epoch ms. */
export interface ProblemFacts {
  title?: string;
  services?: readonly { service: Service; severity: Severity }[];
  areaCodes?: readonly string[];
  siteCodes?: readonly string[];
  /** The sender's own words; the list of causes may know them or not. */
  cause?: string;
  responsibility?: Responsibility;
  responsibleParty?: string;
  zone?: string;
  startedAt?: number;
  /** Null: it goes on, again. */
  endedAt?: number | null;
  announcedAt?: number;
  estimatedAt?: number;
  parentProblemId?: string;
  cancelled?: true;
  /** Why its state changed. */
  reason?: string;
}

const SERVICE_WORDS: readonly (readonly [RegExp, Service])[] = [
  [/^(voice|volte|call|calls|cs|语音|通话)$/iu, 'voice'],
  [/^(sms|message|messages|short message|短信)$/iu, 'sms'],
  [/^(data|internet|mobile data|packet|ps|数据|流量|上网)$/iu, 'data'],
];
const SITE_TYPE = /^(site|geographicsite|cell|basestation|resource)$/iu;
const SITE = /^[A-Za-z0-9_.-]{1,24}$/u;
const ENDED = ['resolved', 'closed'];
const NO_OUTAGE = ['cancelled', 'rejected'];

type Faults = ProblemFault[];
const fault = (field: string, reason: string, text: string): ProblemFault => ({
  field,
  reason,
  args: { text: text.slice(0, 60) },
});

/**
 * Reads what a service problem says in this product's words. Services, places and characteristics that are not known
 * are faults of the item: guessing them would move money.
 */
export function factsOfProblem(problem: ServiceProblem): { facts: ProblemFacts; faults: Faults } {
  const faults: Faults = [];
  const severity = severityOf(problem, faults);
  const { areaCodes, siteCodes } = placesOf(problem, faults);
  const services = servicesOf(problem, faults);
  const facts: Record<string, unknown> = {
    title: cut(problem.name, 120) ?? cut(problem.description, 120),
    services: services?.map((service) => ({ service, severity })),
    areaCodes,
    siteCodes,
    cause: cut(problem.reason, 60),
    responsibility: choice(problem, 'responsibility', responsibilities, faults),
    responsibleParty: cut(problem.responsibleParty?.name ?? problem.responsibleParty?.id, 80),
    zone: zoneOf(problem, faults),
    startedAt: timeOf(problem, 'startDate', faults) ?? millis(problem.creationDate),
    endedAt: endOf(problem, faults),
    announcedAt: timeOf(problem, 'announcedDate', faults),
    estimatedAt: timeOf(problem, 'estimatedResolutionDate', faults),
    parentProblemId: problem.parentProblem?.[0]?.id,
    cancelled: NO_OUTAGE.includes(problem.status ?? '') ? true : undefined,
    reason: cut(problem.statusChangeReason, 300),
  };
  const said = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { facts: Object.fromEntries(said), faults };
}

const millis = (text: string | undefined): number | undefined =>
  // Facts are kept to the second.
  text === undefined ? undefined : Math.floor(Date.parse(text) / 1000) * 1000;

const cut = (text: string | undefined, max: number): string | undefined => {
  const clean = text?.replaceAll('\u0000', '').trim().slice(0, max);
  return clean === '' ? undefined : clean;
};

/** A message without a state says nothing about the end; one that goes on takes an earlier end back. */
function endOf(problem: ServiceProblem, faults: Faults): number | null | undefined {
  const { status, resolutionDate, statusChangeDate } = problem;
  if (resolutionDate != null) return millis(resolutionDate);
  if (status === undefined || NO_OUTAGE.includes(status)) return undefined;
  if (!ENDED.includes(status)) return null;
  if (statusChangeDate === undefined && status === 'resolved')
    faults.push({ field: 'resolutionDate', reason: 'rejects.required', args: {} });
  // Closing says no time of its own: what was said of the end stands.
  return status === 'resolved' ? millis(statusChangeDate) : undefined;
}

function servicesOf(problem: ServiceProblem, faults: Faults): Service[] | undefined {
  if (problem.affectedService === undefined) return undefined;
  if (problem.affectedService.length === 0)
    faults.push({ field: 'affectedService', reason: 'rejects.required', args: {} });
  const found = problem.affectedService.map((ref, index) => {
    const names = [ref.id, ref.name].flatMap((name) => name?.normalize('NFKC').trim() ?? []);
    const match = SERVICE_WORDS.find(([words]) => names.some((name) => words.test(name)))?.[1];
    if (match === undefined)
      faults.push(fault(`affectedService.${index}`, 'rejects.unknownWord', names.join(' ')));
    return match;
  });
  return serviceOrder.filter((service) => found.includes(service));
}

/** Areas by their six digits; sites by their type, or as affected resources. */
function placesOf(problem: ServiceProblem, faults: Faults) {
  const { affectedLocation, affectedResource } = problem;
  const areas = new Set<string>();
  const sites = new Set<string>();
  const site = (field: string, id: string) => {
    if (SITE.test(id)) sites.add(id);
    else faults.push(fault(field, 'rejects.notCode', id));
  };
  affectedLocation?.forEach((place, index) => {
    const field = `affectedLocation.${index}.id`;
    const id = place.id?.trim() ?? '';
    if (SITE_TYPE.test(place['@referredType'] ?? '') || SITE_TYPE.test(place.role ?? ''))
      return site(field, id);
    if (areaCodeOf(id) === null) faults.push(fault(field, 'rejects.notArea', id));
    else areas.add(id);
  });
  affectedResource?.forEach(({ id }, index) =>
    site(`affectedResource.${index}.id`, id?.trim() ?? ''),
  );
  const sitesTold = affectedResource !== undefined || sites.size > 0;
  return {
    areaCodes: affectedLocation === undefined ? undefined : [...areas].sort(),
    siteCodes: sitesTold ? [...sites].sort() : undefined,
  };
}

/** Full unless it is called degraded. The importance factor is the sender's own sum, and no severity. */
function severityOf(problem: ServiceProblem, faults: Faults): Severity {
  return choice(problem, 'severity', ['full', 'degraded'] as const, faults) ?? 'full';
}

function choice<T extends string>(
  problem: ServiceProblem,
  name: string,
  words: readonly T[],
  faults: Faults,
): T | undefined {
  const said = characteristicOf(problem, name);
  const found = words.find((one) => one === said);
  if (said !== undefined && found === undefined)
    faults.push(fault(`characteristic.${name}`, 'rejects.unknownWord', said));
  return found;
}

function timeOf(problem: ServiceProblem, name: string, faults: Faults): number | undefined {
  const said = characteristicOf(problem, name);
  if (said === undefined || said === '') return undefined;
  const read = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/u.test(said) ? millis(said) : NaN;
  if (read !== undefined && Number.isFinite(read)) return read;
  faults.push(fault(`characteristic.${name}`, 'rejects.notTime', said));
  return undefined;
}

function zoneOf(problem: ServiceProblem, faults: Faults): string | undefined {
  const said = characteristicOf(problem, 'timeZone');
  if (said === undefined || isZoneName(said)) return said;
  faults.push(fault('characteristic.timeZone', 'rejects.notZone', said));
  return undefined;
}
