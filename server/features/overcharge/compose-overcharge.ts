import type { Knex } from 'knex';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { BillRunStore } from '../systems/bill-run-store.ts';
import { createChargeFacts } from './charge-facts.ts';
import { createOverchargeService, type OverchargeNeeds } from './overcharge-service.ts';
import { createOverchargeStore } from './overcharge-store.ts';
import { createReadingService } from './reading-service.ts';
import { createReadingStore } from './reading-store.ts';
import { createRefundStore } from './refund-store.ts';
import { createRunReadings } from './run-readings.ts';

/** The feature's own graph. */
export function composeOvercharge(
  db: Knex,
  world: World,
  needs: Pick<OverchargeNeeds, 'audit' | 'zone' | 'codes' | 'seen'> & {
    enqueue(request: JobRequest): Promise<string>;
    runs: Pick<BillRunStore, 'toReadCharges' | 'advanceCharges'>;
  },
) {
  const { audit, zone, codes, enqueue } = needs;
  const store = createOverchargeStore(db, world);
  const readings = createReadingStore(db, world);
  const facts = createChargeFacts(db);
  const overcharges = createOverchargeService({
    store,
    readings,
    ...needs,
    ...facts,
    now: world.now,
  });
  return {
    overcharges,
    overchargeLedger: { ...store, ...createRefundStore(db, world) },
    runReadings: createRunReadings({ db, runs: needs.runs, plan: readings.plan, now: world.now }),
    chargeReadings: createReadingService({
      ...{ store, readings, audit, zone, codes, enqueue },
      ...facts,
      now: world.now,
    }),
  };
}
