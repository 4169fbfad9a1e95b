import type { Knex } from 'knex';
import type { Benefit, BenefitResult, DataValidity } from '#domain/policy-types.ts';
import { assertTransition, itemLifecycle, type ItemState } from '#domain/lifecycles.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** An item on its way to the balance gateway. */
export interface CreditItem {
  id: string;
  creditId: string;
  benefit: Benefit;
  classNo: number;
  amount: number;
  state: ItemState;
  tries: number;
  /** The number, sealed; opened only for the call. */
  sealed: string;
  demo: boolean;
}

export interface ClaimedItem extends CreditItem {
  attemptId: string;
}

/** What became of one call. */
export interface CreditResult {
  itemId: string;
  from: ItemState;
  to: ItemState;
  gatewayRef: string | null;
  parkedReason: string | null;
  /** How `tries` changes. */
  tries: number;
  attempt: {
    id: string;
    kind: 'post' | 'query';
    creditId: string;
    startedAt: number;
    durationMs: number;
    outcome: string;
    rawCode: string | null;
    rawText: string | null;
  };
}

type Value = string | number | null;

/** Items of an approved batch and the calls made for them. */
export function createCreditingStore(db: Knex, world: World) {
  const items = (batchId: string, states: readonly ItemState[]) =>
    db('batch_items as i')
      .join('lines as l', 'l.id', 'i.line_id')
      .where('i.batch_id', batchId)
      .whereIn('i.state', [...states])
      .where('i.amount', '>', 0)
      .orderBy('i.id')
      .select(
        'i.id',
        'i.credit_id',
        'i.benefit',
        'i.class_no',
        'i.amount',
        'i.state',
        'i.tries',
        'l.msisdn_sealed',
        'l.demo',
      );

  /** One UPDATE for many rows, each with values of its own. */
  async function updateEach<T extends { id: string }>(
    table: string,
    rows: readonly T[],
    columns: Record<string, (row: T) => Value>,
    fixed: Record<string, Value> = {},
  ): Promise<number> {
    if (rows.length === 0) return 0;
    const set: Record<string, Knex.Raw | Value> = { ...fixed };
    for (const [column, valueOf] of Object.entries(columns)) {
      const cases = rows.map(() => 'when ? then ?').join(' ');
      const binds = rows.flatMap((row): Value[] => [row.id, valueOf(row)]);
      set[column] = db.raw(`case id ${cases} end`, binds as Knex.RawBinding[]);
    }
    return affected(
      await db(table)
        .whereIn(
          'id',
          rows.map((row) => row.id),
        )
        .update(set),
    );
  }

  return {
    /** Marks the next waiting items as sent and writes an attempt for each, before any call is made. */
    async claim(batchId: string, limit: number): Promise<ClaimedItem[]> {
      const found = itemsOf(await items(batchId, ['fixed']).limit(limit));
      if (found.length === 0) return [];
      const now = world.now();
      const claimed = found.map((item) => ({ ...item, attemptId: world.nextId() }));
      const moved = affected(
        await db('batch_items')
          .whereIn(
            'id',
            found.map((item) => item.id),
          )
          .where({ state: 'fixed' })
          .update({ state: 'sent', tries: db.raw('tries + 1'), updated_at: now }),
      );
      if (moved !== found.length) throw new Error('items changed under a locked batch');
      await db('credit_attempts').insert(
        claimed.map((item) => ({
          id: item.attemptId,
          item_id: item.id,
          batch_id: batchId,
          credit_id: item.creditId,
          kind: 'post',
          started_at: now,
          duration_ms: 0,
          outcome: 'sent',
          raw_code: null,
          raw_text: null,
        })),
      );
      return claimed.map((item) => ({ ...item, state: 'sent', tries: item.tries + 1 }));
    },

    /** Items whose outcome nobody knows: sent by a worker that died, or answered unclearly. */
    async unclear(
      batchId: string,
      after: string,
      limit: number,
      maxTries: number,
    ): Promise<CreditItem[]> {
      return itemsOf(
        await items(batchId, ['sent', 'unknown'])
          .where('i.id', '>', after)
          .where((q) => {
            void q.where('i.state', 'sent').orWhere('i.tries', '<', maxTries);
          })
          .limit(limit),
      );
    },

    /** Writes what became of the calls. An item that is no longer where it was is left alone. */
    async settle(batchId: string, results: readonly CreditResult[]): Promise<void> {
      const now = world.now();
      const standing = new Map(
        (
          await db('batch_items')
            .whereIn(
              'id',
              results.map((one) => one.itemId),
            )
            .select<{ id: string; state: ItemState }[]>('id', 'state')
        ).map((row) => [row.id, row.state]),
      );
      const valid = results
        .filter((one) => standing.get(one.itemId) === one.from)
        .map((one) => ({ ...one, id: one.itemId }));
      for (const { from, to } of valid) if (from !== to) assertTransition(itemLifecycle, from, to);
      await updateEach(
        'batch_items',
        valid,
        {
          state: (one) => one.to,
          gateway_ref: (one) => one.gatewayRef,
          parked_reason: (one) => one.parkedReason,
        },
        { updated_at: now },
      );
      const counted = valid.filter((one) => one.tries !== 0);
      for (const step of new Set(counted.map((one) => one.tries))) {
        const ids = counted.filter((one) => one.tries === step).map((one) => one.id);
        await db('batch_items').whereIn('id', ids).increment('tries', step);
      }
      const posts = results.filter((one) => one.attempt.kind === 'post').map((one) => one.attempt);
      await updateEach('credit_attempts', posts, {
        started_at: (one) => one.startedAt,
        duration_ms: (one) => one.durationMs,
        outcome: (one) => one.outcome,
        raw_code: (one) => one.rawCode,
        raw_text: (one) => one.rawText,
      });
      const queries = results.filter((one) => one.attempt.kind === 'query');
      if (queries.length === 0) return;
      await db('credit_attempts').insert(
        queries.map(({ itemId, attempt }) => ({
          id: attempt.id,
          item_id: itemId,
          batch_id: batchId,
          credit_id: attempt.creditId,
          kind: attempt.kind,
          started_at: attempt.startedAt,
          duration_ms: attempt.durationMs,
          outcome: attempt.outcome,
          raw_code: attempt.rawCode,
          raw_text: attempt.rawText,
        })),
      );
    },

    /**
     * Parked items, and unknown ones that ran out of tries, start anew; only those that were so before `until`.
     * An item the gateway refused gets the next generation of its credit id, because a gateway answers the
     * old one as it did before; the refusal proves that nothing was posted under it.
     */
    async reopen(batchId: string, until: number, limit: number): Promise<number> {
      const rows = await db('batch_items')
        .where({ batch_id: batchId })
        .whereIn('state', ['parked', 'unknown'])
        .where('updated_at', '<=', until)
        .where((q) => {
          void q.where('state', 'parked').orWhere('tries', '>', 0);
        })
        .limit(limit)
        .select<ParkedRow[]>('id', 'credit_id', 'state', 'parked_reason');
      const refused = rows.filter(
        (row) => row.state === 'parked' && row.parked_reason?.startsWith(OWN_REASON) === false,
      );
      await updateEach('batch_items', refused, { credit_id: (row) => nextCreditId(row.credit_id) });
      const ids = rows.map((row) => row.id);
      await db('batch_items')
        .whereIn('id', ids)
        .where({ state: 'parked' })
        .update({ state: 'fixed', parked_reason: null, gateway_ref: null });
      await db('batch_items').whereIn('id', ids).update({ tries: 0, updated_at: world.now() });
      return ids.length;
    },

    async countStates(batchId: string): Promise<Record<ItemState, number>> {
      const rows = (await db('batch_items')
        .where({ batch_id: batchId })
        .where('amount', '>', 0)
        .groupBy('state')
        .select('state')
        .count({ n: '*' })) as unknown as { state: ItemState; n: number }[];
      const counts = { fixed: 0, sent: 0, accepted: 0, unknown: 0, parked: 0, reversed: 0 };
      for (const row of rows) counts[row.state] = Number(row.n);
      return counts;
    },

    /** Unknown items that are still worth a query, and the most tries of an item that is not done. */
    async open(batchId: string, maxTries: number): Promise<{ unknown: number; tries: number }> {
      const [unknown] = (await db('batch_items')
        .where({ batch_id: batchId, state: 'unknown' })
        .where('tries', '<', maxTries)
        .count({ n: '*' })) as unknown as { n: number }[];
      const [most] = (await db('batch_items')
        .where({ batch_id: batchId })
        .whereIn('state', ['fixed', 'unknown'])
        .where('tries', '<', maxTries)
        .where('amount', '>', 0)
        .max({ n: 'tries' })) as unknown as { n: number | null }[];
      return { unknown: Number(unknown?.n ?? 0), tries: Number(most?.n ?? 0) };
    },

    /** Classes whose data has a validity of its own; the others have the policy's. */
    async ownValidities(batchId: string): Promise<Map<number, DataValidity>> {
      const rows = await db('batch_classes')
        .where({ batch_id: batchId })
        .where('benefits', 'like', '%"validity":{%')
        .select<{ class_no: number; benefits: string }[]>('class_no', 'benefits');
      const found = new Map<number, DataValidity>();
      for (const row of rows) {
        const benefits = JSON.parse(row.benefits) as BenefitResult[];
        const own = benefits.find(({ benefit }) => benefit === 'data')?.validity;
        if (own !== undefined) found.set(Number(row.class_no), own);
      }
      return found;
    },

    /** When the batch was approved: what credits say about their validity hangs on it, and stays the same. */
    async approvedAt(batchId: string): Promise<number> {
      const [row] = (await db('batch_approvals')
        .where({ batch_id: batchId, act: 'approved', void: false })
        .max({ at: 'created_at' })) as unknown as { at: number | null }[];
      return Number(row?.at ?? 0);
    },
  };
}

export type CreditingStore = ReturnType<typeof createCreditingStore>;

/** Reasons of our own: the gateway refused nothing. */
const OWN_REASON = 'parked.';

interface ParkedRow {
  id: string;
  credit_id: string;
  state: ItemState;
  parked_reason: string | null;
}

/** CR-…-d, CR-…-d.2, CR-…-d.3 … */
function nextCreditId(creditId: string): string {
  const [base = creditId, generation = '1'] = creditId.split('.');
  return `${base}.${Number(generation) + 1}`;
}

function itemsOf(rows: unknown): CreditItem[] {
  return (rows as Record<string, unknown>[]).map((row) => ({
    id: String(row['id']),
    creditId: String(row['credit_id']),
    benefit: row['benefit'] as Benefit,
    classNo: Number(row['class_no']),
    amount: Number(row['amount']),
    state: row['state'] as ItemState,
    tries: Number(row['tries']),
    sealed: String(row['msisdn_sealed']),
    demo: Boolean(row['demo']),
  }));
}
