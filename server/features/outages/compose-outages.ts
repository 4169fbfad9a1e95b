import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Zone } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { World } from '../../world.ts';
import { createCauseService } from './cause-service.ts';
import { createCauseStore } from './cause-store.ts';
import { createAttachedListStore } from './attached-list-store.ts';
import { createMembershipReads } from './membership.ts';
import { createOutageExposing } from './outage-exposing.ts';
import { createOutageLanding } from './outage-landing.ts';
import { createOutageBoards } from './outage-boards.ts';
import { createOutageMembers } from './outage-members.ts';
import { createOutageOverlaps } from './outage-overlaps.ts';
import { createOutageParents } from './outage-parents.ts';
import { createOutagePreviews } from './outage-preview.ts';
import { createOutageReads } from './outage-reads.ts';
import { createOutageService } from './outage-service.ts';
import { createOutageSpans } from './outage-spans.ts';
import { createOutageStore } from './outage-store.ts';
import { createOutageViews, type OutageViewsNeeds } from './outage-views.ts';
import { createOutageWriter, type OutageWriterNeeds } from './outage-writer.ts';
import { createSnapshotReads } from './snapshot-reads.ts';
import { createUnsubscribeTicks } from './unsubscribe-ticks.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The feature's own graph; what it needs of others comes in. */
export function composeOutages(
  db: Knex,
  world: World,
  needs: { audit: AuditTrail; zone: Zone; evidence: OutageWriterNeeds['evidence'] } & Pick<
    OutageViewsNeeds,
    'profileInForceAt' | 'calendar'
  >,
) {
  const { audit, zone } = needs;
  const { now } = world;
  const attachedLists = createAttachedListStore(db, world);
  const spans = createOutageSpans(db);
  const overlaps = createOutageOverlaps({ db, spans });
  const members = createOutageMembers(db);
  const ticks = createUnsubscribeTicks(db);
  const store = createOutageStore(db, world, sha256);
  const membership = createMembershipReads(db);
  const outageCauses = createCauseService({ store: createCauseStore(db, world), audit });
  const causes = async () => (await outageCauses.list()).causes;
  const { nextId } = world;
  const lists = attachedLists;
  const writer = createOutageWriter({
    ...{ store, membership, audit, lists, nextId },
    evidence: needs.evidence,
  });
  const outageReads = createOutageReads({ db, causes, spans, overlaps, now });
  const { namesOf } = outageReads;
  const outages = createOutageService({ store, writer, lists, causes, namesOf, zone, now });
  return {
    outages,
    outageReads,
    outageCauses,
    outageViews: createOutageViews({
      find: outages.find,
      reads: outageReads,
      store,
      membership,
      estimates: store.estimatesOf,
      ...{ lists, spans, overlaps, members, ticks, now },
      profileInForceAt: needs.profileInForceAt,
      calendar: needs.calendar,
    }),
    outagePreviews: createOutagePreviews({ membership, overlaps, members, ticks, now }),
    outageBoards: createOutageBoards({ db, spans, zone, now }),
    attachedLists,
    landOutages: createOutageLanding({
      ...{ store, writer, causes: outageCauses },
      parentsOf: createOutageParents(db).among,
    }),
    snapshotReads: createSnapshotReads(db),
    countUncountedOutages: writer.countUncounted,
    /** Lines an outage hit, and the snapshot they are counted in. */
    membership,
    /** Confirmed outages around another, for the exposure of its lines. */
    exposing: createOutageExposing({ db, anyInBoth: overlaps.anyInBoth }),
  };
}
