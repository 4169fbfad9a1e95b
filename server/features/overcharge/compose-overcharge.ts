import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import { createChargeFacts } from './charge-facts.ts';
import { createOverchargeService, type OverchargeNeeds } from './overcharge-service.ts';
import { createOverchargeStore } from './overcharge-store.ts';

/** The feature's own graph. */
export function composeOvercharge(
  db: Knex,
  world: World,
  needs: Pick<OverchargeNeeds, 'audit' | 'zone' | 'codes' | 'seen'>,
) {
  const store = createOverchargeStore(db, world);
  const overcharges = createOverchargeService({
    store,
    ...needs,
    ...createChargeFacts(db),
    now: world.now,
  });
  return { overcharges, overchargeLedger: store };
}
