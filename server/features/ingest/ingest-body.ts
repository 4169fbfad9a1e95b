import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  MAX_INGEST_BYTES,
  MAX_INGEST_ITEM_CHARS,
  MAX_INGEST_ITEMS,
} from '#contract/integration.ts';
import { DomainError } from '#domain/errors.ts';

/** One item as it was sent: its value, or why it has none. */
export type SentItem = { ok: true; value: unknown } | { ok: false; reason: 'badJson' | 'tooLong' };

/** Cuts a JSON array into the texts of its elements. */
export interface ArrayFramer {
  push(text: string): readonly { text: string }[];
  end(): readonly { text: string }[];
}

export const ingestTypes = ['application/json', 'application/x-ndjson'] as const;

/** Text handed to the framer at a time, so that others get their turn in between. */
const PIECE_CHARS = 256 * 1024;

/**
 * Reads a whole request before anything lands: a request that is too large, or no JSON as a whole, lands nothing.
 * Of NDJSON each line stands for itself, of an array each element.
 */
export async function readIngestBody(
  req: IncomingMessage,
  framer: () => ArrayFramer,
): Promise<{ items: SentItem[]; bodyHash: string }> {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const encoding = req.headers['content-encoding'] ?? 'identity';
  const lines = type === 'application/x-ndjson' || type === 'application/jsonl';
  if ((!lines && type !== 'application/json') || encoding !== 'identity')
    throw new DomainError('malformed', 'errors.mediaType');
  const { text, bodyHash } = await readText(req);
  return { items: lines ? itemsOfLines(text) : await itemsOfArray(text, framer()), bodyHash };
}

async function readText(req: IncomingMessage): Promise<{ text: string; bodyHash: string }> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_INGEST_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_INGEST_BYTES) throw tooLarge();
    hash.update(part);
    parts.push(part);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts, bytes));
    return { text, bodyHash: hash.digest('hex') };
  } catch {
    throw new DomainError('malformed', 'errors.ingest.encoding');
  }
}

function itemsOfLines(text: string): SentItem[] {
  const items: SentItem[] = [];
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    const line = text.slice(at, end).trim();
    at = end + 1;
    if (line !== '') add(items, line);
  }
  return items;
}

async function itemsOfArray(text: string, framer: ArrayFramer): Promise<SentItem[]> {
  if (!/^\s*\[/u.test(text)) throw new DomainError('malformed', 'errors.ingest.notArray');
  const items: SentItem[] = [];
  for (let at = 0; at < text.length; at += PIECE_CHARS) {
    for (const element of framer.push(text.slice(at, at + PIECE_CHARS))) add(items, element.text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const element of framer.end()) add(items, element.text);
  return items;
}

function add(items: SentItem[], text: string): void {
  if (items.length >= MAX_INGEST_ITEMS)
    throw new DomainError('too_large', 'errors.ingest.tooMany', {
      args: { max: MAX_INGEST_ITEMS },
    });
  if (text.length > MAX_INGEST_ITEM_CHARS) return void items.push({ ok: false, reason: 'tooLong' });
  try {
    items.push({ ok: true, value: JSON.parse(text) as unknown });
  } catch {
    items.push({ ok: false, reason: 'badJson' });
  }
}

const tooLarge = (): DomainError =>
  new DomainError('too_large', 'errors.ingest.tooLarge', {
    args: { maxMb: MAX_INGEST_BYTES / 1024 / 1024 },
  });
