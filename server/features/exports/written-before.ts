import type { Desk } from './byte-desk.ts';

/** Values that are remembered; what comes in more is written anew each time. */
const KEPT = 5_000;
/** A power of two, with room to spare, so that a look finds soon. */
const SLOTS = 16_384;

interface Kept {
  hash: number;
  value: Uint8Array;
  written: Uint8Array;
}

/**
 * Most values of a column come again and again: what was written for one is found by its bytes, without making a
 * text of them. A table with open addresses.
 */
export function createWrittenBefore() {
  const slots = new Int16Array(SLOTS).fill(-1);
  const kept: Kept[] = [];
  return {
    /** What was written for the value on the desk. */
    find(desk: Desk): Uint8Array | undefined {
      const { hash } = desk;
      for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
        const number = slots[slot] as number;
        if (number < 0) return undefined;
        const one = kept[number] as Kept;
        if (one.hash === hash && isOnDesk(one.value, desk)) return one.written;
      }
    },
    keep({ source, from, until, hash }: Desk, written: Uint8Array): void {
      if (kept.length >= KEPT) return;
      let slot = hash & (SLOTS - 1);
      while (slots[slot] !== -1) slot = (slot + 1) & (SLOTS - 1);
      slots[slot] = kept.length;
      // A copy: what is kept must not keep the whole page.
      kept.push({ hash, value: new Uint8Array(source.subarray(from, until)), written });
    },
  };
}

function isOnDesk(value: Uint8Array, { source, from, until }: Desk): boolean {
  const { length } = value;
  if (length !== until - from) return false;
  for (let i = 0; i < length; i += 1) if (value[i] !== source[from + i]) return false;
  return true;
}
