import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { OverchargeService } from '../overcharge/overcharge-service.ts';
import type { BillRunStore } from '../systems/bill-run-store.ts';
import type { SystemStore } from '../systems/system-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import { createAttemptStore } from './attempt-store.ts';
import { createAutomaticListener } from './automatic.ts';
import { createCaseWaits } from './case-waits.ts';
import { createObstacleService } from './obstacle-service.ts';
import { createOutageLinks } from './outage-links.ts';
import { createPlannedRetries } from './planned-retries.ts';
import { createProductFacts } from './product-facts.ts';
import { createRecheckPlan } from './recheck.ts';
import { createResyncJobs } from './resync-jobs.ts';
import { createResyncService } from './resync-service.ts';
import { createWaivers } from './waivers.ts';

interface Needs {
  zone: Zone;
  store: CaseStore;
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  queue: Pick<JobQueue, 'enqueue'>;
  catalogue: Pick<CatalogueStore, 'codes'>;
  overcharges: Pick<OverchargeService, 'nextChargeAt'>;
  billRuns: BillRunStore;
  systems: SystemStore;
}

/** The feature's own graph. */
export function composeResync(db: Knex, world: World, needs: Needs) {
  const { store, zone, billRuns } = needs;
  const { enqueue } = needs.queue;
  const { now } = world;
  const products = createProductFacts(db);
  const resyncJobs = createResyncJobs(db, now);
  const resync = createResyncService({
    store,
    find: store.find,
    seen: needs.seen,
    enqueue,
    hasten: resyncJobs.orderStateSeen,
    isCaredFor: resyncJobs.isCaredFor,
    strays: resyncJobs.strays,
    now,
  });
  const waits = createCaseWaits({ db, world, billRunAt: billRuns.at });
  const links = createOutageLinks(db);
  const obstacles = createObstacleService({
    store,
    seen: needs.seen,
    codes: needs.catalogue.codes,
    effectRule: products.effectRule,
    nextChargeAt: needs.overcharges.nextChargeAt,
    waivers: createWaivers(db, world),
    world,
    zone,
  });
  return {
    attempts: createAttemptStore(db, world),
    resyncJobs,
    resync,
    waits,
    obstacles,
    productFacts: products.facts,
    plannedRetries: createPlannedRetries({
      store,
      seen: needs.seen,
      waits,
      links,
      resync,
      frozenCases: links.frozen,
      clearFreeze: obstacles.clearFreeze,
      billRunAt: billRuns.at,
      rates: async () =>
        Object.fromEntries(
          (await needs.systems.all()).map(({ code, ratePerSecond }) => [code, ratePerSecond]),
        ),
      now,
    }),
    recheckPlan: createRecheckPlan({ db, runs: billRuns, enqueue, now }),
    automaticListener: createAutomaticListener({ enqueue, now }),
  };
}
