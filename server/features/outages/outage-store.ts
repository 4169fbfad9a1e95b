import type { Knex } from 'knex';
import { DomainError } from '#domain/errors.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import { canonicalFacts, type OutageFacts, worstSeverity } from '#domain/outage-facts.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { given } from '../../db/cells.ts';
import { affected, lockRows } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';
import { outageOf, type Outage } from './outage-row.ts';

/** Columns beside the facts. */
export type OutageChange = Partial<
  Pick<
    Outage,
    | 'state'
    | 'responsibilityStage'
    | 'agreedBy'
    | 'agreedAt'
    | 'affectedLines'
    | 'snapshotId'
    | 'revision'
    | 'confirmedBy'
    | 'confirmedByName'
    | 'confirmedAt'
    | 'estimatedEndAt'
  >
>;

export interface Author {
  id: string;
  name: string;
}

export interface StoredEstimate {
  seq: number;
  estimatedAt: number | null;
  note: string | null;
  byName: string;
  at: number;
}

export interface NewOutage {
  id: string;
  number: string;
  facts: OutageFacts;
  state: OutageState;
  affectedLines: number;
  snapshotId: string | null;
  logger: Author;
  importId: string | null;
  demo: boolean;
}

export function createOutageStore(db: Knex, world: World, sha256: (text: string) => string) {
  return {
    async byId(id: string): Promise<Outage | undefined> {
      const row = (await db('outages').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : outageOf(row);
    },

    /** The highest running number among those that begin with the prefix. */
    async lastNumber(prefix: string): Promise<number> {
      const rows = (await db('outages')
        .where('number', 'like', `${prefix}%`)
        .pluck('number')) as string[];
      const taken = rows
        .map((number) => number.slice(prefix.length))
        .filter((rest) => /^\d{1,6}$/.test(rest))
        .map(Number);
      return Math.max(0, ...taken);
    },

    async knownNumbers(numbers: readonly string[]): Promise<Set<string>> {
      return new Set((await db('outages').whereIn('number', numbers).pluck('number')) as string[]);
    },

    /** False when the number is taken. */
    async insert(outage: NewOutage): Promise<boolean> {
      const now = world.now();
      const row = {
        ...factColumns(outage.facts),
        ...changeColumns({
          state: outage.state,
          responsibilityStage: 'initial',
          affectedLines: outage.affectedLines,
          snapshotId: outage.snapshotId,
          revision: 1,
        }),
        id: outage.id,
        number: outage.number,
        logger_id: outage.logger.id,
        logger_name: outage.logger.name,
        import_id: outage.importId,
        demo: outage.demo,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      return insertOnce(db, 'outages', row);
    },

    /** Compare-and-set on state and version. */
    async update(
      at: Pick<Outage, 'id' | 'state' | 'version'>,
      change: OutageChange & { facts?: OutageFacts },
    ): Promise<void> {
      const { facts, ...columns } = change;
      const result = await db('outages')
        .where({ id: at.id, state: at.state, version: at.version })
        .update({
          ...(facts === undefined ? {} : factColumns(facts)),
          ...changeColumns(columns),
          version: at.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** Outages nobody was counted for although a complete snapshot is old enough by now. */
    async uncounted(limit: number): Promise<Outage[]> {
      const [first] = await db('snapshots')
        .where({ state: 'complete' })
        .min<{ at: number | null }[]>({ at: 'as_of_at' });
      if (first?.at == null) return [];
      const rows = (await db('outages')
        .whereNull('snapshot_id')
        .where('started_at', '>=', first.at)
        .orderBy('started_at')
        .limit(limit)) as Record<string, unknown>[];
      return rows.map(outageOf);
    },

    async setCount(id: string, count: Pick<Outage, 'affectedLines' | 'snapshotId'>): Promise<void> {
      await db('outages').where({ id }).whereNull('snapshot_id').update(changeColumns(count));
    },

    /** Revisions are only ever added. Answers the hash of the facts. */
    async addRevision(
      outageId: string,
      revision: number,
      facts: OutageFacts,
      author: Author,
      reason: string | null,
    ): Promise<string> {
      const text = canonicalFacts(facts);
      const hash = sha256(text);
      await db('outage_revisions').insert({
        outage_id: outageId,
        revision,
        facts: text,
        facts_hash: hash,
        reason,
        created_by: author.id,
        created_by_name: author.name,
        created_at: world.now(),
      });
      return hash;
    },

    /** Everyone who wrote a revision. */
    async editorsOf(outageId: string): Promise<string[]> {
      return (await db('outage_revisions')
        .where({ outage_id: outageId })
        .distinct('created_by')
        .pluck('created_by')) as string[];
    },

    /** In one order, so that two families that are joined at once wait for each other. */
    async lock(ids: readonly string[]): Promise<void> {
      await lockRows(
        db,
        db('outages')
          .whereIn('id', [...ids])
          .orderBy('id')
          .select('id'),
      );
    },

    async hasChildren(id: string): Promise<boolean> {
      const child: unknown = await db('outages')
        .where({ parent_id: id })
        .whereNot({ state: 'cancelled' })
        .first('id');
      return child !== undefined;
    },

    /** Estimates are only ever added. */
    async addEstimate(
      outageId: string,
      estimate: { estimatedAt: number | null; note: string | null },
      author: Author,
    ): Promise<void> {
      const [last] = await db('outage_estimates')
        .where({ outage_id: outageId })
        .max<{ seq: number | null }[]>({ seq: 'seq' });
      await db('outage_estimates').insert({
        outage_id: outageId,
        seq: Number(last?.seq ?? 0) + 1,
        estimated_at: estimate.estimatedAt,
        note: estimate.note,
        by_id: author.id,
        by_name: author.name,
        created_at: world.now(),
      });
    },

    async estimatesOf(outageId: string): Promise<StoredEstimate[]> {
      const rows = (await db('outage_estimates')
        .where({ outage_id: outageId })
        .orderBy('seq')) as Record<string, unknown>[];
      return rows.map((row) => ({
        seq: Number(row['seq']),
        estimatedAt: row['estimated_at'] == null ? null : Number(row['estimated_at']),
        note: row['note'] == null ? null : String(row['note']),
        byName: String(row['by_name']),
        at: Number(row['created_at']),
      }));
    },

    /** Which of the codes are areas of the catalogue. */
    async knownAreas(codes: readonly string[]): Promise<Set<string>> {
      if (codes.length === 0) return new Set();
      return new Set(
        (await db('areas')
          .whereIn('code', [...codes])
          .pluck('code')) as string[],
      );
    },
  };
}

export type OutageStore = ReturnType<typeof createOutageStore>;

function factColumns(facts: OutageFacts): Record<string, unknown> {
  return {
    title: facts.title,
    zone: facts.zone,
    services: JSON.stringify(facts.services),
    severity: worstSeverity(facts.services),
    scope_basis: facts.scopeBasis,
    area_codes: JSON.stringify(facts.areaCodes),
    site_codes: JSON.stringify(facts.siteCodes),
    cause: facts.cause,
    responsibility: facts.responsibility,
    responsible_party: facts.responsibleParty,
    evidence_note: facts.evidenceNote,
    announced_at: facts.announcedAt,
    detected_at: facts.detectedAt,
    started_at: facts.startedAt,
    ended_at: facts.endedAt,
    started_on: localDateAt(createZone(facts.zone), facts.startedAt),
    emergency_calls_affected: facts.emergencyCallsAffected,
    important_customers: facts.importantCustomers,
    regulator_told_at: facts.regulatorToldAt,
    attached_list_id: facts.attachedListId ?? null,
    parent_id: facts.parentId ?? null,
    evidence_ids: facts.evidenceIds?.length ? JSON.stringify(facts.evidenceIds) : null,
  };
}

function changeColumns(change: OutageChange): Record<string, unknown> {
  const columns = {
    state: change.state,
    responsibility_stage: change.responsibilityStage,
    agreed_by: change.agreedBy,
    agreed_at: change.agreedAt,
    affected_lines: change.affectedLines,
    snapshot_id: change.snapshotId,
    revision: change.revision,
    confirmed_by: change.confirmedBy,
    confirmed_by_name: change.confirmedByName,
    confirmed_at: change.confirmedAt,
    estimated_end_at: change.estimatedEndAt,
  };
  return given(columns);
}
