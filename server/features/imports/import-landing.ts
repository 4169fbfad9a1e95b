import type { ActionContext } from '#domain/context.ts';
import type { FieldFault, MessageArgs } from '#domain/errors.ts';
import type { RelationList } from '#domain/reconciliation.ts';
import type { RejectReason } from '#domain/rejects.ts';
import type { ImportFile } from './import-store.ts';
import type { ImportPreview } from './import-preview.ts';
import { factsOfRelation } from './relation-facts.ts';
import { rowKindOf, type RowKind } from './parser-kind.ts';
import type { ImportValues } from './parsers/open-import.ts';
import type { EffectRow } from './parsers/effect-rows.ts';
import type { OutageRow } from './parsers/outage-rows.ts';
import type { SubscriberRow } from './parsers/subscriber-rows.ts';
import type { VolumeRow } from './parsers/volume-rows.ts';

type CaseFacts = ImportValues['unsubscribes'];

/** What became, or would become, of the good rows given; the rest stood here already. */
export interface Landed {
  /** New, those that joined another included. */
  landed: number;
  joined: number;
  /** Well-formed, yet not acceptable to the feature they belong to. */
  refused: Refused[];
}

export interface Refused {
  row: GoodRow;
  /** The field's name in code. */
  field: string;
  reasonKey: RejectReason;
  args: MessageArgs;
}

/** A good row, and whether an earlier row of the file has the same line and product. */
export interface GoodRow {
  value: ImportValues[RowKind];
  pairSeen: boolean;
  rowNo: number;
  list?: RelationList | undefined;
  original(): readonly string[];
}

/** Outages that rows above in the file would have become, and whether each would be a part of another. */
export type ForetoldOutages = Map<string, boolean>;

/** Rows settled before a restart are parents still; whether one was refused is said again when the file lands. */
export function foretell(rows: readonly GoodRow[], foretold: ForetoldOutages): void {
  for (const { value } of rows)
    if ('parentNumber' in value) foretold.set(value.number, value.parentNumber !== null);
}

interface OutageFate {
  outcome: 'landed' | 'known' | 'refused';
  faults: Readonly<Record<string, FieldFault>>;
}

export interface ImportLandingNeeds {
  preview: ImportPreview;
  /** A keyed digest. */
  hashOf(text: string): string;
  landCases(
    ctx: ActionContext,
    facts: readonly CaseFacts[],
    options: { importId: string },
  ): Promise<{ landed: number; joined: number }>;
  landOutages(
    ctx: ActionContext,
    rows: readonly OutageRow[],
    options: { importId: string; dryRun: boolean; foretold: ForetoldOutages },
  ): Promise<readonly OutageFate[]>;
  landEffects(
    ctx: ActionContext,
    rows: readonly EffectRow[],
    options: { importId: string; dryRun: boolean },
  ): Promise<readonly OutageFate[]>;
  landVolumes(rows: readonly VolumeRow[]): Promise<unknown>;
  snapshots: {
    begin(id: string, asOfAt: number): Promise<void>;
    add(id: string, rows: readonly SubscriberRow[]): Promise<number>;
    complete(id: string, newRows: number): Promise<'complete' | 'unchanged'>;
    discard(id: string): Promise<void>;
  };
}

