import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { runTransaction } from '../../db/transaction.ts';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

interface EventRow {
  id: string;
  at: number;
  actor_id: string;
  actor_name: string;
  request_id: string;
  action: string;
  subject_type: string;
  subject_id: string;
  reason: string | null;
  detail: string;
}

const GENESIS = '0'.repeat(64);

/** SHA-256 over the event's columns in a fixed order, as a JSON array. */
export function eventHash(row: EventRow): string {
  const columns = [
    row.id,
    Number(row.at),
    row.actor_id,
    row.actor_name,
    row.request_id,
    row.action,
    row.subject_type,
    row.subject_id,
    row.reason,
    row.detail,
  ];
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex');
}

export function chainHash(previous: string, hash: string, seq: number): string {
  return createHash('sha256').update(`${previous}:${seq}:${hash}`).digest('hex');
}

/**
 * Numbers and chains committed events, oldest first; answers how many. Run by one leased job seconds after
 * the fact, so that no write waits for another's. The lock on the last seal keeps a second sealer out.
 */
export function sealAuditEvents(db: Knex, world: World, limit: number): Promise<number> {
  return runTransaction(db, async (trx) => {
    const last = await lockRows(
      trx,
      trx('audit_seals').select('seq', 'chain_hash').orderBy('seq', 'desc').limit(1),
    );
    const rows = (await trx('audit_unsealed')
      .join('audit_events', 'audit_events.id', 'audit_unsealed.event_id')
      .select('audit_events.*')
      .orderBy('audit_events.id')
      .limit(limit)) as EventRow[];
    if (rows.length === 0) return 0;
    let seq = Number(last[0]?.seq ?? 0);
    let chain = String(last[0]?.chain_hash ?? GENESIS);
    const seals = rows.map((row) => {
      seq += 1;
      const hash = eventHash(row);
      chain = chainHash(chain, hash, seq);
      return { seq, event_id: row.id, event_hash: hash, chain_hash: chain, sealed_at: world.now() };
    });
    for (let start = 0; start < seals.length; start += 200)
      await trx('audit_seals').insert(seals.slice(start, start + 200));
    await trx('audit_unsealed')
      .whereIn(
        'event_id',
        rows.map((row) => row.id),
      )
      .delete();
    return rows.length;
  });
}

export interface AuditFault {
  seq: number;
  fault: 'gap' | 'event_missing' | 'event_changed' | 'chain_broken' | 'unsealed_lost';
}

/** Walks the whole chain and answers its first fault, or null when every event stands as it was sealed. */
export async function verifyAuditChain(db: Knex): Promise<AuditFault | null> {
  let seq = 0;
  let chain = GENESIS;
  for (;;) {
    const rows = (await db('audit_seals')
      .leftJoin('audit_events', 'audit_events.id', 'audit_seals.event_id')
      .select(
        'audit_events.*',
        'audit_seals.seq',
        'audit_seals.event_hash',
        'audit_seals.chain_hash',
      )
      .where('audit_seals.seq', '>', seq)
      .orderBy('audit_seals.seq')
      .limit(1000)) as (Partial<EventRow> & {
      seq: number;
      event_hash: string;
      chain_hash: string;
    })[];
    if (rows.length === 0) return unsealedFault(db, seq);
    for (const row of rows) {
      seq += 1;
      if (Number(row.seq) !== seq) return { seq, fault: 'gap' };
      if (row.id == null) return { seq, fault: 'event_missing' };
      if (eventHash(row as EventRow) !== row.event_hash) return { seq, fault: 'event_changed' };
      chain = chainHash(chain, row.event_hash, seq);
      if (chain !== row.chain_hash) return { seq, fault: 'chain_broken' };
    }
  }
}

/** An event that is neither sealed nor waiting for the sealer was slipped in behind the trail. */
async function unsealedFault(db: Knex, seq: number): Promise<AuditFault | null> {
  const [stray] = await db('audit_events')
    .leftJoin('audit_seals', 'audit_seals.event_id', 'audit_events.id')
    .leftJoin('audit_unsealed', 'audit_unsealed.event_id', 'audit_events.id')
    .whereNull('audit_seals.event_id')
    .whereNull('audit_unsealed.event_id')
    .select('audit_events.id')
    .limit(1);
  return stray === undefined ? null : { seq, fault: 'unsealed_lost' };
}
