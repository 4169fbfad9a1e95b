import type { Knex } from 'knex';
import { maskMsisdn } from '#domain/msisdn.ts';
import { insertIgnore, lockRows } from '../../db/dialect.ts';
import { gather } from '../../gather.ts';
import type { NumberVault } from '../../security/number-vault.ts';
import type { World } from '../../world.ts';

/** A line as other features name it: never by its number. */
export interface LineRef {
  id: string;
  msisdnMasked: string;
  /** Invented: nothing about it ever reaches a real gateway. */
  demo: boolean;
}

const CHUNK = 500;

/** Lines by number. Numbers are stored sealed, found by their keyed hash, and leave here only through `numberOf`. */
export function createLineStore(db: Knex, world: World, vault: NumberVault) {
  async function byHashes(hashes: readonly string[]): Promise<Map<string, LineRef>> {
    const found = new Map<string, LineRef>();
    for (let start = 0; start < hashes.length; start += CHUNK) {
      const rows: {
        id: string;
        msisdn_hash: string;
        msisdn_masked: string;
        demo: unknown;
      }[] = await db('lines')
        .whereIn('msisdn_hash', hashes.slice(start, start + CHUNK))
        .select('id', 'msisdn_hash', 'msisdn_masked', 'demo');
      for (const row of rows)
        found.set(row.msisdn_hash, {
          ...{ id: row.id, msisdnMasked: row.msisdn_masked },
          demo: Boolean(row.demo),
        });
    }
    return found;
  }

  async function insertMissing(
    missing: readonly { msisdn: string; hash: string }[],
    demo: boolean,
  ): Promise<void> {
    const now = world.now();
    for (let start = 0; start < missing.length; start += CHUNK) {
      const rows = missing.slice(start, start + CHUNK).map(({ msisdn, hash }) => ({
        id: world.nextId(),
        msisdn_hash: hash,
        msisdn_sealed: vault.seal(msisdn),
        msisdn_masked: maskMsisdn(msisdn),
        demo,
        created_at: now,
      }));
      await insertIgnore(db, 'lines', rows);
    }
  }

  return {
    /** The lines of these numbers (E.164), created where they are new; set-wise. */
    async findOrCreate(
      msisdns: readonly string[],
      options: { demo: boolean },
    ): Promise<Map<string, LineRef>> {
      const hashOf = new Map(msisdns.map((msisdn) => [msisdn, vault.hash(msisdn)]));
      const known = await byHashes([...hashOf.values()]);
      const missing = [...hashOf]
        .filter(([, hash]) => !known.has(hash))
        .map(([msisdn, hash]) => ({ msisdn, hash }));
      if (missing.length > 0) {
        await insertMissing(missing, options.demo);
        // Read again: another import may have created some of them first.
        for (const [hash, line] of await byHashes(missing.map((m) => m.hash)))
          known.set(hash, line);
      }
      const lines = new Map<string, LineRef>();
      for (const [msisdn, hash] of hashOf) {
        const line = known.get(hash);
        if (line !== undefined) lines.set(msisdn, line);
      }
      return lines;
    },

    /** The line of one number (E.164), by its keyed hash. */
    async byNumber(msisdn: string): Promise<LineRef | undefined> {
      const hash = vault.hash(msisdn);
      return (await byHashes([hash])).get(hash);
    },

    /** The lines of these numbers (E.164) that are known, by number; set-wise. */
    async byNumbers(msisdns: readonly string[]): Promise<Map<string, LineRef>> {
      const hashOf = new Map(msisdns.map((msisdn) => [msisdn, vault.hash(msisdn)]));
      const known = await byHashes([...hashOf.values()]);
      const found = new Map<string, LineRef>();
      for (const [msisdn, hash] of hashOf) {
        const line = known.get(hash);
        if (line !== undefined) found.set(msisdn, line);
      }
      return found;
    },

    /** Locks lines in one order, so that two landings about the same line wait for each other. */
    async lock(ids: readonly string[]): Promise<void> {
      const sorted = [...new Set(ids)].sort();
      for (let start = 0; start < sorted.length; start += CHUNK) {
        await lockRows(
          db,
          db('lines')
            .whereIn('id', sorted.slice(start, start + CHUNK))
            .orderBy('id')
            .select('id'),
        );
      }
    },

    /** The number in clear, for a call to a gateway. Only jobs use it; it is never answered or logged. */
    numberOf: gather(async (ids: readonly string[]): Promise<(string | undefined)[]> => {
      const rows: { id: string; msisdn_sealed: string }[] = await db('lines')
        .whereIn('id', [...new Set(ids)])
        .select('id', 'msisdn_sealed');
      const sealed = new Map(rows.map((row) => [row.id, row.msisdn_sealed]));
      return ids.map((id) => {
        const number = sealed.get(id);
        return number === undefined ? undefined : vault.open(number);
      });
    }),

    /** The home areas and bill days of lines, from the latest complete snapshot that has each. */
    async homesOf(
      ids: readonly string[],
    ): Promise<Map<string, { areaCode: string; billDay: number }>> {
      const homes = new Map<string, { areaCode: string; billDay: number }>();
      const unique = [...new Set(ids)];
      for (let start = 0; start < unique.length; start += CHUNK) {
        const rows: {
          line_id: string;
          area_code: string;
          bill_day: number;
        }[] = await db('line_facts')
          .join('snapshots', 'snapshots.id', 'line_facts.snapshot_id')
          .whereIn('line_facts.line_id', unique.slice(start, start + CHUNK))
          .whereNot('snapshots.state', 'loading')
          .orderBy('snapshots.as_of_at')
          .select('line_facts.line_id', 'line_facts.area_code', 'line_facts.bill_day');
        for (const row of rows)
          homes.set(row.line_id, { areaCode: row.area_code, billDay: Number(row.bill_day) });
      }
      return homes;
    },
  };
}

export type LineStore = ReturnType<typeof createLineStore>;