/** Hands good rows to the feature they belong to. Every landing knows its natural keys, so that twice is once. */
export function createImportLanding(needs: ImportLandingNeeds) {
  const { snapshots, preview } = needs;
  const valuesOf = <K extends RowKind>(_kind: K, rows: readonly GoodRow[]) =>
    rows.map((row) => row.value as ImportValues[K]);

  /** The cases that the rows say, or that their differences become. */
  function casesOf(
    file: ImportFile,
    rows: readonly GoodRow[],
  ): { value: CaseFacts; pairSeen: boolean }[] {
    if (rowKindOf(file.kind) !== 'reconciliation')
      return rows.map(({ value, pairSeen }) => ({ value: value as CaseFacts, pairSeen }));
    return rows.flatMap(({ value, pairSeen }) => {
      const facts = factsOfRelation(value as ImportValues['reconciliation'], needs.hashOf);
      return facts === null ? [] : [{ value: facts, pairSeen }];
    });
  }

  async function landCases(ctx: ActionContext, file: ImportFile, rows: readonly GoodRow[]) {
    const facts = casesOf(file, rows).map(({ value }) => value);
    if (facts.length === 0) return landedOnly(0);
    const { landed, joined } = await needs.landCases(ctx, facts, { importId: file.id });
    return { landed: landed + joined, joined, refused: [] };
  }

  async function landVolumes(rows: readonly GoodRow[]): Promise<Landed> {
    const changed = await preview.changedVolumes(valuesOf('volumes', rows));
    await needs.landVolumes(changed);
    return landedOnly(changed.length);
  }

  /** Outages, or what they led to: each row has a fate of its own. */
  async function landEach(
    ctx: ActionContext,
    file: ImportFile,
    rows: readonly GoodRow[],
    { dryRun, foretold }: { dryRun: boolean; foretold: ForetoldOutages },
  ): Promise<Landed> {
    const options = { importId: file.id, dryRun, foretold };
    const fates =
      file.kind === 'outages'
        ? await needs.landOutages(ctx, valuesOf('outages', rows), options)
        : await needs.landEffects(ctx, valuesOf('outage_effects', rows), options);
    const refused = fates.flatMap((fate, at) => {
      const row = rows[at];
      return fate.outcome === 'refused' && row !== undefined ? refusalsOf(row, fate.faults) : [];
    });
    const landed = fates.filter((fate) => fate.outcome === 'landed').length;
    return { landed, joined: 0, refused };
  }

  async function landSubscribers(file: ImportFile, rows: readonly GoodRow[]): Promise<Landed> {
    await snapshots.begin(file.id, file.asOfAt ?? 0);
    return landedOnly(await snapshots.add(file.id, valuesOf('subscribers', rows)));
  }

  return {
    /** In the caller's transaction. */
    async land(ctx: ActionContext, file: ImportFile, rows: readonly GoodRow[]): Promise<Landed> {
      if (rows.length === 0) return landedOnly(0);
      switch (rowKindOf(file.kind)) {
        case 'unsubscribes':
        case 'reconciliation':
          return landCases(ctx, file, rows);
        case 'volumes':
          return landVolumes(rows);
        case 'outages':
        case 'outage_effects':
          return landEach(ctx, file, rows, { dryRun: false, foretold: new Map() });
        case 'subscribers':
          return landSubscribers(file, rows);
      }
    },

    /** What `land` would do, without doing it; `foretold` goes on from one batch of the file to the next. */
    async look(
      ctx: ActionContext,
      file: ImportFile,
      rows: readonly GoodRow[],
      foretold: ForetoldOutages,
    ): Promise<Landed> {
      if (rows.length === 0) return landedOnly(0);
      switch (rowKindOf(file.kind)) {
        case 'unsubscribes':
        case 'reconciliation':
          return { ...(await preview.cases(casesOf(file, rows))), refused: [] };
        case 'volumes': {
          const changed = await preview.changedVolumes(valuesOf('volumes', rows));
          return landedOnly(changed.length);
        }
        case 'outages':
        case 'outage_effects':
          return landEach(ctx, file, rows, { dryRun: true, foretold });
        case 'subscribers': {
          const landed = await preview.newLines(file.asOfAt ?? 0, valuesOf('subscribers', rows));
          return landedOnly(landed);
        }
      }
    },

    /** After the last row, in the same transaction as the end of the import. */
    async complete(file: ImportFile, landed: number): Promise<void> {
      if (file.kind === 'subscribers') await snapshots.complete(file.id, landed);
    },

    /** Throws away what an unfinished or needless landing left aside. Outside a transaction: short writes. */
    async tidy(file: Pick<ImportFile, 'id' | 'kind'>): Promise<void> {
      if (file.kind === 'subscribers') await snapshots.discard(file.id);
    },
  };
}

export type ImportLanding = ReturnType<typeof createImportLanding>;

const landedOnly = (landed: number): Landed => ({ landed, joined: 0, refused: [] });

/** Refusals of the outage form, in the words of a reject file. */
const REASONS: Readonly<Record<string, RejectReason>> = {
  'rejects.outageUnknown': 'rejects.outageUnknown',
  'rejects.beforeOutage': 'rejects.beforeOutage',
  'errors.outages.parentUnknown': 'rejects.outageUnknown',
  'errors.outages.parentIsChild': 'rejects.parentIsChild',
  'errors.outages.areaUnknown': 'rejects.areaUnknown',
  'errors.outages.areaNotYours': 'rejects.areaNotYours',
  'errors.outages.tooLong': 'rejects.outageTooLong',
  'errors.time.endBeforeStart': 'rejects.endBeforeStart',
};

/** `areaCodes.0` is the column of area codes, `endedLocal` that of the end. */
function refusalsOf(row: GoodRow, faults: Readonly<Record<string, FieldFault>>): Refused[] {
  return Object.entries(faults).map(([path, { message, args }]) => ({
    row,
    field: (path.split('.')[0] ?? '').replace(/Local$/u, 'At'),
    reasonKey: REASONS[message] ?? 'rejects.refused',
    args: args ?? {},
  }));
}
