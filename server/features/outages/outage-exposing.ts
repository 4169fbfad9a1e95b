import type { Knex } from 'knex';
import { MAX_OUTAGE_DAYS } from './fact-faults.ts';
import type { OutageOverlaps } from './outage-overlaps.ts';
import { outageOf, type Outage } from './outage-row.ts';

interface Needs {
  db: Knex;
  anyInBoth: OutageOverlaps['anyInBoth'];
}

const CONFIRMED = ['confirmed', 'closed'];
const MAX_OUTAGE_MS = MAX_OUTAGE_DAYS * 86_400_000;

type Exposing = Pick<Outage, 'id' | 'number' | 'revision' | 'facts'>;

/** Outages whose facts are settled: those that exposure is made of. */
export function createOutageExposing({ db, anyInBoth }: Needs) {
  const found = (rows: Record<string, unknown>[]): Exposing[] =>
    rows.map(outageOf).map(({ id, number, revision, facts }) => ({ id, number, revision, facts }));

  return {
    anyInBoth,

    /** Those that last at some time between two instants, both included, by start. No outage is longer than a year. */
    async confirmedBetween(from: number, until: number): Promise<Exposing[]> {
      return found(
        (await db('outages')
          .where('ended_at', '>=', from)
          .where('ended_at', '<=', until + MAX_OUTAGE_MS)
          .where('started_at', '<=', until)
          .whereIn('state', CONFIRMED)
          .orderBy(['started_at', 'id'])) as Record<string, unknown>[],
      );
    },

    async confirmedByIds(ids: readonly string[]): Promise<Exposing[]> {
      if (ids.length === 0) return [];
      return found(
        (await db('outages')
          .whereIn('id', [...ids])
          .whereIn('state', CONFIRMED)
          .orderBy('id')) as Record<string, unknown>[],
      );
    },
  };
}
