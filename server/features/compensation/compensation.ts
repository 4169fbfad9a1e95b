import type { Knex } from 'knex';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { World } from '../../world.ts';
import { createAdjustmentService } from './adjustment-service.ts';
import { createAdjustmentStore } from './adjustment-store.ts';
import { createApprovalChecks } from './approval-checks.ts';
import { readApprovalLimits } from './approval-limits.ts';
import { createApprovalService } from './approval-service.ts';
import { createBatchReads } from './batch-reads.ts';
import { createBatchService, type BatchSources } from './batch-service.ts';
import { createBatchStore } from './batch-store.ts';
import { createCalculationService } from './calculation-service.ts';
import { createCalculationStore } from './calculation-store.ts';
import { createCreditingService } from './crediting-service.ts';
import { createCreditingStore } from './crediting-store.ts';
import { createItemReads } from './item-reads.ts';
import { createBatchUpkeep } from './upkeep.ts';

interface Needs {
  world: World;
  zone: string;
  audit: AuditTrail;
  sources: BatchSources;
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
  const { world, audit, sources, enqueue } = needs;
  const { now, nextId } = world;
  const store = createBatchStore(db, world);
  const calculations = createCalculationStore(db, world);
  const approvalLimits = () => readApprovalLimits(db);
  const batchCalculation = createCalculationService({
    store,
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
    forgetPlan: calculations.forgetPlan,
    snapshotLines: store.snapshotLines,
    approvalLimits,
  });
  return {
    batches,
    batchCalculation,
    batchAdjustments: createAdjustmentService({
      store,
      adjustments: createAdjustmentStore(db, world, calculations.countSites),
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
    batchReads: createBatchReads(db, world, approvalLimits),
    batchItemReads: createItemReads(db),
    approvalLimits,
  };
}
