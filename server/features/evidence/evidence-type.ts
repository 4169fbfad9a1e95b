import type { FileHandle } from 'node:fs/promises';
import { evidenceEndings, type EvidenceEnding } from '#contract/evidence.ts';
import { DomainError } from '#domain/errors.ts';
import { endingOf } from '#domain/file-name.ts';
import { piecesOf } from './evidence-files.ts';
import { namesInZip } from './zip-names.ts';

type Handle = Pick<FileHandle, 'read'> & FileHandle;

const HEAD = 16;

/** What a name promises. Throws `errors.evidence.ending` for what is not taken. */
export function endingOfName(name: string): EvidenceEnding {
  const ending = endingOf(name);
  const known = evidenceEndings.find((one) => one === ending);
  if (known === undefined)
    throw new DomainError('invalid', 'errors.evidence.ending', {
      args: { endings: evidenceEndings.join(', ') },
    });
  return known;
}

/** Refuses bytes that are not what the name says: `errors.evidence.content`. */
export async function assertContent(
  handle: Handle,
  sizeBytes: number,
  ending: EvidenceEnding,
): Promise<void> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
  if (await isOf(handle, buffer.subarray(0, bytesRead), sizeBytes, ending)) return;
  throw new DomainError('invalid', 'errors.evidence.content', { args: { ending } });
}

const begins = (head: Buffer, hex: string, at = 0): boolean =>
  head.subarray(at, at + hex.length / 2).toString('hex') === hex;

async function isOf(
  handle: Handle,
  head: Buffer,
  sizeBytes: number,
  ending: EvidenceEnding,
): Promise<boolean> {
  switch (ending) {
    case 'pdf':
      return begins(head, '255044462d');
    case 'png':
      return begins(head, '89504e470d0a1a0a');
    case 'jpg':
    case 'jpeg':
      return begins(head, 'ffd8ff');
    case 'webp':
      return begins(head, '52494646') && begins(head, '57454250', 8);
    case 'msg':
      return begins(head, 'd0cf11e0a1b11ae1');
    case 'docx':
    case 'xlsx':
      return begins(head, '504b0304') && isOffice(await namesInZip(handle, sizeBytes), ending);
    case 'txt':
    case 'csv':
    case 'eml':
      return isText(handle);
  }
}

const PARTS = { docx: 'word/document.xml', xlsx: 'xl/workbook.xml' } as const;

/** A document of that kind, and without programs in it. */
function isOffice(names: readonly string[] | null, ending: 'docx' | 'xlsx'): boolean {
  return (
    names !== null &&
    names.includes('[Content_Types].xml') &&
    names.includes(PARTS[ending]) &&
    !names.some((name) => /vbaproject\.bin$/iu.test(name))
  );
}

/** Text in UTF-8 or in the encoding of older Chinese systems; UTF-16 is known by its mark. */
async function isText(handle: FileHandle): Promise<boolean> {
  const decoders = new Map<string, TextDecoder>();
  for await (const piece of piecesOf(handle)) {
    if (decoders.size === 0) for (const name of encodingsOf(piece)) decoders.set(name, fatal(name));
    for (const [name, decoder] of decoders) if (!readsAsText(decoder, piece)) decoders.delete(name);
    if (decoders.size === 0) return false;
  }
  return [...decoders.values()].some((decoder) => readsAsText(decoder));
}

function encodingsOf(head: Buffer): string[] {
  if (begins(head, 'fffe')) return ['utf-16le'];
  return begins(head, 'feff') ? ['utf-16be'] : ['utf-8', 'gb18030'];
}

const fatal = (name: string): TextDecoder => new TextDecoder(name, { fatal: true });

/** Texts have tabs and line ends, and no other controls. */
function readsAsText(decoder: TextDecoder, piece?: Buffer): boolean {
  try {
    const text = piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    return !/[^\P{Cc}\t\r\n\f\u001b\u0085]/u.test(text);
  } catch {
    return false;
  }
}
