import { DomainError } from '#domain/errors.ts';
import { differenceOf } from '#domain/reconciliation.ts';
import type { GoodRow } from './import-landing.ts';
import type { ImportCounts } from './import-store.ts';
import type { RowKind } from './parser-kind.ts';
import type { ImportValues } from './parsers/open-import.ts';
import type { RejectRecord } from './parsers/reject-file.ts';
import type { RowOutcome } from './parsers/row-outcome.ts';

type AnyOutcome = RowOutcome<ImportValues[RowKind]>;
type GoodOutcome = Extract<AnyOutcome, { ok: true }>;

/** Some rows of a file, sorted out, and what they add to the counts before landing. */
export interface SortedBatch {
  good: GoodRow[];
  rejects: RejectRecord[];
  counts: Pick<ImportCounts, 'rowsTotal' | 'rowsGood' | 'rowsBad' | 'rowsRepeated'>;
}

/**
 * Sorts rows into good, bad and repeated. It remembers every natural key of the file: the same one again is a
 * repeat, whatever became of the first.
 */
export function createSorter(kind: RowKind, asOfOn: string | null) {
  const keys = new Set<string>();
  const pairs = new Set<string>();

  function firstTime(seen: Set<string>, key: string): boolean {
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  }

  function sortGood({ value, rowNo, list, original }: GoodOutcome): GoodRow | null {
    assertDay(kind, value, rowNo, asOfOn);
    const key = naturalKey(kind, value);
    if (key !== null && !firstTime(keys, key)) return null;
    const pair = pairOf(kind, value);
    const pairSeen = pair !== null && !firstTime(pairs, pair);
    return { value, rowNo, list, original, pairSeen };
  }

  return {
    sort(outcomes: readonly AnyOutcome[]): SortedBatch {
      const good: GoodRow[] = [];
      const rejects: RejectRecord[] = [];
      let rowsBad = 0;
      for (const outcome of outcomes) {
        if (outcome.ok) {
          const row = sortGood(outcome);
          if (row !== null) good.push(row);
          continue;
        }
        rowsBad += 1;
        for (const { header, reasonKey, args } of outcome.rejects)
          rejects.push({
            rowNo: outcome.rowNo,
            list: outcome.list,
            header,
            reasonKey,
            args,
            original: outcome.original,
          });
      }
      const rowsGood = outcomes.length - rowsBad;
      return {
        good,
        rejects,
        counts: {
          rowsTotal: outcomes.length,
          rowsGood,
          rowsBad,
          rowsRepeated: rowsGood - good.length,
        },
      };
    },
  };
}

export type Sorter = ReturnType<typeof createSorter>;

/** Null for a row that need not be remembered: relations that agree are many, and twice is as good as once. */
function naturalKey(kind: RowKind, value: ImportValues[RowKind]): string | null {
  switch (kind) {
    case 'unsubscribes':
      return (value as ImportValues['unsubscribes']).ticketNo;
    case 'reconciliation': {
      const { msisdn, productCode, states, sinceAt } = value as ImportValues['reconciliation'];
      const difference = differenceOf(states);
      return difference === null ? null : `${msisdn} ${productCode} ${difference} ${sinceAt}`;
    }
    case 'subscribers':
      return (value as ImportValues['subscribers']).msisdn;
    case 'outages':
      return (value as ImportValues['outages']).number;
    case 'outage_effects': {
      const row = value as ImportValues['outage_effects'];
      return `${row.outageNumber} ${row.effectOn} ${row.kind} ${row.compensated}`;
    }
    case 'volumes': {
      const { hourAt, channel, productCode, areaCode } = value as ImportValues['volumes'];
      return `${hourAt} ${channel} ${productCode} ${areaCode}`;
    }
  }
}

function pairOf(kind: RowKind, value: ImportValues[RowKind]): string | null {
  if (
    kind === 'reconciliation' &&
    differenceOf((value as ImportValues['reconciliation']).states) === null
  )
    return null;
  if (kind !== 'unsubscribes' && kind !== 'reconciliation') return null;
  const { msisdn, productCode } = value as ImportValues['unsubscribes' | 'reconciliation'];
  return `${msisdn} ${productCode}`;
}

/** A snapshot is of one day: a file that says several is no snapshot. */
function assertDay(
  kind: RowKind,
  value: ImportValues[RowKind],
  rowNo: number,
  asOfOn: string | null,
): void {
  if (kind !== 'subscribers') return;
  const said = (value as ImportValues['subscribers']).asOfOn;
  if (said === null || said === asOfOn) return;
  throw new DomainError('invalid', 'errors.imports.otherDay', {
    args: { row: rowNo, found: said, expected: asOfOn ?? '' },
  });
}
