import type { FileHandle } from 'node:fs/promises';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
/** The longest comment that may stand behind the end of a ZIP file. */
const COMMENT_BYTES = 65_535;
const MAX_LIST_BYTES = 1024 * 1024;

/**
 * The names in a ZIP file, read from the list at its end; nothing is unpacked. Null for what is none, or is of a kind
 * that no office program writes (several disks, ZIP64, a list of more than 1 MB).
 */
export async function namesInZip(handle: FileHandle, sizeBytes: number): Promise<string[] | null> {
  const tail = await slice(handle, Math.max(0, sizeBytes - END_BYTES - COMMENT_BYTES), sizeBytes);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) return null;
  const listBytes = tail.readUInt32LE(end + 12);
  const listAt = tail.readUInt32LE(end + 16);
  if (listBytes > MAX_LIST_BYTES || listAt + listBytes > sizeBytes) return null;
  const names = namesOf(await slice(handle, listAt, listAt + listBytes));
  return names?.length === tail.readUInt16LE(end + 10) ? names : null;
}

function namesOf(list: Buffer): string[] | null {
  const names: string[] = [];
  for (let at = 0; at < list.length;) {
    if (at + ENTRY_BYTES > list.length || list.readUInt32LE(at) !== ENTRY) return null;
    const nameBytes = list.readUInt16LE(at + 28);
    const moreBytes = list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
    names.push(list.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
    at += ENTRY_BYTES + nameBytes + moreBytes;
  }
  return names;
}

async function slice(handle: FileHandle, from: number, until: number): Promise<Buffer> {
  const length = Math.max(0, until - from);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
