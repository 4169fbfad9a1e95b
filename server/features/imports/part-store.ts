import type { Knex } from 'knex';

/** The CRM's list as it was uploaded; all other parts are a run's own. */
export const CRM_PART = 'crm';
/** The same while its bytes come in. */
export const ARRIVING_PART = 'arriving';

/** Bytes of an import besides its first file: a second file, and what a run sorts aside. */
export function createPartStore(db: Knex) {
  async function drop(rows: Knex.QueryBuilder): Promise<void> {
    const found = await rows.select<Record<string, unknown>[]>('import_id', 'part', 'seq');
    // One at a time, like chunks: each is a short write of its own.
    for (const row of found) await db('import_parts').where(row).delete();
  }

  return {
    async append(importId: string, part: string, seq: number, bytes: Uint8Array): Promise<void> {
      await db('import_parts').insert({
        import_id: importId,
        part,
        seq,
        bytes: Buffer.from(bytes),
      });
    },

    /** In order, one piece in memory at a time. */
    async *read(importId: string, part: string): AsyncGenerator<Uint8Array> {
      for (let seq = 0; ; seq += 1) {
        const row = (await db('import_parts').where({ import_id: importId, part, seq }).first()) as
          { bytes: Uint8Array | ArrayBuffer } | undefined;
        if (row === undefined) return;
        // One driver answers a Buffer, the other a bare ArrayBuffer.
        yield row.bytes instanceof ArrayBuffer ? new Uint8Array(row.bytes) : row.bytes;
      }
    },

    /** A newer list takes the place of the one before. */
    async replace(importId: string, part: string, by: string): Promise<void> {
      await db('import_parts').where({ import_id: importId, part }).delete();
      await db('import_parts').where({ import_id: importId, part: by }).update({ part });
    },

    dropPart: (importId: string, part: string): Promise<void> =>
      drop(db('import_parts').where({ import_id: importId, part })),

    /** What a run sorted aside. */
    dropWorking: (importId: string): Promise<void> =>
      drop(db('import_parts').where({ import_id: importId }).whereNot({ part: CRM_PART })),

    dropAll: (importId: string): Promise<void> =>
      drop(db('import_parts').where({ import_id: importId })),
  };
}

export type PartStore = ReturnType<typeof createPartStore>;
