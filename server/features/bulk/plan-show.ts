import type { Knex } from 'knex';
import type { PlanRecord } from '#contract/bulk.ts';
import { APPROVAL_ABOVE, TYPED_ABOVE, exclusionReasons, maskHas } from '#domain/bulk-rules.ts';
import type { Actor } from '#domain/context.ts';
import { safeOrder } from '#domain/lamps.ts';
import type { FailureCategory } from '#contract/catalogue.ts';
import type { BulkJobService, SystemLimit } from './bulk-job-service.ts';
import { planFacts, type BulkReads } from './bulk-reads.ts';
import { planItemOf, withCases } from './plan-item-row.ts';
import type { PlanRow } from './plan-row.ts';

interface Needs {
  db: Knex;
  reads: BulkReads;
  limits(): Promise<readonly SystemLimit[]>;
  boundedRates: BulkJobService['boundedRates'];
}

const SAMPLE = 8;

/** One plan as its page shows it: what is frozen, what was left out, what is to happen, and how its job stands. */
export function createPlanShow({ db, reads, limits, boundedRates }: Needs) {
  async function byCode(plan: PlanRow): Promise<PlanRecord['byCode']> {
    const codes = Object.keys(plan.byCode);
    const rows: Record<string, string>[] =
      codes.length === 0
        ? []
        : await db('failure_codes')
            .whereIn('code', codes)
            .select('code', 'name_zh', 'name_en', 'category');
    const names = new Map(rows.map((row) => [row['code'], row]));
    return Object.entries(plan.byCode)
      .map(([failureCode, n]) => ({
        failureCode,
        nameZh: names.get(failureCode)?.['name_zh'] ?? failureCode,
        nameEn: names.get(failureCode)?.['name_en'] ?? failureCode,
        category: (names.get(failureCode)?.['category'] ?? 'unclassified') as FailureCategory,
        n,
      }))
      .sort((a, b) => b.n - a.n || (a.failureCode < b.failureCode ? -1 : 1));
  }

  async function sampleOf(plan: PlanRow): Promise<PlanRecord['sample']> {
    const rows = (await withCases(
      db('plan_items')
        .where('plan_items.plan_id', plan.id)
        .where('plan_items.seq', '<=', SAMPLE)
        .orderBy('plan_items.seq'),
    )) as Record<string, unknown>[];
    return rows.map((row) => {
      const item = planItemOf(row);
      return {
        caseId: item.caseId,
        msisdnMasked: item.msisdnMasked,
        productName: item.productName,
        failureCode: item.failureCode,
        failureNameZh: item.failureNameZh,
        failureNameEn: item.failureNameEn,
        category: item.category,
        systems: safeOrder.filter((system) => maskHas(Number(row['system_mask']), system)),
        caseState: item.caseState,
      };
    });
  }

  async function assigneeName(plan: PlanRow): Promise<string | null> {
    const id = plan.params.assigneeId;
    if (id === undefined || id === null) return null;
    const row = await db('staff').where({ id }).first<{ name: string } | undefined>('name');
    return row?.name ?? null;
  }

  return async (actor: Actor, id: string): Promise<PlanRecord> => {
    const { plan, job } = await reads.find(actor, id);
    const bySystem = safeOrder.flatMap((system) => {
      const n = plan.bySystem[system] ?? 0;
      return n === 0 ? [] : [{ system, n }];
    });
    return {
      ...planFacts(plan),
      params: plan.params,
      assigneeName: await assigneeName(plan),
      sourceKind: plan.sourceKind,
      filter: plan.filter,
      matched: plan.matched,
      byCode: await byCode(plan),
      bySystem,
      calls: bySystem.reduce((sum, { n }) => sum + n, 0),
      excluded: exclusionReasons
        .flatMap((reason) => {
          const n = plan.excluded[reason] ?? 0;
          return n === 0 ? [] : [{ reason, n }];
        })
        .sort((a, b) => b.n - a.n),
      notFound: plan.notFound,
      hash: plan.hash,
      sample: await sampleOf(plan),
      typedAbove: TYPED_ABOVE,
      approvalAbove: APPROVAL_ABOVE,
      needsTyped: plan.itemCount > TYPED_ABOVE,
      needsApproval: plan.itemCount > APPROVAL_ABOVE,
      confirmedAt: plan.confirmedAt,
      typedCount: plan.typedCount,
      approverId: plan.approverId,
      decidedAt: plan.decidedAt,
      decisionReason: plan.decisionReason,
      rates: job?.rates ?? (await boundedRates(undefined)),
      limits: [...(await limits())],
      job: job === null ? null : await reads.jobRecord(job),
      version: plan.version,
    };
  };
}

export type PlanShow = ReturnType<typeof createPlanShow>;
