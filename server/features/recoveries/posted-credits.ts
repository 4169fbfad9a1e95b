import type { Knex } from 'knex';
import { valueFenOf, type Benefit, type PolicyRules } from '#domain/policy.ts';

/** What an outage cost in credits, and what of it is claimed already. */
export function createPostedCredits(db: Knex) {
  /** The outage with those of its parts for which a third party answers. */
  async function family(outageId: string): Promise<string[]> {
    const parts = (await db('outages')
      .where({ parent_id: outageId, responsibility: 'third_party' })
      .pluck('id')) as string[];
    return [outageId, ...parts];
  }

  return {
    /** Credits that arrived and were not taken back, each at the price of its batch's policy. */
    async postedFen(outageId: string): Promise<number> {
      const amounts = (await db('batch_items')
        .join('batches', 'batches.id', 'batch_items.batch_id')
        .whereIn('batches.outage_id', await family(outageId))
        .where('batch_items.state', 'accepted')
        .groupBy('batches.policy_id', 'batch_items.benefit', 'batch_items.amount')
        .select({
          policyId: 'batches.policy_id',
          benefit: 'batch_items.benefit',
          amount: 'batch_items.amount',
        })
        .count({ n: '*' })) as unknown as Posted[];
      const prices = await pricesOf(db, [...new Set(amounts.map((row) => row.policyId))]);
      let sum = 0;
      for (const { policyId, benefit, amount, n } of amounts) {
        const price = prices.get(policyId);
        // Equal amounts of one policy are worth the same: nothing is rounded twice.
        if (price !== undefined) sum += valueFenOf(benefit, Number(amount), price) * Number(n);
      }
      return sum;
    },

    /** What cases of this outage claim for credits, one of them left out; what was written off claims nothing. */
    async claimedFen(outageId: string, exceptId: string | null): Promise<number> {
      const [row] = await db('recovery_heads as h')
        .join('recoveries as r', 'r.id', 'h.recovery_id')
        .where({ 'r.outage_id': outageId, 'h.head': 'compensation' })
        .whereNot('r.state', 'written_off')
        .modify((q) => {
          if (exceptId !== null) void q.whereNot('r.id', exceptId);
        })
        .sum({ fen: 'h.claimed_fen' });
      return Number(row?.['fen'] ?? 0);
    },

    /** Whether a larger outage stands above it for which a third party answers: that one is claimed for. */
    async isPart(parentId: string | null | undefined): Promise<boolean> {
      if (parentId == null) return false;
      const row: unknown = await db('outages')
        .where({ id: parentId, responsibility: 'third_party' })
        .first('id');
      return row !== undefined;
    },
  };
}

export type PostedCredits = ReturnType<typeof createPostedCredits>;

interface Posted {
  policyId: string;
  benefit: Benefit;
  amount: number;
  n: number;
}

async function pricesOf(
  db: Knex,
  policyIds: readonly string[],
): Promise<Map<string, PolicyRules['prices']>> {
  const rows = await db('policies')
    .whereIn('id', policyIds)
    .select<{ id: string; rules: string }[]>('id', 'rules');
  return new Map(rows.map(({ id, rules }) => [id, (JSON.parse(rules) as PolicyRules).prices]));
}
