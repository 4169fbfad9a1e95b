import type { Knex } from 'knex';
import type { CreateWebhookBody, WebhookRecord } from '#contract/integration.ts';
import { DomainError } from '#domain/errors.ts';
import type { WebhookEvent } from '#domain/webhook-events.ts';
import { given } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export type WebhookRow = Record<string, string | number | null>;

/** What a change may set; the rest of a webhook is the server's. */
export interface WebhookChange {
  name?: string;
  url?: string;
  eventTypes?: readonly WebhookEvent[];
  secretSealed?: string;
  state?: 'active' | 'paused';
  pausedReason?: string | null;
  cursorSeq?: number;
  failures?: number;
}

export function createWebhookStore(db: Knex, world: World) {
  return {
    async byId(id: string): Promise<WebhookRow | undefined> {
      return (await db('webhooks').where({ id }).first()) as WebhookRow | undefined;
    },

    async active(): Promise<WebhookRow[]> {
      return (await db('webhooks').where({ state: 'active' }).orderBy('id')) as WebhookRow[];
    },

    /** Begins with what happens from now on. */
    async insert(
      facts: CreateWebhookBody & { secretSealed: string; createdByName: string },
    ): Promise<string> {
      const id = world.nextId();
      await db('webhooks').insert({
        id,
        name: facts.name,
        url: facts.url,
        event_types: facts.eventTypes.join(' '),
        secret_sealed: facts.secretSealed,
        state: 'active',
        cursor_seq: await this.lastSeq(),
        failures: 0,
        created_by_name: facts.createdByName,
        created_at: world.now(),
        version: 1,
      });
      return id;
    },

    /** Compare-and-set by version. */
    async change(id: string, version: number, change: WebhookChange): Promise<void> {
      const touched = affected(
        await db('webhooks')
          .where({ id, version })
          .update({ ...columnsOf(change), version: version + 1 }),
      );
      if (touched !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** How the last tries went; leaves the version alone, so that whoever edits is not refused. */
    async noteTries(id: string, failures: number, deliveredAt: number | null): Promise<void> {
      await db('webhooks')
        .where({ id })
        .update({ failures, ...(deliveredAt === null ? {} : { delivered_at: deliveredAt }) });
    },

    /** The number of the last sealed event. */
    async lastSeq(): Promise<number> {
      const row = (await db('audit_seals').orderBy('seq', 'desc').select('seq').first()) as
        { seq: number } | undefined;
      return Number(row?.seq ?? 0);
    },
  };
}

export type WebhookStore = ReturnType<typeof createWebhookStore>;

function columnsOf(change: WebhookChange): Record<string, unknown> {
  const { name, url, eventTypes, secretSealed, state, pausedReason, cursorSeq, failures } = change;
  const columns = {
    name,
    url,
    event_types: eventTypes?.join(' '),
    secret_sealed: secretSealed,
    state,
    paused_reason: pausedReason,
    cursor_seq: cursorSeq,
    failures,
  };
  return given(columns);
}

export function webhookOf(row: WebhookRow): Omit<WebhookRecord, 'waiting' | 'dead'> {
  return {
    id: String(row['id']),
    name: String(row['name']),
    url: String(row['url']),
    eventTypes: String(row['event_types']).split(' ') as WebhookEvent[],
    state: row['state'] as WebhookRecord['state'],
    pausedReason: row['paused_reason'] === null ? null : String(row['paused_reason']),
    failures: Number(row['failures']),
    deliveredAt: row['delivered_at'] === null ? null : Number(row['delivered_at']),
    createdByName: String(row['created_by_name']),
    createdAt: Number(row['created_at']),
    version: Number(row['version']),
  };
}
