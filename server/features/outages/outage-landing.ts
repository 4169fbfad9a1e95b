import type { ActionContext } from '#domain/context.ts';
import type { FieldFault } from '#domain/errors.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import type { OutageFacts } from '#domain/outage-facts.ts';
import { services as serviceOrder, type Service } from '#domain/weights.ts';
import type { CauseService } from './cause-service.ts';
import { factFaults } from './fact-faults.ts';
import type { ForetoldOutages, OutageParents } from './outage-parents.ts';
import type { OutageWriter } from './outage-writer.ts';
import type { OutageStore } from './outage-store.ts';

/** One outage of an import. Times are epoch ms; the cause is the file's word. */
export interface OutageLanding {
  number: string;
  title: string;
  services: readonly Service[];
  /** Holds for all the services. */
  severity: Severity;
  areaCodes: readonly string[];
  siteCodes: readonly string[];
  cause: string;
  responsibility: Responsibility;
  responsibleParty: string | null;
  announcedAt: number | null;
  detectedAt: number | null;
  startedAt: number;
  endedAt: number | null;
  zone: string;
  /** Number of the outage it is a part of: one that is there, or stands earlier in the file. */
  parentNumber: string | null;
  /** The latest word on when it would be over. */
  estimatedAt: number | null;
}

export interface LandedOutage {
  number: string;
  /** `known`: a number that is there already, left as it is. */
  outcome: 'landed' | 'known' | 'refused';
  id?: string;
  /** By field of the form; empty unless refused. */
  faults: Record<string, FieldFault>;
}

export interface LandOptions {
  importId?: string;
  demo?: boolean;
  /** Says what would become of each, and writes nothing. */
  dryRun?: boolean;
  /** What a dry run remembers of the rows above, from one call to the next. */
  foretold?: ForetoldOutages;
}

export interface LandingNeeds {
  store: Pick<OutageStore, 'byId' | 'knownNumbers' | 'knownAreas'>;
  writer: Pick<OutageWriter, 'insert' | 'estimated'>;
  parentsOf: OutageParents['among'];
  causes: Pick<CauseService, 'codesOf'>;
}

/** Outages from a file or another system: the same number lands once, the importer is the logger. */
export function createOutageLanding({ store, writer, parentsOf, causes }: LandingNeeds) {
  return async function landOutages(
    ctx: ActionContext,
    rows: readonly OutageLanding[],
    options: LandOptions = {},
  ): Promise<LandedOutage[]> {
    const dryRun = options.dryRun === true;
    const known = await store.knownNumbers(rows.map(({ number }) => number));
    const fresh = rows.filter(({ number }) => !known.has(number));
    const knownAreas = await store.knownAreas([...new Set(fresh.flatMap((row) => row.areaCodes))]);
    const around = { knownAreas, ownAreas: ctx.actor.areaCodes, now: null };
    const parents = await parentsOf(ctx.actor, fresh, options.foretold ?? new Map());

    const results: LandedOutage[] = [];
    const sound: { row: OutageLanding; at: number }[] = [];
    for (const row of rows) {
      const seen = known.has(row.number);
      const knownCauses = new Set([row.cause]);
      const faults = seen
        ? {}
        : {
            ...factFaults(factsOfLanding(row, row.cause, null), { ...around, knownCauses }),
            ...parents.faultOf(row),
          };
      const refused = Object.keys(faults).length > 0;
      results.push({
        number: row.number,
        outcome: seen ? 'known' : refused ? 'refused' : 'landed',
        faults,
      });
      if (seen || refused) continue;
      // The same number twice in one file lands once, too.
      known.add(row.number);
      parents.foretell(row);
      sound.push({ row, at: results.length - 1 });
    }

    const words = new Map(sound.map(({ row }) => [row.cause, row.responsibility] as const));
    const codes = await causes.codesOf(ctx, words, { dryRun });
    if (dryRun) return results;
    for (const { row, at } of sound) {
      const result = results[at];
      if (result === undefined) continue;
      const facts = factsOfLanding(row, codes.get(row.cause) ?? row.cause, parents.idOf(row));
      const id = await writer.insert(ctx, facts, { ...options, number: row.number });
      if (id === undefined) result.outcome = 'known';
      else {
        result.id = id;
        parents.landed(row, id);
        await estimate(ctx, id, row.estimatedAt);
      }
    }
    return results;
  };

  async function estimate(ctx: ActionContext, id: string, estimatedAt: number | null) {
    if (estimatedAt === null) return;
    const outage = await store.byId(id);
    if (outage !== undefined) await writer.estimated(ctx, outage, { estimatedAt, note: null });
  }
}

export type LandOutages = ReturnType<typeof createOutageLanding>;

function factsOfLanding(row: OutageLanding, cause: string, parentId: string | null): OutageFacts {
  return {
    title: row.title,
    zone: row.zone,
    services: serviceOrder
      .filter((service) => row.services.includes(service))
      .map((service) => ({ service, severity: row.severity, startedAt: null, endedAt: null })),
    scopeBasis: 'home_area',
    areaCodes: [...new Set(row.areaCodes)].sort(),
    siteCodes: [...new Set(row.siteCodes)].sort(),
    cause,
    responsibility: row.responsibility,
    responsibleParty: row.responsibleParty,
    evidenceNote: null,
    announcedAt: row.announcedAt,
    detectedAt: row.detectedAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    emergencyCallsAffected: false,
    importantCustomers: 0,
    regulatorToldAt: null,
    parentId,
  };
}
