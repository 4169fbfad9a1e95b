import { createZone, endOfMonth, monthKeyAt, startOfMonth } from '#domain/time.ts';
import type { StoredPins } from './batch-pins.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import type { CountedBatch, CountedBatches } from './counted-batches.ts';
import { widestExposure } from './exposures.ts';
import type { LineageStore } from './lineage-store.ts';
import { goesBefore, reducing, rivalsOf, type NumberedExposure, type Rivals } from './rivals.ts';

interface Needs {
  batches: Pick<CountedBatches, 'counted'>;
  lineages: LineageStore;
}

/** Around any instant of it lies a billing period. */
const PERIOD_MS = 32 * 86_400_000;

type Mine = Pick<BatchRow, 'id' | 'family'>;

/** What the exposures of a batch owe to, and take from, those of other batches. */
export function createLineage({ batches: counting, lineages }: Needs) {
  /** Batches that may count against it: in one of its months, or about one of its outages. */
  async function counted(
    row: Mine,
    pins: StoredPins,
    since: number | null = null,
  ): Promise<CountedBatch[]> {
    const zone = createZone(pins.zone);
    const { startedAt, endedAt, reach } = widestExposure(pins);
    const around = pins.policy.rules.counting.collect === 'billing_period' ? PERIOD_MS : 0;
    const from = Math.min(startedAt, ...reach.map((one) => one.from)) - around;
    const until = Math.max(endedAt, ...reach.map((one) => one.until)) + around;
    return counting.counted(
      {
        ...row,
        outageIds: [pins.outage, ...(pins.companions ?? [])].map(({ id }) => id),
        from: startOfMonth(zone, monthKeyAt(zone, from)),
        until: endOfMonth(zone, monthKeyAt(zone, until)),
      },
      since,
    );
  }

  /** What some batches credit for any exposures; their own are read once. */
  async function rivalsAmong({ family }: Mine, pins: StoredPins, batches: readonly CountedBatch[]) {
    const rows = await lineages.exposuresOf(batches.map(({ id }) => id));
    const { againstOthers } = pins.policy.rules.caps;
    return (exposures: readonly NumberedExposure[]): Rivals =>
      rivalsOf({ family, againstOthers, exposures, batches, rows });
  }

  /** Of those that may count against it, the ones that go before it when both wait. */
  const before = async (row: BatchRow, since: number | null = null): Promise<CountedBatch[]> =>
    (await counted(row, pinsOf(row), since)).filter((other) => goesBefore(row, other));

  return {
    counted,
    rivalsAmong,
    before,
    /** Batches that began to count since this one was calculated, and which of them pay for its exposures. */
    async sinceCalculated(row: BatchRow, since: number | null) {
      const batches = await before(row, since);
      const exposures = await lineages.numbered(row);
      const rivals = await rivalsAmong(row, pinsOf(row), batches);
      return { batches, reducing: reducing(rivals(exposures)) };
    },
    /** What counts now against each of these exposures. */
    rivals: async (row: Mine, pins: StoredPins, exposures: readonly NumberedExposure[]) =>
      (await rivalsAmong(row, pins, await counted(row, pins)))(exposures),
    saveEpisodes: lineages.saveEpisodes,
    saveLinks: lineages.saveLinks,
    rolesIn: lineages.rolesIn,
    forget: lineages.forget,
    savePinned: lineages.savePinned,
  };
}

export type Lineage = ReturnType<typeof createLineage>;
