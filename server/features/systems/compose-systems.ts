import type { Knex } from 'knex';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createBillRunService } from './bill-run-service.ts';
import { createBillRunStore } from './bill-run-store.ts';
import { createBillRunTimesStore } from './bill-run-times-store.ts';
import { createSystemService } from './system-service.ts';
import { createSystemStore } from './system-store.ts';

/** The feature's own graph. */
export function composeSystems(db: Knex, world: World, needs: { audit: AuditTrail; zone: Zone }) {
  const { audit, zone } = needs;
  const systemStore = createSystemStore(db, world);
  const times = createBillRunTimesStore(db, world);
  const billRunStore = createBillRunStore(db, world, zone, times.read);
  return {
    systemStore,
    systems: createSystemService({ store: systemStore, audit, now: world.now }),
    billRunStore,
    billRuns: createBillRunService({ store: billRunStore, times, zone, audit, now: world.now }),
  };
}
