/** What a TEXT column holds on every engine. */
const MAX_BYTES = 65_000;

/** The cells as JSON that fits its column: escapes can swell a text to six times its length. */
export function fittingJson(cells: readonly string[]): string {
  for (let limit = 15_000; ; limit = Math.floor(limit / 2)) {
    let left = limit;
    const kept = cells.map((cell) => {
      const part = cell.slice(0, Math.max(left, 0));
      left -= part.length;
      return part;
    });
    const json = JSON.stringify(kept);
    if (Buffer.byteLength(json) <= MAX_BYTES) return json;
  }
}
