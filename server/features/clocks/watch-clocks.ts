import type { ClockKeeper } from './clock-keeper.ts';
import type { ClockWatch } from './clock-watch.ts';

interface Watched {
  clockWatch: Pick<ClockWatch, 'turn'>;
  clockKeeper: Pick<ClockKeeper, 'followCharges'>;
}

interface Handle {
  inTransaction<T>(work: (f: Watched) => Promise<T>): Promise<T>;
}

const AT_ONCE = 100;
/** So that a flood of overdue clocks leaves room for others between two rounds of the schedule. */
const TURNS = 20;

/** One round: charges that were followed by others, then what is due, in short transactions. */
export async function watchClocks(features: Handle): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const moved = await features.inTransaction((f) => f.clockKeeper.followCharges(AT_ONCE));
    if (moved < AT_ONCE) break;
  }
  for (let turn = 0; turn < TURNS; turn += 1) {
    const taken = await features.inTransaction((f) => f.clockWatch.turn('clocks.watch', AT_ONCE));
    if (taken < AT_ONCE) return;
  }
}
