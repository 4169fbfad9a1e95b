import type { Knex } from 'knex';
import type { ComplaintRecord } from '#contract/clocks.ts';
import type { Actor } from '#domain/context.ts';
import { textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface ComplaintRow extends ComplaintRecord {
  caseId: string;
  clockId: string | null;
}

interface NewComplaint {
  caseId: string;
  source: string;
  reference: string | null;
  complainedAt: number;
  clockId: string | null;
  demo: boolean;
}

const MAX_SHOWN = 50;

export function createComplaintStore(db: Knex, world: World) {
  return {
    async insert(actor: Actor, complaint: NewComplaint): Promise<void> {
      await db('case_complaints').insert({
        id: world.nextId(),
        case_id: complaint.caseId,
        source: complaint.source,
        reference: complaint.reference,
        complained_at: complaint.complainedAt,
        recorded_by: actor.id,
        recorded_by_name: actor.name,
        clock_id: complaint.clockId,
        demo: complaint.demo,
        created_at: world.now(),
      });
    },

    async byId(id: string): Promise<ComplaintRow | undefined> {
      const row = (await db('case_complaints').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : complaintOf(row);
    },

    async ofCase(caseId: string): Promise<ComplaintRow[]> {
      const rows = (await db('case_complaints')
        .where({ case_id: caseId })
        .orderBy('id', 'desc')
        .limit(MAX_SHOWN)) as Record<string, unknown>[];
      return rows.map(complaintOf);
    },

    /** False when it was answered already. */
    async reply(actor: Actor, id: string, reply: string): Promise<boolean> {
      const result = await db('case_complaints').where({ id }).whereNull('replied_at').update({
        replied_at: world.now(),
        replied_by: actor.id,
        replied_by_name: actor.name,
        reply,
      });
      return affected(result) === 1;
    },
  };
}

export type ComplaintStore = ReturnType<typeof createComplaintStore>;

function complaintOf(row: Record<string, unknown>): ComplaintRow {
  return {
    id: String(row['id']),
    caseId: String(row['case_id']),
    source: String(row['source']) as ComplaintRecord['source'],
    reference: textOrNull(row['reference']),
    complainedAt: Number(row['complained_at']),
    recordedByName: String(row['recorded_by_name']),
    repliedAt: row['replied_at'] == null ? null : Number(row['replied_at']),
    repliedByName: textOrNull(row['replied_by_name']),
    reply: textOrNull(row['reply']),
    clockId: textOrNull(row['clock_id']),
  };
}
