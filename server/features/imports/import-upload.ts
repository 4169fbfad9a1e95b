import { MAX_IMPORT_BYTES, type UploadQuery } from '#contract/imports.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { readHead } from './head.ts';
import type { ImportService } from './import-service.ts';
import type { ImportStore } from './import-store.ts';

/** What an upload needs of the graph; it opens its own short transactions. */
export interface UploadFeatures {
  imports: ImportService;
  importStore: ImportStore;
  inTransaction<T>(work: (f: UploadFeatures) => Promise<T>): Promise<T>;
}

const CHUNK_BYTES = 512 * 1024;

/**
 * Takes a file in, chunk by chunk, and reads its head. What cannot be used is refused whole and leaves nothing
 * behind. Throws `errors.imports.tooLarge`, `.empty` and what `readHead` throws; answers the import's id.
 */
export async function receiveImport(
  f: UploadFeatures,
  ctx: ActionContext,
  query: UploadQuery,
  body: AsyncIterable<Uint8Array>,
  options: { declaredBytes?: number | undefined; auditDetail?: Record<string, unknown> } = {},
): Promise<string> {
  if ((options.declaredBytes ?? 0) > MAX_IMPORT_BYTES) throw tooLarge();
  const id = await f.inTransaction((t) => t.imports.begin(ctx, query));
  try {
    const sizeBytes = await keepBytes(f.importStore, id, body);
    const file = await f.importStore.byId(id);
    if (file === undefined) throw new DomainError('not_found', 'errors.notFound');
    const head = await readHead(
      {
        kind: file.kind,
        zone: file.zone,
        asOfOn: file.asOfAt === null ? null : localDateAt(createZone(file.zone), file.asOfAt),
      },
      {
        source: () => f.importStore.chunks(id),
        savedMapping: (kind, signature) => f.importStore.savedMapping(kind, signature),
      },
    );
    await f.inTransaction((t) => t.imports.accept(ctx, id, sizeBytes, head, options.auditDetail));
    return id;
  } catch (error) {
    await f.importStore.dropChunks(id);
    await f.importStore.remove(id);
    throw error;
  }
}

/** Stores the bytes in chunks of one size; answers how many there were. */
async function keepBytes(
  store: ImportStore,
  id: string,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let total = 0;
  let seq = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(parts, held);
    parts = [];
    held = 0;
    await store.appendChunk(id, seq, bytes);
    seq += 1;
  };
  for await (const part of body) {
    total += part.length;
    if (total > MAX_IMPORT_BYTES) throw tooLarge();
    parts.push(part);
    held += part.length;
    if (held >= CHUNK_BYTES) await flush();
  }
  if (total === 0) throw new DomainError('invalid', 'errors.imports.empty');
  if (held > 0) await flush();
  return total;
}

const tooLarge = (): DomainError =>
  new DomainError('too_large', 'errors.imports.tooLarge', {
    args: { maxMb: MAX_IMPORT_BYTES / 1024 / 1024 },
  });
