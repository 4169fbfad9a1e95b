/**
 * Waiting times between tries: `base` × 3 for every try before, at most `cap`, moved by up to the jitter (a
 * quarter) either way. The jitter follows from the seed (an id), so that cases which failed together do not return together,
 * and a calculation can be repeated.
 */
export function backoffMs(
  tries: number,
  seed: string,
  { baseMs, capMs, jitterPercent = 25 }: { baseMs: number; capMs: number; jitterPercent?: number },
): number {
  const plain = Math.min(baseMs * 3 ** Math.min(tries, 20), capMs);
  const jitter = jitterPercent / 100;
  return Math.round(plain * (1 - jitter + 2 * jitter * fraction(`${seed}/${tries}`)));
}

/** FNV-1a of the text, in [0, 1). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash / 2 ** 32;
}
