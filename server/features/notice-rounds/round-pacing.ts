import type { World } from '../../world.ts';
import type { RoundPacing } from '../messages/outbox-service.ts';
import type { RoundStore } from './round-store.ts';

/** Unused pace is kept for so long: after a night a round does not make up for hours at once. */
const KEPT_S = 2;

/** How fast the messages of rounds may leave. What was spent stands in the row, whoever sends. */
export function createRoundPacing(store: RoundStore, world: Pick<World, 'now'>): RoundPacing {
  async function budget(roundId: string): Promise<number> {
    const round = await store.lock(roundId);
    if (round?.state !== 'running') return 0;
    const { pacing, ratePerSecond: rate } = round;
    const seconds = Math.max(0, world.now() - pacing.at) / 1000;
    return Math.min(Math.floor(pacing.left + rate * seconds), rate * KEPT_S);
  }

  return {
    running: store.running,

    async allowance(roundId, limit) {
      return Math.max(0, Math.min(limit, await budget(roundId)));
    },

    async spend(roundId, messages) {
      if (messages === 0) return;
      const left = (await budget(roundId)) - messages;
      await store.note(roundId, { pacing: { at: world.now(), left } });
    },
  };
}
