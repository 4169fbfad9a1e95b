import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { createChargeStore, createChargeTables } from './charge-store.ts';
import { createReplyStore, createReplyTable } from './message-store.ts';
import type { ActionQuery, LogQuery, ServiceQuery, SystemStates } from './schemas.ts';

/** A TM Forum resource as it is answered; stored whole, so that the same key gets the same answer. */
export type Document = Readonly<Record<string, unknown>>;

export interface ServiceRow {
  readonly id: string;
  readonly systems: SystemStates;
}

export type ActionKind = 'order' | 'topup' | 'adjust' | 'message';

export interface ActionRow {
  readonly id: string;
  readonly kind: ActionKind;
  readonly key: string;
  readonly bodyHash: string;
  readonly requestor: string | null;
  readonly requestedAt: number;
  /** what a reversal can still take back; 0 for anything but an accepted top-up */
  readonly remaining: number;
  readonly document: Document;
}

/** One line of the gateway's own ledger: something that really happened to a customer's line. */
export interface Effect {
  readonly seq: number;
  readonly at: number;
  readonly scope: 'ordering' | 'balance' | 'messages';
  readonly action: 'cancel' | 'topup' | 'adjust' | 'sms' | 'push';
  readonly key: string;
  readonly ref: string;
  /** service id or bucket id */
  readonly subject: string;
  readonly system: string | null;
  readonly amount: number | null;
  readonly units: string | null;
}

type SimStore = ReturnType<typeof createSimStore>;
export type { SimStore };

/** Creates the simulator's own tables where they are missing. It has no migrations: it is nobody's system of record. */
export async function createSimTables(db: Knex): Promise<void> {
  const create = async (name: string, build: (table: Knex.CreateTableBuilder) => void) => {
    if (!(await db.schema.hasTable(name))) await db.schema.createTable(name, build);
  };
  await create('sim_services', (table) => {
    table.string('id', 64).primary();
    table.string('msisdn', 16).notNullable().index();
    table.text('systems').notNullable();
  });
  await create('sim_actions', (table) => {
    table.string('id', 32).primary();
    table.string('kind', 8).notNullable();
    table.string('key', 128).notNullable();
    table.string('body_hash', 64).notNullable();
    table.string('requestor', 128);
    table.bigInteger('requested_at').notNullable();
    table.bigInteger('remaining').notNullable();
    table.text('document').notNullable();
    table.unique(['kind', 'key']);
    table.index(['kind', 'requested_at', 'id']);
  });
  await createReplyTable(db);
  await createChargeTables(db);
  await create('sim_effects', (table) => {
    table.bigIncrements('seq');
    table.bigInteger('at').notNullable();
    table.string('scope', 16).notNullable();
    table.string('action', 16).notNullable();
    table.string('key', 128).notNullable().index();
    table.string('ref', 32).notNullable();
    table.string('subject', 64).notNullable();
    table.string('system', 16);
    table.bigInteger('amount');
    table.string('units', 16);
  });
}

/** Reads and writes over one handle: the database, or a transaction of it. */
export function createSimStore(db: Knex) {
  return {
    ...createReplyStore(db),
    ...createChargeStore(db),

    async service(id: string): Promise<ServiceRow | null> {
      const row: RawService | undefined = await db('sim_services').where({ id }).first();
      return row === undefined ? null : readService(row);
    },

    async services(query: ServiceQuery): Promise<{ rows: ServiceRow[]; total: number }> {
      const all = () => {
        const list = db('sim_services');
        if (query.id !== undefined) void list.where('id', query.id);
        if (query.msisdn !== undefined) void list.where('msisdn', query.msisdn);
        return list;
      };
      const rows: RawService[] = await all().orderBy('id').limit(query.limit).offset(query.offset);
      return { rows: rows.map(readService), total: await count(all()) };
    },

    async saveServices(rows: readonly ServiceRow[]): Promise<void> {
      for (let start = 0; start < rows.length; start += 200) {
        const chunk = rows.slice(start, start + 200).map((row) => ({
          id: row.id,
          msisdn: row.id.slice(0, 11),
          systems: JSON.stringify(row.systems),
        }));
        await db('sim_services').insert(chunk).onConflict('id').merge();
      }
    },

    async actionByKey(kind: ActionKind, key: string): Promise<ActionRow | null> {
      const row: RawAction | undefined = await db('sim_actions').where({ kind, key }).first();
      return row === undefined ? null : readAction(row);
    },

    async actionById(kind: ActionKind, id: string): Promise<ActionRow | null> {
      const row: RawAction | undefined = await db('sim_actions').where({ kind, id }).first();
      return row === undefined ? null : readAction(row);
    },

    async actions(
      kind: ActionKind,
      query: ActionQuery,
    ): Promise<{ documents: Document[]; total: number }> {
      const all = () => {
        const list = db('sim_actions').where({ kind });
        if (query.externalId !== undefined) void list.where('key', query.externalId);
        const requestor = query['requestor.id'];
        if (requestor !== undefined) void list.where({ requestor });
        return list;
      };
      const way = query.sort === '-requestedDate' ? 'desc' : 'asc';
      const rows: RawAction[] = await all()
        .orderBy([
          { column: 'requested_at', order: way },
          { column: 'id', order: way },
        ])
        .limit(query.limit)
        .offset(query.offset);
      return { documents: rows.map((row) => readAction(row).document), total: await count(all()) };
    },

    async insertAction(row: ActionRow): Promise<void> {
      const { id, kind, key, bodyHash, requestor, requestedAt, remaining, document } = row;
      await db('sim_actions').insert({
        id,
        kind,
        key,
        body_hash: bodyHash,
        requestor,
        requested_at: requestedAt,
        remaining,
        document: JSON.stringify(document),
      });
    },

    async setRemaining(id: string, remaining: number): Promise<void> {
      await db('sim_actions').where({ id }).update({ remaining });
    },

    async insertEffects(effects: readonly Omit<Effect, 'seq'>[]): Promise<void> {
      if (effects.length > 0) await db('sim_effects').insert([...effects]);
    },

    async effects(query: LogQuery): Promise<{ effects: Effect[]; total: number }> {
      const all = () => {
        const list = db('sim_effects').where('seq', '>', query.after);
        if (query.key !== undefined) void list.where('key', query.key);
        if (query.scope !== undefined) void list.where('scope', query.scope);
        return list;
      };
      const effects: Effect[] = await all().orderBy('seq').limit(query.limit);
      return { effects, total: await count(all()) };
    },
  };
}

interface RawService {
  id: string;
  systems: string;
}

interface RawAction {
  id: string;
  kind: ActionKind;
  key: string;
  body_hash: string;
  requestor: string | null;
  requested_at: number;
  remaining: number;
  document: string;
}

function readService(row: RawService): ServiceRow {
  return { id: row.id, systems: JSON.parse(row.systems) as SystemStates };
}

function readAction(row: RawAction): ActionRow {
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    bodyHash: row.body_hash,
    requestor: row.requestor,
    requestedAt: Number(row.requested_at),
    remaining: Number(row.remaining),
    document: JSON.parse(row.document) as Document,
  };
}

async function count(query: Knex.QueryBuilder): Promise<number> {
  const row = (await query.count({ n: '*' }).first()) as { n: number } | undefined;
  return Number(row?.n ?? 0);
}

/** SHA-256 of a body regardless of the order in which its keys were written. */
export function hashBody(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${canonical(entry)}`).join(',')}}`;
}
