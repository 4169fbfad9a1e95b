import { DomainError } from '#domain/errors.ts';
import { createZoneBook } from '#domain/row-reader.ts';
import type { RowRecord } from '#domain/row-reader.ts';
import type { UnsubscribeFacts } from '#domain/unsubscribe-row.ts';
import { readBossRow } from './boss-rows.ts';
import { resolveColumns } from './columns.ts';
import type { ColumnMapping, ImportKind, ResolvedColumns } from './columns.ts';
import { readCsv } from './csv-source.ts';
import type { CsvFile } from './csv-source.ts';
import { decodeText } from './decode.ts';
import type { Bytes, Encoding } from './decode.ts';
import { readJson } from './json-source.ts';
import { readEffectRow } from './effect-rows.ts';
import type { EffectRow } from './effect-rows.ts';
import { readOutageRow } from './outage-rows.ts';
import type { OutageRow } from './outage-rows.ts';
import { peekText } from './peek.ts';
import { readCrmRelation, readPlatformRelation, readRelationRow } from './relation-rows.ts';
import type { ListedRelation, RelationRow } from './relation-rows.ts';
import { keptOriginal } from './row-outcome.ts';
import type { RowContext, RowOutcome, RowRead } from './row-outcome.ts';
import { readSubscriberRow } from './subscriber-rows.ts';
import type { SubscriberRow } from './subscriber-rows.ts';
import { readTmf641Order, tmf641Paths } from './tmf641-rows.ts';
import { readVolumeRow } from './volume-rows.ts';
import type { VolumeRow } from './volume-rows.ts';

/** What a good row of each kind becomes. */
export interface ImportValues {
  unsubscribes: UnsubscribeFacts;
  reconciliation: RelationRow;
  platform_relations: ListedRelation;
  crm_relations: ListedRelation;
  subscribers: SubscriberRow;
  volumes: VolumeRow;
  outages: OutageRow;
  outage_effects: EffectRow;
}

export interface ImportOptions {
  /** IANA zone of the times that name none. */
  zone: string;
  /** Field → header, saved for these headers or chosen by the user. */
  columns?: ColumnMapping;
}

export interface OpenedImport<T> {
  encoding: Encoding;
  format: 'csv' | 'json';
  /** Empty for JSON. */
  headers: readonly string[];
  /** Null for JSON, whose fields have their fixed places. */
  resolved: ResolvedColumns | null;
  /**
   * Read once, one row at a time. Throws `errors.imports.missingColumns` {columns} before the first row when a
   * required field has no column, `.repeatedColumns` {columns} when a used header stands twice, `.brokenRecord`
   * {row}, `.badJson` {line, column} and `.encoding` {encoding, byte} where the file stops making sense.
   */
  rows: AsyncIterable<RowOutcome<T>>;
  /** Lets go of the source, for who wants the headers only. Reading `rows` to the end or breaking off does it too. */
  close(): Promise<void>;
}

const PEEKED_CHARS = 65_536;

const readers: {
  [K in ImportKind]: (record: RowRecord, context: RowContext) => RowRead<ImportValues[K]>;
} = {
  unsubscribes: readBossRow,
  reconciliation: readRelationRow,
  platform_relations: readPlatformRelation,
  crm_relations: readCrmRelation,
  subscribers: readSubscriberRow,
  volumes: readVolumeRow,
  outages: readOutageRow,
  outage_effects: readEffectRow,
};

/**
 * Opens a file of any size: finds its encoding and whether it is CSV or TM Forum 641 JSON, and reads its header.
 * Rows are read as they are asked for; whoever stops early lets go of the source. Throws `errors.imports.empty`,
 * `errors.imports.jsonKind` for JSON of another kind than unsubscribes, and `errors.time.badZone`.
 */
export async function openImport<K extends ImportKind>(
  kind: K,
  source: Bytes,
  options: ImportOptions,
): Promise<OpenedImport<ImportValues[K]>> {
  const zones = createZoneBook();
  const zone = zones(options.zone);
  if (zone === null) {
    throw new DomainError('invalid', 'errors.time.badZone', { args: { zone: options.zone } });
  }
  const context = { zone, zones };
  const { encoding, text } = await decodeText(source);
  const close = async (): Promise<void> => void (await text.return(undefined));
  const { head, whole } = await peekText(text, (seen) => seen.trim() !== '', PEEKED_CHARS);
  // JSON begins with a bracket or brace; no header of a CSV does.
  if (/^\s*[[{]/u.test(head)) {
    if (kind !== 'unsubscribes') {
      await close();
      throw new DomainError('invalid', 'errors.imports.jsonKind', { args: { kind } });
    }
    const rows = ordersOf(whole, context) as AsyncIterable<RowOutcome<ImportValues[K]>>;
    return { encoding, format: 'json', headers: [], resolved: null, rows, close };
  }
  const file = await readCsv(whole);
  const resolved = resolveColumns(kind, file.headers, options.columns);
  const rows = tableOf(file, resolved, close, (record) => readers[kind](record, context));
  return { encoding, format: 'csv', headers: file.headers, resolved, rows, close };
}

async function* ordersOf(
  text: AsyncGenerator<string>,
  context: RowContext,
): AsyncGenerator<RowOutcome<UnsubscribeFacts>> {
  for await (const { rowNo, value: order, text: original } of readJson(text)) {
    for (const read of readTmf641Order(order, context)) {
      yield outcomeOf(read, rowNo, [original], (field) => tmf641Paths[field] ?? field);
    }
  }
}

async function* tableOf<T>(
  file: CsvFile,
  { columns, missing, repeated }: ResolvedColumns,
  close: () => Promise<void>,
  read: (record: RowRecord) => RowRead<T>,
): AsyncGenerator<RowOutcome<T>> {
  const fields = Object.entries(columns);
  const twice = repeated.filter((header) => fields.some(([, used]) => used === header));
  if (missing.length > 0 || twice.length > 0) {
    await close();
    throw missing.length > 0
      ? columnsError('errors.imports.missingColumns', missing)
      : columnsError('errors.imports.repeatedColumns', twice);
  }
  const positions = fields.map(([field, header]) => [field, file.headers.indexOf(header)] as const);
  for await (const { rowNo, cells, fault } of file.rows) {
    const record = Object.fromEntries(positions.map(([field, at]) => [field, cells[at]]));
    const result: RowRead<T> = fault === null ? read(record) : { ok: false, rejects: [fault] };
    yield outcomeOf(result, rowNo, cells, (field) => columns[field] ?? field);
  }
}

const columnsError = (key: string, names: readonly string[]): DomainError =>
  new DomainError('invalid', key, { args: { columns: names.join(', ') } });

function outcomeOf<T>(
  read: RowRead<T>,
  rowNo: number,
  original: readonly string[],
  headerOf: (field: string) => string,
): RowOutcome<T> {
  if (read.ok)
    return { rowNo, ok: true, value: read.value, original: () => keptOriginal(original) };
  const rejects = read.rejects.map((r) => ({ ...r, header: headerOf(r.column) }));
  return { rowNo, ok: false, rejects, original: keptOriginal(original) };
}
