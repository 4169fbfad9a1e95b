import {
  rolesOf,
  sharesLineage,
  type CreditRole,
  type ExposureRow,
} from '#domain/episode-lineage.ts';
import type { CapRules } from '#domain/policy-types.ts';
import type { BatchRow } from './batch-rows.ts';
import type { CountedBatch } from './counted-batches.ts';
import type { Exposure, LineExposures } from './exposures.ts';

/** An exposure of another batch: items of it that name its number are credits for it. */
export interface RivalExposure extends ExposureRow {
  batchId: string;
  exposureNo: number;
  /** Ids of its episodes. */
  episodeIds: readonly string[];
}

/** An exposure of a batch under its number, which its items bear. */
export interface NumberedExposure {
  no: number;
  found: LineExposures;
}

/** `exclusive`: of another family, and leaves the line out; `month`: counts against the month's cap alone. */
export type RivalRole = CreditRole | 'exclusive' | 'month';

/** How items of another batch count for those of an exposure. */
export interface RivalLink {
  exposureNo: number;
  rivalId: string;
  rivalNumber: string;
  /** Null: all of them. */
  rivalExposure: number | null;
  role: RivalRole;
  monthKey: string;
}

export interface Rivals {
  links: RivalLink[];
  /** By number: the line's earlier exposures that take of shared credits first. */
  sharing: ReadonlyMap<number, readonly Exposure[]>;
  /** By number: ids of the episodes that the exposure replaces. */
  replaces: ReadonlyMap<number, readonly string[]>;
}

interface Asked {
  family: string;
  againstOthers: CapRules['againstOthers'];
  exposures: readonly NumberedExposure[];
  batches: readonly CountedBatch[];
  rows: readonly RivalExposure[];
}

/**
 * What a batch counts of others. Of its own family: credits of one lineage with an exposure. Of another family, for
 * the same episode: they exclude the line, are set off or do not matter, as the policy says; goodwill never matters.
 */
export function rivalsOf({ family, againstOthers, exposures, batches, rows }: Asked): Rivals {
  const byId = new Map(batches.map((batch) => [batch.id, batch]));
  const ofFamily = (same: boolean) =>
    rows.filter(({ batchId }) => {
      const batch = byId.get(batchId);
      return batch !== undefined && (batch.family === family) === same && (same || !batch.adding);
    });
  const mineOf = ofFamily(true);
  const othersOf = againstOthers === 'add' ? [] : ofFamily(false);
  const links: RivalLink[] = [];
  const sharing = new Map<number, readonly Exposure[]>();
  const replaces = new Map<number, readonly string[]>();
  for (const { no, found } of exposures) {
    const { mine, others, earlier } = found;
    const before = others.slice(0, earlier);
    const link = (row: RivalExposure, role: RivalRole): RivalLink => ({
      exposureNo: no,
      rivalId: row.batchId,
      rivalNumber: byId.get(row.batchId)?.number ?? '',
      rivalExposure: row.exposureNo,
      role,
      monthKey: mine.monthKey,
    });
    const own = rolesOf(mine, before, mineOf);
    for (const [row, role] of own.roles) links.push(link(row, role));
    for (const row of othersOf)
      if (sharesLineage(row, mine))
        links.push(link(row, againstOthers === 'exclusive' ? 'exclusive' : 'own'));
    for (const { id, number } of batches)
      links.push({
        ...{ exposureNo: no, rivalId: id, rivalNumber: number, rivalExposure: null },
        ...{ role: 'month', monthKey: mine.monthKey },
      });
    sharing.set(
      no,
      own.sharing.flatMap((index) => before[index] ?? []),
    );
    replaces.set(
      no,
      [...own.roles].flatMap(([row, role]) => (role === 'ahead' ? [] : row.episodeIds)),
    );
  }
  return { links, sharing, replaces };
}

/** Ids of batches whose items reduce or exclude what a line is owed. */
export const reducing = ({ links }: Pick<Rivals, 'links'>): string[] => [
  ...new Set(
    links.filter(({ role }) => role !== 'month' && role !== 'ahead').map(({ rivalId }) => rivalId),
  ),
];

/**
 * Whether another batch goes before this one when both wait: what is approved counts; of two that are
 * submitted, the one whose episode starts earlier, then the lower id.
 */
export function goesBefore(row: Pick<BatchRow, 'id' | 'started_at'>, other: CountedBatch): boolean {
  if (other.state !== 'submitted') return true;
  const [mine, theirs] = [Number(row.started_at), Number(other.started_at)];
  return theirs === mine ? other.id < row.id : theirs < mine;
}
