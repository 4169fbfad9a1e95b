import type { Knex } from 'knex';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { World } from '../../world.ts';
import { createAdjustmentService } from './adjustment-service.ts';
import { createAdjustmentStore } from './adjustment-store.ts';
import { createApprovalChecks } from './approval-checks.ts';
import { readApprovalLimits } from './approval-limits.ts';
import { createApprovalService } from './approval-service.ts';
import { createBatchList } from './batch-list.ts';
import { createBatchReads } from './batch-reads.ts';
import { createBatchService } from './batch-service.ts';
import type { BatchSources } from './batch-sources.ts';
import { createBatchStore } from './batch-store.ts';
import { createCalculationService } from './calculation-service.ts';
import { createCalculationStore } from './calculation-store.ts';
import { createCreditingService } from './crediting-service.ts';
import { createCreditingStore } from './crediting-store.ts';
import { createItemReads } from './item-reads.ts';
import { createPlanStore } from './plan-store.ts';
import { createReplayReads } from './replay-reads.ts';
import { createBatchUpkeep } from './upkeep.ts';
import { createValuation } from './valuation.ts';

interface Needs {
  world: World;
  zone: string;
  audit: AuditTrail;
  sources: Omit<BatchSources, 'snapshotLines'>;
  enqueue(job: {
    kind: string;
    subjectId: string;
    payload?: Record<string, unknown>;
  }): Promise<unknown>;
  findStaff(id: string): Promise<{ role: string; status: string } | undefined>;
  openNumber(sealed: string): string;
}

/** The compensation feature over one handle. */
export function createCompensation(db: Knex, needs: Needs) {
  const { world, audit, enqueue } = needs;
  const { now, nextId } = world;
  const store = createBatchStore(db, world);
  const sources = { ...needs.sources, snapshotLines: store.snapshotLines };
  const plans = createPlanStore(db);
  const calculations = createCalculationStore(db, world);
  const approvalLimits = () => readApprovalLimits(db);
  const batchCalculation = createCalculationService({
    store,
    plans,
    calculations,
    audit,
    now,
    approvalLimits,
  });
  const batches = createBatchService({
    store,
    sources,
    audit,
    now,
    nextId,
    zone: needs.zone,
    enqueue,
    forgetPlan: plans.forgetPlan,
    approvalLimits,
  });
  return {
    batches,
    batchCalculation,
    batchAdjustments: createAdjustmentService({
      store,
      adjustments: createAdjustmentStore(db, world, plans.countSites),
      startCalculation: batches.startCalculation,
      retotal: batchCalculation.retotal,
      audit,
      approvalLimits,
    }),
    batchApprovals: createApprovalService({
      store,
      checks: createApprovalChecks(db),
      sources,
      audit,
      now,
      enqueue,
      approvalLimits,
      findStaff: needs.findStaff,
    }),
    batchCredits: createCreditingService({
      store,
      crediting: createCreditingStore(db, world),
      audit,
      now,
      enqueue,
      openNumber: needs.openNumber,
    }),
    batchUpkeep: createBatchUpkeep({ store, batches, enqueue }),
    batchList: createBatchList(db, world, approvalLimits),
    batchReads: createBatchReads(db, world, approvalLimits),
    batchItemReads: createItemReads(db),
    batchReplays: createReplayReads(db),
    valuation: createValuation(db, { store, plans, sources, zone: needs.zone }),
    approvalLimits,
  };
}
