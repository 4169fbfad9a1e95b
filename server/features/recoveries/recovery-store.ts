import type { Knex } from 'knex';
import type { EvidenceEnding } from '#contract/evidence.ts';
import type { RecoveryFile } from '#contract/recoveries.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import {
  outstandingFen,
  type HeadSums,
  type RecoveryHead,
  type RecoveryState,
} from '#domain/recoveries.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { fileOf, headOf, recoveryOf, type Row } from './recovery-row.ts';

/** A case as stored; its heads carry the sums. */
export interface Recovery {
  id: string;
  number: string;
  outageId: string;
  party: string;
  state: RecoveryState;
  dueAt: number | null;
  letterCount: number;
  version: number;
}

export interface Head extends HeadSums {
  head: RecoveryHead;
  basis: string;
}

export interface NewRecovery {
  number: string;
  outageId: string;
  party: string;
  partyAddress: string | null;
  damageKnownAt: number;
  limitationAt: number | null;
  limitationWarnAt: number | null;
  heads: readonly Head[];
}

export interface RecoveryChange {
  state?: RecoveryState;
  dueAt?: number | null;
  letterSentAt?: number;
  heads?: readonly Head[];
}

export interface NewReceipt {
  recoveryId: string;
  head: RecoveryHead;
  amountFen: number;
  receivedOn: string;
  reference: string;
  reason: string | null;
}

export interface NewFile {
  recoveryId: string;
  head: RecoveryHead;
  fileName: string;
  ending: EvidenceEnding;
  sizeBytes: number;
  sha256: string;
}

/** Cases of recovery with their heads, receipts, files and notes. */
export function createRecoveryStore(db: Knex, world: World) {
  const by = (actor: Actor, act: string) => ({ [act]: actor.id, [`${act}_name`]: actor.name });

  async function putHeads(id: string, heads: readonly Head[]): Promise<void> {
    for (const { head, claimedFen, agreedFen, receivedFen, basis } of heads) {
      await db('recovery_heads').where({ recovery_id: id, head }).delete();
      await db('recovery_heads').insert({
        ...{ recovery_id: id, head, basis },
        ...{ claimed_fen: claimedFen, agreed_fen: agreedFen, received_fen: receivedFen },
      });
    }
  }

  return {
    async find(id: string): Promise<Recovery | undefined> {
      const row = (await db('recoveries').where({ id }).first()) as Row | undefined;
      return row === undefined ? undefined : recoveryOf(row);
    },

    async heads(id: string): Promise<Head[]> {
      const rows = (await db('recovery_heads').where({ recovery_id: id })) as Row[];
      return rows.map(headOf);
    },

    /** R-261122-01; call it with the outage held, or another case may have taken it. */
    async nextNumber(prefix: string): Promise<string> {
      const [last] = await db('recoveries')
        .where('number', '>', prefix)
        .where('number', '<', `${prefix}~`)
        .orderByRaw('length(number) desc, number desc')
        .limit(1)
        .select<{ number: string }[]>('number');
      const n = last === undefined ? 1 : Number(last.number.slice(prefix.length)) + 1;
      return `${prefix}${String(n).padStart(2, '0')}`;
    },

    async ofParty(outageId: string, party: string): Promise<string | undefined> {
      const row = await db('recoveries')
        .where({ outage_id: outageId, party })
        .first<{ number: string } | undefined>('number');
      return row?.number;
    },

    async insert(actor: Actor, made: NewRecovery): Promise<string> {
      const now = world.now();
      const id = world.nextId();
      await db('recoveries').insert({
        ...{ id, number: made.number, outage_id: made.outageId, state: 'filed' },
        ...{ party: made.party, party_address: made.partyAddress },
        ...sumsOf('filed', made.heads),
        damage_known_at: made.damageKnownAt,
        limitation_at: made.limitationAt,
        limitation_warn_at: made.limitationWarnAt,
        ...{ due_at: null, letter_count: 0, letter_sent_at: null },
        ...{ ...by(actor, 'filed_by'), filed_at: now },
        ...{ version: 1, updated_at: now },
      });
      await putHeads(id, made.heads);
      return id;
    },

    /** Compare and set on version and state; sums follow the heads. */
    async update(seen: Recovery, heads: readonly Head[], change: RecoveryChange): Promise<void> {
      const state = change.state ?? seen.state;
      const letter = change.letterSentAt !== undefined;
      const result = await db('recoveries')
        .where({ id: seen.id, version: seen.version, state: seen.state })
        .update({
          state,
          ...sumsOf(state, heads),
          ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
          ...(letter
            ? { letter_sent_at: change.letterSentAt, letter_count: seen.letterCount + 1 }
            : {}),
          ...{ version: seen.version + 1, updated_at: world.now() },
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
      if (change.heads !== undefined) await putHeads(seen.id, change.heads);
    },

    async addReceipt(actor: Actor, receipt: NewReceipt): Promise<void> {
      await db('recovery_receipts').insert({
        ...{ id: world.nextId(), recovery_id: receipt.recoveryId, head: receipt.head },
        ...{ amount_fen: receipt.amountFen, received_on: receipt.receivedOn },
        ...{ reference: receipt.reference, reason: receipt.reason },
        ...{ ...by(actor, 'recorded_by'), recorded_at: world.now() },
      });
    },

    async addNote(actor: Actor, recoveryId: string, body: string): Promise<string> {
      const id = world.nextId();
      await db('recovery_notes').insert({
        ...{ id, recovery_id: recoveryId, body },
        ...{ author_id: actor.id, author_name: actor.name, created_at: world.now() },
      });
      return id;
    },

    async files(recoveryId: string): Promise<RecoveryFile[]> {
      const rows = (await db('recovery_files')
        .where({ recovery_id: recoveryId })
        .orderBy('id')) as Row[];
      return rows.map(fileOf);
    },

    async file(id: string): Promise<RecoveryFile | undefined> {
      const row = (await db('recovery_files').where({ id }).first()) as Row | undefined;
      return row === undefined ? undefined : fileOf(row);
    },

    async addFile(actor: Actor, file: NewFile): Promise<string> {
      const id = world.nextId();
      await db('recovery_files').insert({
        ...{ id, recovery_id: file.recoveryId, head: file.head, file_name: file.fileName },
        ...{ ending: file.ending, size_bytes: file.sizeBytes, sha256: file.sha256 },
        ...{ ...by(actor, 'added_by'), added_at: world.now() },
      });
      return id;
    },

    async withdrawFile(id: string, actor: Actor, reason: string): Promise<void> {
      const result = await db('recovery_files')
        .where({ id })
        .whereNull('withdrawn_at')
        .update({
          ...by(actor, 'withdrawn_by'),
          ...{ withdrawn_at: world.now(), withdrawn_reason: reason },
        });
      if (affected(result) !== 1)
        throw new DomainError('conflict', 'errors.evidence.withdrawnAlready');
    },
  };
}

export type RecoveryStore = ReturnType<typeof createRecoveryStore>;

function sumsOf(state: RecoveryState, heads: readonly HeadSums[]) {
  const agreed = heads.some(({ agreedFen }) => agreedFen !== null);
  const sum = (of: (head: HeadSums) => number) => heads.reduce((n, head) => n + of(head), 0);
  return {
    claimed_fen: sum(({ claimedFen }) => claimedFen),
    agreed_fen: agreed ? sum(({ agreedFen }) => agreedFen ?? 0) : null,
    received_fen: sum(({ receivedFen }) => receivedFen),
    outstanding_fen: outstandingFen(state, heads),
  };
}
