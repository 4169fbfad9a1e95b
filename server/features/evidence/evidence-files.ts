import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';

/** A file that has come in whole and lies beside the store: kept under its hash, or dropped. */
export interface Arrived {
  sizeBytes: number;
  sha256: string;
  /** Open for reading what the bytes are. */
  handle: FileHandle;
  keep(): Promise<void>;
  drop(): Promise<void>;
}

const HASH = /^[0-9a-f]{64}$/u;
const PIECE = 64 * 1024;
/** An upload that has not ended by then died with its process. */
const LEFTOVER_MS = 24 * 3_600_000;

/**
 * Bytes in a folder, each file under the hash of what it holds: nothing that was sent decides about a path. A file is
 * written aside, brought to the disk, and only then renamed to its place, so that what stands there is whole.
 */
export function createEvidenceFiles(folder: string) {
  const arriving = join(folder, 'arriving');

  const placeOf = (sha256: string): { folder: string; path: string } => {
    if (!HASH.test(sha256)) throw new Error('a stored file has no proper hash');
    const shelf = join(folder, sha256.slice(0, 2));
    return { folder: shelf, path: join(shelf, sha256) };
  };

  async function settle(part: string, sha256: string): Promise<void> {
    const place = placeOf(sha256);
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    await rename(part, place.path);
    await syncFolder(place.folder);
    await syncFolder(folder);
  }

  return {
    /** Takes bytes in, refuses more than `maxBytes` and none at all. */
    async receive(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Arrived> {
      await mkdir(arriving, { recursive: true, mode: 0o700 });
      const part = join(arriving, `${randomUUID()}.part`);
      const handle = await open(part, 'wx+', 0o600);
      const drop = async (): Promise<void> => {
        await handle.close();
        await rm(part, { force: true });
      };
      try {
        const { sizeBytes, sha256 } = await writeAll(handle, body, maxBytes);
        await handle.sync();
        const keep = async (): Promise<void> => {
          await handle.close();
          await settle(part, sha256);
        };
        return { sizeBytes, sha256, handle, keep, drop };
      } catch (error) {
        await drop();
        throw error;
      }
    },

    /**
     * Opens a stored file whose bytes are what they were: read through once before the first is given out. Throws
     * `errors.evidence.missing` and `.damaged`. The reader closes it.
     */
    async read(file: { sha256: string; sizeBytes: number }): Promise<FileHandle> {
      const handle = await openOrMissing(placeOf(file.sha256).path);
      try {
        const hash = createHash('sha256');
        for await (const piece of piecesOf(handle)) hash.update(piece);
        if (hash.digest('hex') !== file.sha256)
          throw new DomainError('unavailable', 'errors.evidence.damaged');
        return handle;
      } catch (error) {
        await handle.close();
        throw error;
      }
    },

    /** Drops uploads that never ended; answers how many. */
    async sweep(now: number): Promise<number> {
      const names = await readdir(arriving).catch(() => []);
      let dropped = 0;
      for (const name of names) {
        const path = join(arriving, name);
        const found = await stat(path).catch(() => undefined);
        if (found === undefined || found.mtimeMs > now - LEFTOVER_MS) continue;
        await rm(path, { force: true });
        dropped += 1;
      }
      return dropped;
    },
  };
}

export type EvidenceFiles = ReturnType<typeof createEvidenceFiles>;

/** The bytes of a file from its beginning, whatever was read of it before. */
export async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function writeAll(handle: FileHandle, body: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of body) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    hash.update(piece);
    // Write may take less than it is given; this does not.
    await handle.appendFile(piece);
  }
  if (sizeBytes === 0) throw new DomainError('invalid', 'errors.evidence.empty');
  return { sizeBytes, sha256: hash.digest('hex') };
}

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError('too_large', 'errors.evidence.tooLarge', {
    args: { maxMb: maxBytes / 1024 / 1024 },
  });

async function openOrMissing(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw new DomainError('unavailable', 'errors.evidence.missing', { cause: error });
  }
}

/** A rename is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
