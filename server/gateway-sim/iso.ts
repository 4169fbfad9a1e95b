import { Temporal } from 'temporal-polyfill';

/** Epoch milliseconds as the RFC 3339 text that TM Forum resources carry. */
export function isoOf(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ smallestUnit: 'millisecond' });
}
