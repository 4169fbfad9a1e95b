import type { BatchClass } from '#contract/compensation.ts';

/** A column of the sheet's table: a band of remaining data, or everything that has no such band. */
export interface PivotBand {
  key: string;
  /** [from, to) of the quota in per mille; null for unlimited, shared, IoT and plans without data. */
  perMille: { from: number; to: number | null } | null;
}

export interface PivotCell {
  lines: number;
  /** What each line gets; null when lines of the cell get different amounts. */
  mb: number | null;
}

export interface PivotRow {
  key: string;
  planType: BatchClass['planType'];
  fee: { fromFen: number; toFen: number | null };
  cells: (PivotCell | null)[];
  lines: number;
  /** The sum over the items of the row, adjustments and caps included. */
  mb: number;
}

export interface Pivot {
  bands: PivotBand[];
  rows: PivotRow[];
}

const OTHER = 'other';
const planOrder = ['data', 'bundle', 'voice'] as const;

function bandOf(one: BatchClass): PivotBand {
  const band = one.remainingBand;
  if ('special' in band) return { key: OTHER, perMille: null };
  return {
    key: String(band.fromPerMille),
    perMille: { from: band.fromPerMille, to: band.toPerMille },
  };
}

/** Lines of a class that really get something: adjusted to 0 and excluded ones are out. */
const linesOf = (one: BatchClass): number =>
  one.credited.reduce((most, { items }) => Math.max(most, items), 0);

const dataOf = (one: BatchClass): number =>
  one.credited.find(({ benefit }) => benefit === 'data')?.amount ?? 0;

function joined(cell: PivotCell | null | undefined, one: BatchClass): PivotCell {
  const lines = linesOf(one);
  const each = one.benefits.find(({ benefit }) => benefit === 'data')?.amount ?? 0;
  const mb = each * lines === dataOf(one) ? each : null;
  if (cell === null || cell === undefined) return { lines, mb };
  return { lines: cell.lines + lines, mb: cell.mb === mb ? mb : null };
}

const bandRank = (band: PivotBand): number => band.perMille?.from ?? Number.POSITIVE_INFINITY;
const rowRank = (row: PivotRow): number => planOrder.indexOf(row.planType) * 1e12 + row.fee.fromFen;

/** Classes as a table of plan and fee against data left; payment types stand together. */
export function pivotOf(classes: readonly BatchClass[]): Pivot {
  const paid = classes.filter((one) => one.eligible && linesOf(one) > 0);
  const bands = [...new Map(paid.map((one) => [bandOf(one).key, bandOf(one)])).values()].sort(
    (a, b) => bandRank(a) - bandRank(b),
  );
  const rows = new Map<string, PivotRow>();
  for (const one of paid) {
    const key = `${one.planType}.${one.feeBand.fromFen}`;
    const row = rows.get(key) ?? {
      key,
      planType: one.planType,
      fee: one.feeBand,
      cells: bands.map(() => null),
      lines: 0,
      mb: 0,
    };
    const column = bands.findIndex((band) => band.key === bandOf(one).key);
    row.cells[column] = joined(row.cells[column], one);
    row.lines += linesOf(one);
    row.mb += dataOf(one);
    rows.set(key, row);
  }
  return { bands, rows: [...rows.values()].sort((a, b) => rowRank(a) - rowRank(b)) };
}

/** The least and the most that lines of a plan type get of a benefit; null when none gets it. */
export function rangeOf(
  classes: readonly BatchClass[],
  planType: BatchClass['planType'],
  benefit: BatchClass['benefits'][number]['benefit'],
): { from: number; to: number } | null {
  const amounts = classes
    .filter((one) => one.eligible && one.planType === planType)
    .flatMap((one) => one.benefits.filter((given) => given.benefit === benefit))
    .map(({ amount }) => amount)
    .filter((amount) => amount > 0);
  if (amounts.length === 0) return null;
  return { from: Math.min(...amounts), to: Math.max(...amounts) };
}
