import { relationLists } from '#domain/reconciliation.ts';
import type { ImportFile, ImportStore } from './import-store.ts';
import { parserKindOf, type RowKind } from './parser-kind.ts';
import { openImport, type ImportValues } from './parsers/open-import.ts';
import type { RowOutcome } from './parsers/row-outcome.ts';
import { CRM_PART } from './part-store.ts';
import { createListJoiner, type ListsCounts } from './relation-lists.ts';

export type AnyOutcome = RowOutcome<ImportValues[RowKind]>;

/** Why a run stops before its end. */
export type Halt = 'cancelled' | 'put_off';

export interface OpenedRows {
  rows: AsyncIterable<AnyOutcome>;
  /** Of two lists: what was read of each so far. */
  lists: ListsCounts | null;
}

/** How much of the file's bytes is done with. */
export interface Meter {
  bytes: number;
}

/** Small pieces, because what the parser has read ahead counts as done. */
const PIECE_BYTES = 16 * 1024;
const ROWS_BETWEEN_CHECKS = 2_000;

/** The rows of an import: those of its file, or the relations of two lists. `check` says when to stop. */
export async function openRows(
  file: ImportFile,
  store: ImportStore,
  meter: Meter,
  check: () => Promise<Halt | null>,
): Promise<OpenedRows | Halt> {
  if (file.kind === 'relations') return openLists(file, store, meter, check);
  const pieces = piecesOf(store.chunks(file.id), (bytes) => (meter.bytes += bytes));
  const { zone, columns } = file;
  const opened = await openImport(parserKindOf(file.kind), pieces, { zone, columns });
  return { rows: opened.rows as AsyncIterable<AnyOutcome>, lists: null };
}

/** Both lists are read and sorted aside first, then joined: each is half of the way. */
async function openLists(
  file: ImportFile,
  store: ImportStore,
  meter: Meter,
  check: () => Promise<Halt | null>,
): Promise<OpenedRows | Halt> {
  const joiner = createListJoiner(file.id, store.parts);
  await joiner.clear();
  let read = 0;
  const count = (bytes: number): void => {
    read += bytes;
    meter.bytes = Math.floor(read / 2);
  };
  for (const list of relationLists) {
    const opened =
      list === 'platform'
        ? await openImport('platform_relations', piecesOf(store.chunks(file.id), count), file)
        : await openImport('crm_relations', piecesOf(store.parts.read(file.id, CRM_PART), count), {
            zone: file.zone,
            columns: file.crmFile?.columns ?? {},
          });
    let rows = 0;
    for await (const outcome of opened.rows) {
      await joiner.add(list, outcome);
      rows += 1;
      if (rows % ROWS_BETWEEN_CHECKS > 0) continue;
      await store.noteProgress(file.id, { bytesDone: meter.bytes });
      const halt = await check();
      if (halt !== null) return halt;
    }
  }
  await joiner.settle();
  const half = meter.bytes;
  const rows = joiner.joined((share) => (meter.bytes = half + Math.floor(share * half)));
  return { rows, lists: joiner.counts };
}

async function* piecesOf(
  chunks: AsyncGenerator<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      count(piece.length);
      yield piece;
    }
  }
}
