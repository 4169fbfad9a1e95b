import type { Knex } from 'knex';
import type { OutageStanding } from '#domain/outage-notices.ts';
import type { Outage } from '../outages/outage-row.ts';

/** As far as the truth of a text depends on it; which estimate and which restoration it is, matters to new texts only. */
export const standingOf = (outage: Outage): OutageStanding => ({
  state: outage.state,
  responsibility: outage.facts.responsibility,
  services: outage.facts.services,
  areaCodes: outage.facts.areaCodes,
  siteCodes: outage.facts.siteCodes,
  attachedListId: outage.facts.attachedListId ?? null,
  startedAt: outage.facts.startedAt,
  endedAt: outage.facts.endedAt,
  estimatedEndAt: outage.estimatedEndAt,
  estimateSeq: 0,
  restoredRevision: null,
  counted: outage.snapshotId !== null,
});

export function createStandingReads(db: Knex) {
  async function lastEstimate(outageId: string): Promise<number> {
    const [row] = await db('outage_estimates')
      .where({ outage_id: outageId })
      .max<{ seq: number | null }[]>({ seq: 'seq' });
    return Number(row?.seq ?? 0);
  }

  /** The first of the revisions that follow one another with an end. */
  async function restoredWith(outageId: string): Promise<number | null> {
    const rows: { revision: number; facts: string }[] = await db('outage_revisions')
      .where({ outage_id: outageId })
      .orderBy('revision')
      .select('revision', 'facts');
    let since: number | null = null;
    for (const { revision, facts } of rows) {
      const over = (JSON.parse(facts) as { endedAt: number | null }).endedAt !== null;
      since = over ? (since ?? Number(revision)) : null;
    }
    return since;
  }

  return {
    /** An outage as new texts see it. */
    async of(outage: Outage): Promise<OutageStanding> {
      return {
        ...standingOf(outage),
        estimateSeq: await lastEstimate(outage.id),
        restoredRevision: outage.facts.endedAt === null ? null : await restoredWith(outage.id),
      };
    },
  };
}

export type StandingReads = ReturnType<typeof createStandingReads>;
