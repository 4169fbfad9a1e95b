import type { Responsibility } from './exposure.ts';
import type { OutageState } from './lifecycles.ts';
import type { MessageLanguage, MessageValues } from './message-text.ts';
import { areaWords, periodWords, serviceWords, timeWords } from './message-words.ts';
import type { ServiceStretch } from './outage-facts.ts';
import type { Zone } from './time.ts';
import { services, type Service } from './weight-bands.ts';

/** What customers are told of an outage, in the order in which it happens. */
export const outageEvents = ['planned', 'called_off', 'begun', 'estimate', 'restored'] as const;
export type OutageEvent = (typeof outageEvents)[number];

/** Facts that are missing, or that speak against telling now. */
export const outageGates = [
  'not_counted',
  'told',
  'not_planned',
  'planned_work',
  'end_not_set',
  'not_told',
  'not_called_off',
  'not_begun',
  'begun_first',
  'nothing_new',
  'over',
  'not_over',
  'too_late',
  'variable_empty',
] as const;
export type OutageGate = (typeof outageGates)[number];

/** An outage as far as its notices depend on it. */
export interface OutageStanding {
  state: OutageState;
  responsibility: Responsibility;
  services: readonly Pick<ServiceStretch, 'service' | 'severity' | 'endedAt'>[];
  areaCodes: readonly string[];
  siteCodes: readonly string[];
  attachedListId: string | null;
  startedAt: number;
  endedAt: number | null;
  estimatedEndAt: number | null;
  /** Number of the latest estimate; 0: nobody said anything. */
  estimateSeq: number;
  /** The revision with which it was last restored; null: it is not over. */
  restoredRevision: number | null;
  counted: boolean;
}

/** A round that was begun, and what it said. */
export interface ToldRound {
  event: OutageEvent;
  occasion: string;
  said: SaidOfOutage;
}

/** What a text says of an outage: as long as that is so, it may leave. */
export interface SaidOfOutage {
  services: readonly Service[];
  areaCodes: readonly string[];
  siteCodes: readonly string[];
  attachedListId: string | null;
  startedAt: number;
  /** The estimate when it was written, whether or not the text names it. */
  estimatedEndAt: number | null;
}

/** A "restored" later than this tells nobody anything. */
export const RESTORED_WITHIN_MS = 24 * 3_600_000;

const over = (state: OutageState): boolean =>
  state === 'restored' || state === 'confirmed' || state === 'closed';

export const servicesOf = (standing: Pick<OutageStanding, 'services'>): Service[] =>
  services.filter((one) => standing.services.some(({ service }) => service === one));

export const saidOf = (standing: OutageStanding): SaidOfOutage => ({
  services: servicesOf(standing),
  areaCodes: standing.areaCodes,
  siteCodes: standing.siteCodes,
  attachedListId: standing.attachedListId,
  startedAt: standing.startedAt,
  estimatedEndAt: standing.estimatedEndAt,
});

/** Tells one happening of an event from the next: a line is told of each once. */
export function occasionOf(event: OutageEvent, standing: OutageStanding): string {
  const seconds = (at: number | null) => (at === null ? '' : Math.floor(at / 1000).toString(36));
  switch (event) {
    case 'planned':
      return `${seconds(standing.startedAt)}-${seconds(standing.estimatedEndAt)}`;
    case 'estimate':
      return String(standing.estimateSeq);
    case 'restored':
      return String(standing.restoredRevision ?? 0);
    default:
      return '1';
  }
}

/** What keeps an event from being told now; empty when it may be. */
export function outageGatesOf(
  event: OutageEvent,
  standing: OutageStanding,
  told: readonly ToldRound[],
  now: number,
): OutageGate[] {
  const occasion = occasionOf(event, standing);
  if (told.some((one) => one.event === event && one.occasion === occasion)) return ['told'];
  const gates = GATES[event](standing, told, now);
  return standing.counted ? gates : [...gates, 'not_counted'];
}

type GatesOf = (standing: OutageStanding, told: readonly ToldRound[], now: number) => OutageGate[];

const planned = (standing: OutageStanding): boolean => standing.responsibility === 'planned';
const hasTold = (told: readonly ToldRound[], event: OutageEvent): boolean =>
  told.some((one) => one.event === event);

/** Under way, and a fault: works go by their announcement. */
function underWay(standing: OutageStanding, now: number): OutageGate[] {
  if (planned(standing)) return ['planned_work'];
  if (standing.state !== 'open') return ['over'];
  return standing.startedAt > now ? ['not_begun'] : [];
}

