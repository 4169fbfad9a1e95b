import type { DrawnOutage, SimulateBody, SimulationShow } from '#contract/simulations.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import { parseSiteList } from '#domain/site-list.ts';
import type { Service } from '#domain/weights.ts';

/** What the form holds: texts as typed. */
export interface SetupValues {
  kind: 'logged' | 'drawn';
  outageId: string;
  a: string;
  b: string;
  zone: string;
  services: { service: Service; severity: Severity; startedLocal: string; endedLocal: string }[];
  areaCodes: string[];
  sites: string;
  startedLocal: string;
  endedLocal: string;
  announcedLocal: string;
  responsibility: Responsibility;
}

interface Given {
  zone: string;
  /** From the address. */
  outage: string;
  a: string;
  b: string;
  drawn: boolean;
}

const wordOrNothing = (text: string | null | undefined): string => text ?? '';

/** A form as it begins: with what the address names, or with what was asked last. */
export function beginWith(given: Given, asked: SimulationShow['asked'] | undefined): SetupValues {
  const drawn = (asked?.drawn ?? null) as DrawnOutage | null;
  return {
    kind: drawn !== null || (asked === undefined && given.drawn) ? 'drawn' : 'logged',
    outageId: asked === undefined ? given.outage : wordOrNothing(asked.outageId),
    a: asked === undefined ? given.a : wordOrNothing(asked.aPolicyId),
    b: asked === undefined ? given.b : wordOrNothing(asked.bPolicyId),
    zone: drawn?.zone ?? given.zone,
    services: (drawn?.services ?? [{ service: 'data' as const, severity: 'full' as const }]).map(
      (one) => ({
        service: one.service,
        severity: one.severity,
        startedLocal: wordOrNothing('startedLocal' in one ? one.startedLocal : ''),
        endedLocal: wordOrNothing('endedLocal' in one ? one.endedLocal : ''),
      }),
    ),
    areaCodes: drawn?.areaCodes ?? [],
    sites: drawn?.siteCodes?.join(' ') ?? '',
    startedLocal: drawn?.startedLocal ?? '',
    endedLocal: drawn?.endedLocal ?? '',
    announcedLocal: wordOrNothing(drawn?.announcedLocal),
    responsibility: drawn?.responsibility ?? 'own',
  };
}

/** What is sent: an empty B compares with nothing. */
export function bodyOf(values: SetupValues): SimulateBody {
  const sides = {
    a: { policyId: values.a },
    b: values.b === '' ? null : { policyId: values.b },
  };
  if (values.kind === 'logged') return { outageId: values.outageId, ...sides };
  const { services, areaCodes, startedLocal, endedLocal, responsibility, zone } = values;
  const { sites } = parseSiteList(values.sites);
  return {
    drawn: {
      ...{ services, areaCodes, startedLocal, endedLocal, responsibility, zone },
      ...(sites.length === 0 ? {} : { siteCodes: sites }),
      announcedLocal: values.announcedLocal === '' ? null : values.announcedLocal,
    },
    ...sides,
  };
}
