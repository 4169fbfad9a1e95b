import type { Knex } from 'knex';
import type { EvidenceEnding, EvidenceRecord } from '#contract/evidence.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { numberOrNull, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface NewEvidence {
  outageId: string;
  fileName: string;
  ending: EvidenceEnding;
  sizeBytes: number;
  sha256: string;
}

type Row = Record<string, unknown>;

/** Files of outages; their bytes lie elsewhere. Rows are never deleted. */
export function createEvidenceStore(db: Knex, world: World) {
  const table = () => db('outage_evidence');

  return {
    async byId(id: string): Promise<EvidenceRecord | undefined> {
      const row = (await table().where({ id }).first()) as Row | undefined;
      return row === undefined ? undefined : recordOf(row);
    },

    /** Oldest first, those withdrawn included. */
    async ofOutage(outageId: string): Promise<EvidenceRecord[]> {
      const rows = (await table().where({ outage_id: outageId }).orderBy('id')) as Row[];
      return rows.map(recordOf);
    },

    /** Hashes of the files that stand, in order: what the facts of a revision name. */
    async standing(outageId: string): Promise<string[]> {
      return (await table()
        .where({ outage_id: outageId })
        .whereNull('withdrawn_at')
        .orderBy('sha256')
        .pluck('sha256')) as string[];
    },

    /** A revision names them from now on. */
    async named(outageId: string, hashes: readonly string[], revision: number): Promise<void> {
      if (hashes.length === 0) return;
      await table()
        .where({ outage_id: outageId })
        .whereIn('sha256', [...hashes])
        .whereNull('withdrawn_at')
        .whereNull('first_revision')
        .update({ first_revision: revision });
    },

    async insert(actor: Actor, evidence: NewEvidence): Promise<string> {
      const id = world.nextId();
      await table().insert({
        id,
        outage_id: evidence.outageId,
        file_name: evidence.fileName,
        ending: evidence.ending,
        size_bytes: evidence.sizeBytes,
        sha256: evidence.sha256,
        first_revision: null,
        added_by: actor.id,
        added_by_name: actor.name,
        added_at: world.now(),
      });
      return id;
    },

    async withdraw(id: string, actor: Actor, reason: string): Promise<void> {
      const result = await table().where({ id }).whereNull('withdrawn_at').update({
        withdrawn_by: actor.id,
        withdrawn_by_name: actor.name,
        withdrawn_at: world.now(),
        withdrawn_reason: reason,
      });
      if (affected(result) !== 1)
        throw new DomainError('conflict', 'errors.evidence.withdrawnAlready');
    },
  };
}

export type EvidenceStore = ReturnType<typeof createEvidenceStore>;

const recordOf = (row: Row): EvidenceRecord => ({
  id: String(row['id']),
  outageId: String(row['outage_id']),
  fileName: String(row['file_name']),
  ending: String(row['ending']) as EvidenceEnding,
  sizeBytes: Number(row['size_bytes']),
  sha256: String(row['sha256']),
  firstRevision: numberOrNull(row['first_revision']),
  addedBy: String(row['added_by']),
  addedByName: String(row['added_by_name']),
  addedAt: Number(row['added_at']),
  withdrawnByName: textOrNull(row['withdrawn_by_name']),
  withdrawnAt: numberOrNull(row['withdrawn_at']),
  withdrawnReason: textOrNull(row['withdrawn_reason']),
});
