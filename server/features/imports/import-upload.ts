import { MAX_IMPORT_BYTES, type CrmFileQuery, type UploadQuery } from '#contract/imports.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import { readCrmHead, readHead } from './head.ts';
import type { ImportService } from './import-service.ts';
import type { ImportStore } from './import-store.ts';
import { ARRIVING_PART } from './part-store.ts';

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
  assertFits(options.declaredBytes);
  const id = await f.inTransaction((t) => t.imports.begin(ctx, query));
  try {
    const sizeBytes = await keepBytes(body, (seq, bytes) =>
      f.importStore.appendChunk(id, seq, bytes),
    );
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

/**
 * Takes in the CRM's list, the second file of a reconciliation, in the same way. One that cannot be used leaves the
 * one before in its place.
 */
export async function receiveCrmFile(
  f: UploadFeatures,
  ctx: ActionContext,
  id: string,
  query: CrmFileQuery,
  body: AsyncIterable<Uint8Array>,
  options: { declaredBytes?: number | undefined } = {},
): Promise<void> {
  assertFits(options.declaredBytes);
  const file = await f.imports.expectCrmFile(ctx, id);
  const { parts, savedMapping } = f.importStore;
  await parts.dropPart(id, ARRIVING_PART);
  try {
    const sizeBytes = await keepBytes(body, (seq, bytes) =>
      parts.append(id, ARRIVING_PART, seq, bytes),
    );
    const head = await readCrmHead(file.zone, {
      source: () => parts.read(id, ARRIVING_PART),
      savedMapping,
    });
    const crmFile = { fileName: query.fileName, sizeBytes, ...head };
    await f.inTransaction((t) => t.imports.acceptCrmFile(ctx, file, crmFile));
  } catch (error) {
    await parts.dropPart(id, ARRIVING_PART);
    throw error;
  }
}

function assertFits(declaredBytes: number | undefined): void {
  if ((declaredBytes ?? 0) > MAX_IMPORT_BYTES) throw tooLarge();
}

/** Stores the bytes in chunks of one size; answers how many there were. */
async function keepBytes(
  body: AsyncIterable<Uint8Array>,
  append: (seq: number, bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let total = 0;
  let seq = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(parts, held);
    parts = [];
    held = 0;
    await append(seq, bytes);
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
