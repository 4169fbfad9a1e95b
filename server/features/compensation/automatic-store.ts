import type { Knex } from 'knex';
import type { AutomaticObstacle } from '#domain/approval-rules.ts';
import type { BenefitResult } from '#domain/policy-types.ts';
import { numberOrNull } from '../../db/cells.ts';
import { insertOnce } from '../../db/insert-once.ts';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export const automaticOutcomes = ['under_way', 'approved', 'waits', 'empty', 'refused'] as const;
export type AutomaticOutcome = (typeof automaticOutcomes)[number];

/** One revision of an outage under one policy family. */
export interface AutomaticKey {
  outageId: string;
  revision: number;
  family: string;
}

export interface AutomaticBatch extends AutomaticKey {
  batchId: string | null;
  policy: { id: string; name: string; versionNo: number };
  /** `waits`: people decide it. `refused`: no batch could be made. */
  outcome: AutomaticOutcome;
  obstacle: AutomaticObstacle | null;
  limits: { id: string; versionNo: number } | null;
  ceilingFen: number | null;
  decidedAt: number | null;
}

type Change = Partial<
  Pick<AutomaticBatch, 'batchId' | 'outcome' | 'obstacle' | 'limits' | 'ceilingFen' | 'decidedAt'>
>;

export const AUTOMATIC_BATCH_JOB = 'batch.automatic';

const TABLE = 'automatic_batches';

/** What automatic mode has made of confirmed outages. */
export function createAutomaticStore(db: Knex, world: World) {
  const where = ({ outageId, revision, family }: AutomaticKey) => ({
    outage_id: outageId,
    outage_revision: revision,
    family,
  });

  return {
    /** False when it is there already: an outage's revision is answered once. */
    begin: (key: AutomaticKey, policy: AutomaticBatch['policy']): Promise<boolean> =>
      insertOnce(db, TABLE, {
        ...where(key),
        policy_id: policy.id,
        policy_name: policy.name,
        policy_version_no: policy.versionNo,
        outcome: 'under_way',
        created_at: world.now(),
      }),

    async lock(key: AutomaticKey): Promise<AutomaticBatch | undefined> {
      const [row] = (await lockRows(db, db(TABLE).where(where(key)).select('*'))) as Row[];
      return row === undefined ? undefined : automaticOf(row);
    },

    async ofBatch(batchId: string): Promise<AutomaticBatch | null> {
      const row = (await db(TABLE).where({ batch_id: batchId }).first()) as Row | undefined;
      return row === undefined ? null : automaticOf(row);
    },

    async change(key: AutomaticKey, change: Change): Promise<void> {
      const { obstacle, limits } = change;
      const columns = {
        batch_id: change.batchId,
        outcome: change.outcome,
        reason: obstacle === undefined ? undefined : (obstacle?.key ?? null),
        args: obstacle === undefined ? undefined : obstacle && JSON.stringify(obstacle.args),
        limits_id: limits === undefined ? undefined : (limits?.id ?? null),
        limits_version_no: limits === undefined ? undefined : (limits?.versionNo ?? null),
        ceiling_fen: change.ceilingFen,
        decided_at: change.decidedAt,
      };
      const given = Object.entries(columns).filter(([, value]) => value !== undefined);
      await db(TABLE).where(where(key)).update(Object.fromEntries(given));
    },

    /** What the family's batches that were approved by rule from an instant on are worth. */
    async approvedSince(family: string, from: number): Promise<number> {
      const [row] = await db(`${TABLE} as a`)
        .join('batches as b', 'b.id', 'a.batch_id')
        .where({ 'a.family': family, 'a.outcome': 'approved' })
        .where('a.decided_at', '>=', from)
        .sum<{ fen: number | null }[]>({ fen: 'b.value_fen' });
      return Number(row?.fen ?? 0);
    },

    /** The most that a line of any class gets, before caps of the month make it less. */
    async mostOfLine(batchId: string): Promise<number> {
      const rows = await db('batch_classes')
        .where({ batch_id: batchId })
        .where('line_count', '>', 0)
        .select<{ benefits: string }[]>('benefits');
      const worth = ({ benefits }: { benefits: string }) =>
        (JSON.parse(benefits) as BenefitResult[]).reduce((sum, { valueFen }) => sum + valueFen, 0);
      return Math.max(0, ...rows.map(worth));
    },

    /** Under way, and no job is at it. */
    async stalled(limit: number): Promise<AutomaticKey[]> {
      const rows = (await db(`${TABLE} as a`)
        .where({ outcome: 'under_way' })
        .whereNotExists(
          db('jobs')
            .whereRaw('jobs.subject_id = a.outage_id')
            .where({ kind: AUTOMATIC_BATCH_JOB })
            .whereIn('jobs.state', ['ready', 'leased'])
            .select('jobs.id'),
        )
        .limit(limit)
        .select('*')) as Row[];
      return rows.map(automaticOf);
    },
  };
}

export type AutomaticStore = ReturnType<typeof createAutomaticStore>;

type Row = Record<string, unknown>;

function automaticOf(row: Row): AutomaticBatch {
  const limitsId = row['limits_id'];
  return {
    outageId: String(row['outage_id']),
    revision: Number(row['outage_revision']),
    family: String(row['family']),
    batchId: row['batch_id'] == null ? null : String(row['batch_id']),
    policy: {
      id: String(row['policy_id']),
      name: String(row['policy_name']),
      versionNo: Number(row['policy_version_no']),
    },
    outcome: row['outcome'] as AutomaticOutcome,
    obstacle:
      row['reason'] == null
        ? null
        : {
            key: String(row['reason']),
            args: JSON.parse(String(row['args'] ?? '{}')) as AutomaticObstacle['args'],
          },
    limits:
      limitsId == null
        ? null
        : { id: String(limitsId), versionNo: Number(row['limits_version_no']) },
    ceilingFen: numberOrNull(row['ceiling_fen']),
    decidedAt: numberOrNull(row['decided_at']),
  };
}
