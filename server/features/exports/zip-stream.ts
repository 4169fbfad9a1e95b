import { Readable } from 'node:stream';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/** One file of the archive; its content comes in pieces and is never whole in memory. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

interface Written {
  name: Buffer;
  offset: number;
  crc: number;
  packed: number;
  plain: number;
}

const MAX_32 = 0xffff_ffff;
const VERSION = 20;
/** Sizes follow the content (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;

/** A ZIP archive as it is written: PKWARE APPNOTE 6.3, deflated, with data descriptors. */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  at: number,
): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  const stamp = dosTime(at);
  let offset = 0;
  for await (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const one: Written = { name, offset, crc: 0, packed: 0, plain: 0 };
    const head = localHeader(name, stamp);
    yield head;
    for await (const piece of deflated(entry.content, one)) {
      one.packed += piece.length;
      yield piece;
    }
    assertFits(one);
    const tail = descriptor(one);
    yield tail;
    offset += head.length + one.packed + tail.length;
    written.push(one);
  }
  const directory = Buffer.concat(written.map((one) => directoryEntry(one, stamp)));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

async function* deflated(content: ZipEntry['content'], one: Written): AsyncGenerator<Buffer> {
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const piece of content) {
      const bytes =
        typeof piece === 'string'
          ? Buffer.from(piece, 'utf8')
          : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      one.crc = crc32(bytes, one.crc);
      one.plain += bytes.length;
      yield bytes;
    }
  }
  const source = Readable.from(measured(), { objectMode: false });
  const packer = createDeflateRaw({ level: constants.Z_BEST_SPEED });
  source.on('error', (error) => packer.destroy(error));
  source.pipe(packer);
  try {
    for await (const piece of packer) yield piece as Buffer;
  } finally {
    source.destroy();
    packer.destroy();
  }
}

function assertFits({ packed, plain, offset }: Written): void {
  if (packed > MAX_32 || plain > MAX_32 || offset > MAX_32)
    throw new Error('an archive without ZIP64 ends at 4 GB');
}

function localHeader(name: Buffer, stamp: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATE, 8);
  head.writeUInt32LE(stamp, 10);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor({ crc, packed, plain }: Written): Buffer {
  const tail = Buffer.alloc(16);
  tail.writeUInt32LE(0x0807_4b50, 0);
  tail.writeUInt32LE(crc >>> 0, 4);
  tail.writeUInt32LE(packed, 8);
  tail.writeUInt32LE(plain, 12);
  return tail;
}

function directoryEntry({ name, offset, crc, packed, plain }: Written, stamp: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x0201_4b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATE, 10);
  entry.writeUInt32LE(stamp, 12);
  entry.writeUInt32LE(crc >>> 0, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(plain, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function endOfDirectory(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** Date and time as MS-DOS keeps them, in UTC. */
function dosTime(at: number): number {
  const date = new Date(at);
  const day =
    ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time =
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