const GATES: Readonly<Record<OutageEvent, GatesOf>> = {
  planned(standing, _told, now) {
    if (!planned(standing)) return ['not_planned'];
    if (standing.state !== 'open') return ['over'];
    if (standing.startedAt <= now) return ['too_late'];
    return standing.estimatedEndAt === null ? ['end_not_set'] : [];
  },
  called_off(standing, told, now) {
    if (!hasTold(told, 'planned')) return ['not_told'];
    if (standing.state !== 'cancelled') return ['not_called_off'];
    return standing.startedAt <= now ? ['too_late'] : [];
  },
  begun: (standing, _told, now) => underWay(standing, now),
  estimate(standing, told, now) {
    const gates = underWay(standing, now);
    if (gates.length > 0) return gates;
    const last = told.findLast(({ event }) => event === 'begun' || event === 'estimate');
    if (last === undefined) return ['begun_first'];
    return last.said.estimatedEndAt === standing.estimatedEndAt ? ['nothing_new'] : [];
  },
  restored(standing, _told, now) {
    if (!over(standing.state) || standing.endedAt === null) return ['not_over'];
    return now - standing.endedAt > RESTORED_WITHIN_MS ? ['too_late'] : [];
  },
};

/** Whether a text that waits still says what is so. */
export function stillTrue(
  event: OutageEvent,
  said: SaidOfOutage,
  standing: OutageStanding,
  now: number,
): boolean {
  if (event === 'restored') return over(standing.state);
  if (event === 'called_off') return standing.state === 'cancelled';
  if (standing.state !== 'open') return false;
  if (event === 'planned' && standing.startedAt <= now) return false;
  // "Repair is under way" stays true when a time becomes known.
  const noTime = event === 'begun' && said.estimatedEndAt === null;
  const so = { ...saidOf(standing), ...(noTime ? { estimatedEndAt: null } : {}) };
  return JSON.stringify(so) === JSON.stringify(said);
}

/** Until when the text holds by itself; null: until the hold ends. */
export function trueUntil(event: OutageEvent, standing: OutageStanding): number | null {
  if (event === 'planned' || event === 'called_off') return standing.startedAt;
  return event === 'restored' ? null : standing.estimatedEndAt;
}

/** An estimate that has passed promises nothing: then the text without a time is meant. */
export function outageTemplateOf(event: OutageEvent, standing: OutageStanding, now: number) {
  const promised = standing.estimatedEndAt !== null && standing.estimatedEndAt > now;
  switch (event) {
    case 'planned':
      return 'O1';
    case 'called_off':
      return 'O1A';
    case 'begun':
      return promised ? 'O2' : 'O2A';
    case 'estimate':
      return promised ? 'O3' : 'O3A';
    default:
      return 'O4';
  }
}

export interface OutageWording {
  zone: Zone;
  now: number;
  hotline: string;
  /** Names of its areas in the language. */
  areas: readonly string[];
}

/** What the variables of an outage's message stand for; what is not known is left out. */
export function outageValues(
  standing: OutageStanding,
  language: MessageLanguage,
  { zone, now, hotline, areas }: OutageWording,
): MessageValues {
  const values: MessageValues = {
    area: areaWords(areas, language),
    services: serviceWords(servicesOf(standing), language),
    hotline,
  };
  const { startedAt, estimatedEndAt } = standing;
  if (estimatedEndAt === null) return values;
  if (estimatedEndAt > now) values.time = timeWords(zone, estimatedEndAt, now, language);
  if (estimatedEndAt > startedAt)
    values.period = periodWords(zone, { from: startedAt, until: estimatedEndAt }, now, language);
  return values;
}

/** Services that are gone altogether at an instant, not only slow. */
export const servicesGone = (
  stretches: OutageStanding['services'],
  now: number,
): ReadonlySet<Service> =>
  new Set(
    stretches
      .filter(({ severity, endedAt }) => severity === 'full' && (endedAt === null || endedAt > now))
      .map(({ service }) => service),
  );

/**
 * By SMS; where SMS is what is out, by the app on lines that have it: even with mobile data gone it is reached over
 * Wi-Fi, and the gateway keeps what it cannot deliver.
 */
export const channelOf = (gone: ReadonlySet<Service>, appPush: boolean): 'sms' | 'push' =>
  gone.has('sms') && appPush ? 'push' : 'sms';
