import type { Knex } from 'knex';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createZone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import { createAdjustmentService } from './adjustment-service.ts';
import { createAdjustmentStore } from './adjustment-store.ts';
import { createApprovalChecks } from './approval-checks.ts';
import { createApprovalLimits } from './approval-limits.ts';
import { createApprovalService } from './approval-service.ts';
import { createAutomaticService, type AutomaticNeeds } from './automatic-service.ts';
import { createAutomaticStore } from './automatic-store.ts';
import { createBatchList } from './batch-list.ts';
import { createBatchReads } from './batch-reads.ts';
import { createBatchService } from './batch-service.ts';
import type { BatchSources } from './batch-sources.ts';
import { createBatchStore } from './batch-store.ts';
import { createCalculationService } from './calculation-service.ts';
import { createCalculationStore } from './calculation-store.ts';
import { createCompanions, type OutagesAround } from './companions.ts';
import { createCountedBatches } from './counted-batches.ts';
import { createCreditingService } from './crediting-service.ts';
import { createCreditingStore } from './crediting-store.ts';
import { createItemReads } from './item-reads.ts';
import { createLineage } from './lineage.ts';
import { createLineageStore } from './lineage-store.ts';
import { createLimitsReads } from './limits-reads.ts';
import { createLimitsService } from './limits-service.ts';
import { createLimitsStore } from './limits-store.ts';
import { createPlanStore } from './plan-store.ts';
import { createReplayReads } from './replay-reads.ts';
import { createRestatements } from './restatement.ts';
import { createBatchUpkeep } from './upkeep.ts';
import { createValuation } from './valuation.ts';

interface Needs {
  world: World;
  zone: string;
  audit: AuditTrail;
  sources: Omit<BatchSources, 'snapshotLines' | 'companionsOf'> & OutagesAround;
  enqueue(job: {
    kind: string;
    subjectId: string;
    payload?: Record<string, unknown>;
  }): Promise<unknown>;
  findStaff(
    id: string,
  ): Promise<{ id: string; name: string; role: string; status: string } | undefined>;
  policiesInForceAt: AutomaticNeeds['policiesInForceAt'];
  publisherIdOf(policyId: string): Promise<string | null>;
  confirmedOutage: AutomaticNeeds['outage'];
  openNumber(sealed: string): string;
}

/** The compensation feature over one handle. */
export function createCompensation(db: Knex, needs: Needs) {
  const { world, audit, enqueue } = needs;
  const { now, nextId } = world;
  const store = createBatchStore(db, world);
  const counted = createCountedBatches(db);
  const companionsOf = createCompanions({ ...needs.sources, countedNear: counted.countedNear });
  const sources = { ...needs.sources, snapshotLines: store.snapshotLines, companionsOf };
  const lineage = createLineage({ batches: counted, lineages: createLineageStore(db, world) });
  const plans = createPlanStore(db);
  const calculations = createCalculationStore(db, world);
  const valuation = createValuation(db, { lineage, plans, sources, zone: needs.zone });
  const limits = createApprovalLimits(db);
  const approvalLimits = limits.ofFamily;
  const batchCalculation = createCalculationService({
    store,
    plans,
    lineage,
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
    lineage,
    approvalLimits,
  });
  const automatic = createAutomaticStore(db, world);
  const approvals = createApprovalService({
    store,
    checks: createApprovalChecks(db),
    lineage,
    sources,
    audit,
    now,
    enqueue,
    approvalLimits,
    findStaff: needs.findStaff,
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
    batchApprovals: approvals,
    automaticBatches: createAutomaticService({
      ...{ store, automatic, batches, approvals, audit, now, enqueue },
      zone: createZone(needs.zone),
      outage: needs.confirmedOutage,
      policiesInForceAt: needs.policiesInForceAt,
      publisherOf: async (policyId) => {
        const id = await needs.publisherIdOf(policyId);
        return id === null ? null : ((await needs.findStaff(id)) ?? null);
      },
      rulesInForce: limits.inForce,
      purposeOf: limits.purposeOf,
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
    batchList: createBatchList(db, world, limits.inForce),
    batchReads: createBatchReads(db, world, {
      limits: approvalLimits,
      purposeOf: limits.purposeOf,
      automaticOf: automatic.ofBatch,
    }),
    batchItemReads: createItemReads(db),
    batchReplays: createReplayReads(db),
    valuation,
    restatements: createRestatements(db, { sources, valuation, zone: needs.zone }),
    approvalLimits: limits.inForce,
    limits: createLimitsService({
      store: createLimitsStore(db, world),
      audit,
      now,
      nextId,
      purposes: limits.purposes,
      holdBatches: store.serialise,
    }),
    limitsReads: createLimitsReads(db),
  };
}
