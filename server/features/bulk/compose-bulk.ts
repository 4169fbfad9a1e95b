import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import { createBulkJobService, type BulkJobServiceNeeds } from './bulk-job-service.ts';
import { createBulkJobStore } from './bulk-job-store.ts';
import { createBulkOutcomes } from './bulk-outcomes.ts';
import { createBulkReads } from './bulk-reads.ts';
import { createBulkRun, type BulkRunNeeds } from './bulk-run.ts';
import { itemActs, type ItemActNeeds } from './item-acts.ts';
import { createPlanCollecting, type CollectingNeeds } from './plan-collecting.ts';
import { createPlanService, type PlanServiceNeeds } from './plan-service.ts';
import { createPlanShow } from './plan-show.ts';
import { createPlanStore } from './plan-store.ts';

/** The feature's own graph; whose cases these are and what is done to them comes in. */
export function composeBulk(
  db: Knex,
  world: World,
  needs: Pick<CollectingNeeds, 'walk' | 'lines' | 'parseFilter'> &
    Pick<PlanServiceNeeds, 'audit' | 'zone' | 'enqueue' | 'colleagueRole' | 'templateUsable'> &
    Pick<BulkRunNeeds, 'findCase'> &
    Pick<BulkJobServiceNeeds, 'limits'> &
    ItemActNeeds & {
      /** The kind of the queue's jobs that bring a case to its end. */
      resyncJobKind: string;
    },
) {
  const store = createPlanStore(db);
  const jobStore = createBulkJobStore(db);
  const own = { now: world.now, nextId: world.nextId };
  const bulkJobs = createBulkJobService({ ...needs, ...own, store: jobStore });
  const planCollecting = createPlanCollecting({ ...needs, ...own, store });
  const bulkReads = createBulkReads({ db, world, tally: jobStore.tally, limits: needs.limits });
  return {
    planCollecting,
    plans: createPlanService({
      ...needs,
      ...own,
      store,
      collecting: planCollecting,
      startJob: bulkJobs.start,
    }),
    planShow: createPlanShow({
      db,
      reads: bulkReads,
      limits: needs.limits,
      boundedRates: bulkJobs.boundedRates,
    }),
    bulkJobs,
    bulkReads,
    bulkRun: createBulkRun({
      ...needs,
      jobs: jobStore,
      plans: store,
      outcomes: createBulkOutcomes(db, { workKind: needs.resyncJobKind, now: world.now }),
      act: itemActs(needs),
      now: world.now,
    }),
  };
}
