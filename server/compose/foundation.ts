import { composeApiKeys } from '../features/api-keys/compose-api-keys.ts';
import { createAuditReads } from '../features/audit/audit-reads.ts';
import { createAuditTrail } from '../features/audit/audit-store.ts';
import { createCatalogueReads } from '../features/catalogue/catalogue-reads.ts';
import { createCatalogueStore } from '../features/catalogue/catalogue-store.ts';
import { createDefaultCatalogue } from '../features/catalogue/default-catalogue.ts';
import { createEventReads } from '../features/events/event-reads.ts';
import { createSessionService } from '../features/staff/session-service.ts';
import { createSignInThrottle } from '../features/staff/sign-in-throttle.ts';
import { createStaffReads } from '../features/staff/staff-reads.ts';
import { createStaffService } from '../features/staff/staff-service.ts';
import { createStaffStore } from '../features/staff/staff-store.ts';
import { composeSystems } from '../features/systems/compose-systems.ts';
import { createOwnWork } from '../features/tasks/own-work.ts';
import { composeWebhooks } from '../features/webhooks/compose-webhooks.ts';
import { createIdempotencyStore } from '../http/idempotency.ts';
import { createJobQueue } from '../jobs/queue.ts';
import { hashPassword, oneTimePassword, passwordMatches } from '../security/passwords.ts';
import { opened, recipes, type Parts } from './graph.ts';
import type { Root } from './surroundings.ts';

const ground = recipes<Root>()({
  audit: ({ db, world }) => createAuditTrail(db, world),
  auditReads: ({ db }) => createAuditReads(db),
  queue: ({ db, world }) => createJobQueue(db, world),
  idempotency: ({ db, world }) => createIdempotencyStore(db, world),
  staffStore: ({ db, world }) => createStaffStore(db, world),
  staffReads: ({ db }) => createStaffReads(db),
  ownWork: ({ db }) => createOwnWork(db),
  catalogue: ({ db, world }) => createCatalogueStore(db, world),
  catalogueReads: ({ db }) => createCatalogueReads(db),
  callbackSecret: ({ around }) => around.callbackSecret,
  sessionCookie: ({ around }) => around.sessionCookie,
  installation: ({ around }) => around.installation,
  now: ({ world }) => world.now,
});

type Ground = Root & Parts<typeof ground>;

const people = recipes<Ground>()({
  sessions: (g) =>
    createSessionService({
      db: g.db,
      world: g.world,
      staff: g.staffStore,
      audit: g.audit,
      throttle: createSignInThrottle(g.db, g.world),
      settings: g.around.sessionSettings,
      hashPassword,
      passwordMatches,
      decoyHash: g.around.decoyHash,
    }),
  findStaff: ({ staffStore }) => staffStore.byId,
  findStaffByLogin: ({ staffStore }) => staffStore.byLogin,
  colleagueRole: ({ staffStore }) => {
    return async (id: string) => {
      const row = await staffStore.byId(id);
      return row?.status === 'active' ? row.role : undefined;
    };
  },
  apiKeyFeature: ({ db, world, audit }) => composeApiKeys(db, world, { audit }),
  systemFeature: ({ db, world, audit, zone }) => composeSystems(db, world, { audit, zone }),
  webhookFeature: ({ db, world, audit, around, queue }) =>
    composeWebhooks(db, world, {
      audit,
      hosts: around.webhookHosts,
      seal: around.vault.seal,
      open: around.vault.open,
      enqueue: queue.enqueue,
    }),
  ensureCatalogue: ({ db, world, audit }) =>
    createDefaultCatalogue({ db, world, audit }).ensureCatalogue,
});

type WithPeople = Ground & Parts<typeof people>;

const shown = recipes<WithPeople>()({
  staff: ({ staffStore, audit, sessions }) =>
    createStaffService({
      store: staffStore,
      audit,
      endSessionsOf: sessions.endSessionsOf,
      hashPassword,
      newOneTimePassword: oneTimePassword,
    }),
  liveEvents: ({ db, world, around, sessions }) => ({
    streams: around.eventStreams,
    reads: { ...createEventReads(db), now: world.now, liveAmong: sessions.liveAmong },
  }),
});

const open = opened<WithPeople>();

/** What the others stand on: the trail, the queue, people, the catalogue, the four systems, other programs. */
export const foundation = {
  ...ground,
  ...people,
  ...shown,
  ...open('apiKeyFeature', ['apiKeys', 'apiKeyReads']),
  ...open('systemFeature', ['systemStore', 'systems', 'billRunStore', 'billRuns']),
  ...open('webhookFeature', [
    'webhookStore',
    'webhookDeliveries',
    'webhookReads',
    'webhookHosts',
    'openWebhookSecret',
    'sealWebhookSecret',
    'webhooks',
    'webhookCollector',
  ]),
};

export type Foundation = Root & Parts<typeof foundation>;
