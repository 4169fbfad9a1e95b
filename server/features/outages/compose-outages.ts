import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { World } from '../../world.ts';
import { createCauseService } from './cause-service.ts';
import { createCauseStore } from './cause-store.ts';
import { createMembershipReads } from './membership.ts';
import { createOutageLanding } from './outage-landing.ts';
import { createOutageReads } from './outage-reads.ts';
import { createOutageService } from './outage-service.ts';
import { createOutageStore } from './outage-store.ts';
import { createOutageViews, type OutageViewsNeeds } from './outage-views.ts';
import { createOutageWriter } from './outage-writer.ts';
import { createSnapshotReads } from './snapshot-reads.ts';
import { createUnsubscribeTicks } from './unsubscribe-ticks.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The feature's own graph; what it needs of others comes in. */
export function composeOutages(
  db: Knex,
  world: World,
  needs: { audit: AuditTrail } & Pick<OutageViewsNeeds, 'profileInForceAt' | 'calendar'>,
) {
  const { audit } = needs;
  const store = createOutageStore(db, world, sha256);
  const membership = createMembershipReads(db);
  const outageCauses = createCauseService({ store: createCauseStore(db, world), audit });
  const causes = async () => (await outageCauses.list()).causes;
  const writer = createOutageWriter({ store, membership, audit, nextId: world.nextId });
  const outages = createOutageService({ store, writer, membership, causes, now: world.now });
  const outageReads = createOutageReads({ db, causes });
  return {
    outages,
    outageReads,
    outageCauses,
    outageViews: createOutageViews({
      find: outages.find,
      reads: outageReads,
      store,
      membership,
      ticks: createUnsubscribeTicks(db),
      now: world.now,
      profileInForceAt: needs.profileInForceAt,
      calendar: needs.calendar,
    }),
    landOutages: createOutageLanding({ store, insert: writer.insert, causes: outageCauses }),
    snapshotReads: createSnapshotReads(db),
    countUncountedOutages: writer.countUncounted,
    /** Lines an outage hit, and the snapshot they are counted in. */
    membership,
  };
}
