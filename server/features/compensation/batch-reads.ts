import type { Knex } from 'knex';
import type {
  AutomaticMode,
  BatchAdjustment,
  BatchApproval,
  BatchClass,
  BatchRecord,
  BatchShow,
} from '#contract/compensation.ts';
import { approvalsNeeded, approvalTierOf, type ApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import {
  benefits,
  benefitUnits,
  type Benefit,
  type PlanType,
  type PolicyPurpose,
} from '#domain/policy-types.ts';
import type { World } from '../../world.ts';
import { createBatchParts, type ClassSum } from './batch-parts.ts';
import { pinnedFactsOf } from './batch-pins.ts';
import { approvalBlock, verbsOf } from './batch-rights.ts';
import { batchRecordOf, pinsOf, TOTAL_COLUMN, type BatchRow } from './batch-rows.ts';
import { valuer } from './chunk-sums.ts';
import { classWire } from './class-wire.ts';

/** One batch, whole. */
export function createBatchReads(
  db: Knex,
  world: World,
  around: {
    limits(family: string): Promise<ApprovalLimits>;
    purposeOf(family: string): Promise<PolicyPurpose>;
    automaticOf(batchId: string): Promise<AutomaticMode | null>;
  },
) {
  const parts = createBatchParts(db);

  async function rowOf(id: string): Promise<BatchRow> {
    const row = (await db('batches').where({ id }).first()) as BatchRow | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  return {
    async show(actor: Actor, id: string): Promise<BatchShow> {
      const row = await rowOf(id);
      const pins = pinsOf(row);
      const { rules } = pins.policy;
      const [approvals, makers, look, sums, classes] = [
        await parts.approvalsOf(id),
        await parts.makersOf(id),
        await parts.previousLook(row, actor),
        await parts.sumsByClass(id),
        await parts.classRows(id),
      ];
      const tier = approvalTierOf(Number(row.value_fen), await around.limits(row.family));
      const valid = approvals.filter(
        (one) => one.act === 'approved' && !one.void && one.contentHash === row.content_hash,
      );
      const [count] = (await db('batch_adjustments')
        .where({ batch_id: id })
        .count({ n: '*' })) as unknown as { n: number }[];
      const worth = valuer(rules);
      return {
        ...batchRecordOf(row),
        pinned: pinnedFactsOf(pins),
        makers,
        approvals,
        approvalsNeeded: approvalsNeeded(tier),
        approvalsGiven: valid.length,
        byBenefit: benefits.flatMap((benefit) => {
          const own = sums.filter((one) => one.benefit === benefit);
          const amount = Number(row[TOTAL_COLUMN[benefit]]);
          const lines = own.reduce((n, one) => n + one.items, 0);
          if (lines === 0) return [];
          return [
            {
              benefit,
              unit: benefitUnits[benefit],
              lines,
              amount,
              valueFen: worth(benefit, amount),
            },
          ];
        }),
        byPlanType: byPlanType(classes, sums, worth),
        exclusions: await parts.exclusionsOf(id),
        classCount: classes.length,
        adjustmentCount: Number(count?.n ?? 0),
        credits: await parts.credits(row),
        previousLook: look,
        purpose: await around.purposeOf(row.family),
        automatic: automaticWire(await around.automaticOf(id)),
        may: verbsOf(row, actor),
        approvalBlock: approvalBlock(row, actor, tier, {
          maker: makers.some((one) => one.staffId === actor.id),
          given: valid.some((one) => one.approverId === actor.id),
          now: world.now(),
        }),
        dataTerms: rules.rate.dataTerms,
        prices: rules.prices,
        caps: { perEpisode: rules.caps.perEpisode, perMonth: rules.caps.perMonth },
      };
    },

    async record(id: string): Promise<BatchRecord> {
      return batchRecordOf(await rowOf(id));
    },

    async classes(id: string): Promise<BatchClass[]> {
      const row = await rowOf(id);
      const { rules } = pinsOf(row).policy;
      const sums = await parts.sumsByClass(id);
      return (await parts.classRows(id)).map((one) =>
        classWire(
          one,
          rules,
          sums.filter((sum) => sum.classNo === Number(one.class_no)),
        ),
      );
    },

    async adjustments(id: string): Promise<BatchAdjustment[]> {
      await rowOf(id);
      return parts.adjustmentsOf(id);
    },

    async approvals(id: string): Promise<BatchApproval[]> {
      await rowOf(id);
      return parts.approvalsOf(id);
    },
  };
}

export type BatchReads = ReturnType<typeof createBatchReads>;

function automaticWire(found: AutomaticMode | null): AutomaticMode | null {
  if (found === null) return null;
  const { outcome, obstacle, policy, limits, ceilingFen, decidedAt } = found;
  return { outcome, obstacle, policy, limits, ceilingFen, decidedAt };
}

/** Totals by plan type; a line belongs to one class and so to one plan type. */
function byPlanType(
  classes: readonly { class_no: number; facts: string }[],
  sums: readonly ClassSum[],
  worth: (benefit: Benefit, amount: number) => number,
): BatchShow['byPlanType'] {
  const planOf = new Map(
    classes.map((one) => [
      Number(one.class_no),
      (JSON.parse(one.facts) as { planType: PlanType }).planType,
    ]),
  );
  const found = new Map<PlanType, { lines: number; totalMb: number; valueFen: number }>();
  const linesOf = new Map<number, number>();
  for (const sum of sums) {
    const planType = planOf.get(sum.classNo);
    if (planType === undefined) continue;
    const total = found.get(planType) ?? { lines: 0, totalMb: 0, valueFen: 0 };
    const lines = Math.max(linesOf.get(sum.classNo) ?? 0, sum.items);
    total.lines += lines - (linesOf.get(sum.classNo) ?? 0);
    linesOf.set(sum.classNo, lines);
    if (sum.benefit === 'data') total.totalMb += sum.amount;
    total.valueFen += worth(sum.benefit, sum.amount);
    found.set(planType, total);
  }
  return [...found.entries()].map(([planType, total]) => ({ planType, ...total }));
}
