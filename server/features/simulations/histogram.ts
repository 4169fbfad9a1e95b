export interface Bin {
  fromFen: number;
  untilFen: number;
  lines: number;
}

const MOST_BINS = 40;

/** The smallest width of 1, 2 or 5 times a power of ten with which the values need no more bins than are allowed. */
function widthFor(least: number, most: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [1, 2, 5]) {
      const width = power * step;
      if (Math.floor(most / width) - Math.floor(least / width) < MOST_BINS) return width;
    }
}

/** Lines by value in at most 40 equal bins [from, until); an edge lies at 0, so that none holds gains and losses. */
export function histogramOf(linesByValue: ReadonlyMap<number, number>): Bin[] {
  const found = [...linesByValue].filter(([, lines]) => lines > 0);
  if (found.length === 0) return [];
  const values = found.map(([value]) => value);
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const width = widthFor(least, most);
  const first = Math.floor(least / width);
  const bins = Array.from({ length: Math.floor(most / width) - first + 1 }, (_, index) => ({
    fromFen: (first + index) * width,
    untilFen: (first + index + 1) * width,
    lines: 0,
  }));
  for (const [value, lines] of found) {
    const bin = bins[Math.floor(value / width) - first];
    if (bin !== undefined) bin.lines += lines;
  }
  return bins;
}
