import type { Knex } from 'knex';
import type { Zone } from '#domain/time.ts';
import type { EventStreams } from '../features/events/event-streams.ts';
import type { SessionSettings } from '../features/staff/session-service.ts';
import type { Installation, SessionCookie } from '../features/staff/session-routes.ts';
import type { NumberVault } from '../security/number-vault.ts';
import type { World } from '../world.ts';

/** What the graph is built from, besides the database handle. */
export interface Surroundings {
  world: World;
  vault: NumberVault;
  zone: string;
  /** The same zone, made once. */
  zoneRules: Zone;
  sessionSettings: SessionSettings;
  sessionCookie: SessionCookie;
  installation: Installation;
  /** Cases whose cause passes by itself are sent again without a person. */
  automaticResync: boolean;
  decoyHash: string;
  /** Signs what the operator's gateways call back with. */
  callbackSecret: string;
  /** The only hosts that webhooks go to. */
  webhookHosts: readonly string[];
  /** Where the bytes of evidence lie. */
  filesDir: string;
  /** The open event streams of this process. */
  eventStreams: EventStreams;
}

/** What every graph begins with: ONE handle (the database, or the transaction of a request) and its surroundings. */
export interface Root {
  readonly db: Knex;
  readonly world: World;
  readonly zone: Zone;
  readonly around: Surroundings;
}
