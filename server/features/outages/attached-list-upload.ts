import { setImmediate } from 'node:timers/promises';
import { MAX_ATTACHED_NUMBERS, type AttachedList } from '#contract/outage-work.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { maskMsisdn, redactNumbers } from '#domain/msisdn.ts';
import { numbersOfRow } from '#domain/number-list.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { AttachedListStore, ListCounts } from './attached-list-store.ts';

/** What an upload needs of the graph; it opens its own short transactions. */
export interface ListUploadFeatures {
  attachedLists: AttachedListStore;
  audit: Pick<AuditTrail, 'record'>;
  lines: {
    byNumbers(numbers: readonly string[]): Promise<ReadonlyMap<string, { id: string }>>;
  };
  inTransaction<T>(work: (f: ListUploadFeatures) => Promise<T>): Promise<T>;
}

const MAX_BYTES = 16 * 1024 * 1024;
const CHUNK = 1000;
const REJECTS = 20;
const REJECT_LENGTH = 40;

interface Reading extends ListCounts {
  seen: Set<string>;
  waiting: { row: number; msisdn: string }[];
}

/**
 * Takes in a list of numbers, a CSV file or pasted text, row by row, and keeps the lines they belong to; a number
 * itself is never kept. Answers the list's id; what cannot be used is refused whole and leaves nothing behind.
 */
export async function receiveAttachedList(
  f: ListUploadFeatures,
  ctx: ActionContext,
  name: string,
  body: AsyncIterable<Uint8Array>,
): Promise<string> {
  const id = await f.inTransaction((t) => t.attachedLists.begin(name, ctx.actor));
  try {
    const counts = await readList(f, id, rowsOf(body));
    if (counts.read === 0) throw new DomainError('invalid', 'errors.attached.empty');
    await f.inTransaction(async (t) => {
      await t.attachedLists.complete(id, counts);
      await t.audit.record(ctx, {
        action: 'attached_list.kept',
        subjectType: 'attached_list',
        subjectId: id,
        detail: { name, read: counts.read, matched: counts.matched },
      });
    });
    return id;
  } catch (error) {
    await f.attachedLists.drop(id);
    throw error;
  }
}

async function readList(
  f: ListUploadFeatures,
  listId: string,
  rows: AsyncIterable<string>,
): Promise<ListCounts> {
  const reading: Reading = {
    ...{ read: 0, matched: 0, repeated: 0, rejects: [] },
    ...{ seen: new Set(), waiting: [] },
  };
  let row = 0;
  for await (const text of rows) {
    row += 1;
    const numbers = numbersOfRow(text);
    if (numbers.length === 0) rejectRow(reading, row, text);
    for (const msisdn of numbers) takeNumber(reading, row, msisdn);
    if (reading.waiting.length >= CHUNK) await keepWaiting(f, listId, reading);
  }
  await keepWaiting(f, listId, reading);
  const { read, matched, repeated, rejects } = reading;
  return { read, matched, repeated, rejects };
}

function rejectRow(reading: Reading, row: number, text: string): void {
  // Blank rows and a head say nothing.
  if (text.trim() === '' || (row === 1 && !/\d/u.test(text))) return;
  reject(reading, row, redactNumbers(text.trim()).slice(0, REJECT_LENGTH), 'no_number');
}

function takeNumber(reading: Reading, row: number, msisdn: string): void {
  if (reading.seen.has(msisdn)) {
    reading.repeated += 1;
    return;
  }
  if (reading.read >= MAX_ATTACHED_NUMBERS)
    throw new DomainError('too_large', 'errors.attached.tooMany', {
      args: { max: MAX_ATTACHED_NUMBERS },
    });
  reading.seen.add(msisdn);
  reading.read += 1;
  reading.waiting.push({ row, msisdn });
}

async function keepWaiting(f: ListUploadFeatures, listId: string, reading: Reading): Promise<void> {
  const { waiting } = reading;
  for (let start = 0; start < waiting.length; start += CHUNK) {
    const some = waiting.slice(start, start + CHUNK);
    const known = await f.lines.byNumbers(some.map(({ msisdn }) => msisdn));
    const ids: string[] = [];
    for (const { row, msisdn } of some) {
      const line = known.get(msisdn);
      if (line === undefined) reject(reading, row, maskMsisdn(msisdn), 'not_known');
      else ids.push(line.id);
    }
    reading.matched += ids.length;
    // SQLite answers at once: without this nobody else would get a turn until the list is read.
    await setImmediate();
    await f.inTransaction((t) => t.attachedLists.addLines(listId, ids));
  }
  reading.waiting = [];
}

function reject(
  reading: Reading,
  row: number,
  text: string,
  reason: AttachedList['rejects'][number]['reason'],
): void {
  if (reading.rejects.length < REJECTS) reading.rejects.push({ row, text, reason });
}

/** The rows of a text. Digits read the same in UTF-8 and GB 18030; UTF-16 is known by its mark. */
async function* rowsOf(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  let rest = '';
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MAX_BYTES)
      throw new DomainError('too_large', 'errors.attached.tooLarge', { args: { mb: 16 } });
    decoder ??= new TextDecoder(encodingOf(part));
    const rows = (rest + decoder.decode(part, { stream: true })).split(/\r?\n/u);
    rest = rows.pop() ?? '';
    yield* rows;
  }
  yield rest + (decoder?.decode() ?? '');
}

function encodingOf(head: Uint8Array): string {
  const [first, second] = head;
  if (first === 0x50 && second === 0x4b)
    throw new DomainError('invalid', 'errors.attached.notText');
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
