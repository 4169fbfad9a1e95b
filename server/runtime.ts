import { createHmac } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { createZone } from '#domain/time.ts';
import { createBalanceClient } from './connectors/balance/http.ts';
import { createWebhookSender } from './connectors/webhook/http.ts';
import { createMessagingClient } from './connectors/messaging/http.ts';
import { createProvisioningClient } from './connectors/provisioning/http.ts';
import { createFeatures, type Features, type Surroundings } from './compose.ts';
import { createEventStreams } from './features/events/event-streams.ts';
import { createSystemGate } from './features/resync/system-gate.ts';
import { createSessionCookie } from './http/session-cookie.ts';
import { jobHandlers, shortJobs } from './jobs/handlers.ts';
import { createRunner, type Runner } from './jobs/runner.ts';
import { schedules } from './jobs/schedules.ts';
import type { Keys } from './security/keys.ts';
import { createNumberVault } from './security/number-vault.ts';
import { hashPassword } from './security/passwords.ts';
import type { World } from './world.ts';

export interface RuntimeSettings {
  zone: string;
  tls: boolean;
  sessionIdleMs: number;
  sessionMs: number;
  gatewayTimeoutMs: number;
  provisioningUrl: string;
  balanceUrl: string;
  messagingUrl: string;
  /** What the gateways sign their callbacks with; derived from the keys when none is configured. */
  callbackSecret?: string | undefined;
  /** The only hosts that webhooks go to; none when left out. */
  webhookHosts?: readonly string[] | undefined;
  /** Where the bytes of evidence lie; every node's the same. A folder that goes with the process when left out. */
  filesDir?: string | undefined;
  simulatedGateways: boolean;
  /** Off unless told: tests decide what is sent. */
  automaticResync?: boolean | undefined;
  demo: boolean;
}

export interface Runtime {
  db: Knex;
  world: World;
  features: Features;
  runner: Runner;
  /** The same process on another clock, or inside a transaction: the demo lives through its past in one. */
  at(world: World, handle?: Knex): Runtime;
}

type Log = {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

/** Puts one process together over an open, migrated database. */
export async function createRuntime(
  db: Knex,
  world: World,
  keys: Keys,
  settings: RuntimeSettings,
  log: Log,
): Promise<Runtime> {
  const around: Omit<Surroundings, 'world'> = {
    vault: createNumberVault(keys),
    zone: settings.zone,
    zoneRules: createZone(settings.zone),
    sessionSettings: {
      idleMs: settings.sessionIdleMs,
      absoluteMs: settings.sessionMs,
      csrfKey: createHmac('sha256', keys.lookupKey).update('csrf').digest(),
    },
    sessionCookie: createSessionCookie({ tls: settings.tls, maxAgeMs: settings.sessionMs }),
    installation: {
      demo: settings.demo,
      zone: settings.zone,
      simulatedGateways: settings.simulatedGateways,
    },
    automaticResync: settings.automaticResync ?? false,
    decoyHash: await hashPassword('no account has this password'),
    webhookHosts: settings.webhookHosts ?? [],
    callbackSecret:
      settings.callbackSecret ??
      createHmac('sha256', keys.lookupKey).update('callbacks').digest('hex'),
    filesDir: settings.filesDir ?? join(tmpdir(), `redress-files-${process.pid}`),
    eventStreams: createEventStreams(),
  };
  return assemble(db, { ...around, world }, settings, log);
}

function assemble(db: Knex, around: Surroundings, settings: RuntimeSettings, log: Log): Runtime {
  const { world } = around;
  const { gatewayTimeoutMs: timeoutMs } = settings;
  const features = createFeatures(db, around);
  const gate = createSystemGate({
    inTransaction: features.inTransaction,
    now: world.now,
    nodeId: world.nextId(),
  });
  const handlers = jobHandlers({
    ...{ world, features, gate },
    provisioning: createProvisioningClient({ baseUrl: settings.provisioningUrl, timeoutMs, world }),
    webhook: createWebhookSender({ hosts: around.webhookHosts, timeoutMs, world }),
    balance: createBalanceClient({ baseUrl: settings.balanceUrl, timeoutMs, world }),
    messaging: createMessagingClient({ baseUrl: settings.messagingUrl, timeoutMs, world }),
  });
  const runner = createRunner<Features>({
    db,
    world,
    queue: features.queue,
    handlers,
    schedules: schedules({ db, world, features }),
    together: shortJobs(db, gate),
    inTransaction: (work) => features.inTransaction((f) => work(f, f.queue)),
    log,
  });
  return {
    db,
    world,
    features,
    runner,
    at: (other, handle = db) => assemble(handle, { ...around, world: other }, settings, log),
  };
}
