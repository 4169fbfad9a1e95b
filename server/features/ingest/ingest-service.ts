import type { ActionContext } from '#domain/context.ts';
import type { Reject } from '#domain/rejects.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import type { Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LandingFacts, LandingResult } from '../unsubscribes/case-landing.ts';
import type { ArrayFramer } from './ingest-body.ts';
import type { ItemFate } from './ingest-run.ts';

export interface Volume {
  hourAt: number;
  channel: string;
  productCode: string;
  areaCode: string;
}

export interface IngestNeeds<V extends Volume> {
  zone: Zone;
  audit: AuditTrail;
  landCases(ctx: ActionContext, facts: readonly LandingFacts[]): Promise<LandingResult>;
  readVolume(record: RowRecord): { ok: true; value: V } | { ok: false; rejects: readonly Reject[] };
  /** Those whose counts are new or differ from what stands here. */
  changedVolumes(rows: readonly V[]): Promise<readonly V[]>;
  landVolumes(rows: readonly V[]): Promise<unknown>;
  /** Cuts JSON arrays. */
  framer(): ArrayFramer;
}

/** What other systems hand in, over one transaction. */
export function createIngestService<V extends Volume>(needs: IngestNeeds<V>) {
  return {
    zone: needs.zone,
    framer: needs.framer,
    readVolume: needs.readVolume,

    async landFailures(
      ctx: ActionContext,
      facts: readonly LandingFacts[],
    ): Promise<readonly ItemFate[]> {
      const { cases } = await needs.landCases(ctx, facts);
      return cases.map(({ outcome, caseId }) => ({ outcome, caseId }));
    },

    /** The first of a key counts, as in a file. */
    async landVolumes(rows: readonly V[], seen: Set<string>): Promise<readonly ItemFate[]> {
      const first = rows.filter((row) => !seen.has(keyOf(row)) && seen.add(keyOf(row)));
      const changed = new Set(await needs.changedVolumes(first));
      await needs.landVolumes([...changed]);
      return rows.map((row) => ({
        outcome: changed.has(row) ? ('landed' as const) : ('repeated' as const),
        caseId: null,
      }));
    },

    /** What a request came to, once for all its items. */
    async note(ctx: ActionContext, what: string, answer: { items: unknown }): Promise<void> {
      const { items: _items, ...counts } = answer;
      await needs.audit.record(ctx, {
        action: `api_key.${what}`,
        subjectType: 'api_key',
        subjectId: ctx.actor.id,
        detail: counts,
      });
    },
  };
}

export type IngestService = ReturnType<typeof createIngestService<Volume>>;

const keyOf = (row: Volume): string =>
  `${row.hourAt} ${row.channel} ${row.productCode} ${row.areaCode}`;
