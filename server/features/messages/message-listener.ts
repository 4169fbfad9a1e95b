import type { ActionContext } from '#domain/context.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { gatherWrites, groupedBy } from '../../gather.ts';
import type { World } from '../../world.ts';
import type { CaseListener } from '../unsubscribes/case-listener.ts';
import type { MessageService } from './message-service.ts';
import type { MessageSettingsStore } from './message-settings.ts';
import type { NoticeStore } from './notice-store.ts';

/** What tells a customer that something is still under way. */
const UNDER_WAY = ['T1', 'T2A', 'T4', 'T4A', 'T6', 'T6A', 'T8'] as const;
const HOUR_MS = 3_600_000;
/** "Solved?" is asked once the customer has had time to see. */
const ASK_AFTER_MS = 3 * HOUR_MS;

interface Verified {
  ctx: ActionContext;
  id: string;
}

interface Needs {
  world: World;
  messages: Pick<MessageService, 'queueMany'>;
  settings: Pick<MessageSettingsStore, 'read'>;
  store: Pick<NoticeStore, 'expireWaiting'>;
}

/** Messages that leave by themselves: when a case opens, when it is verified, and the question afterwards. */
export function createMessageListener(needs: Needs): CaseListener {
  /** Cases that are verified in the same turn, for the same reason, are told together. */
  const tellVerified = gatherWrites(async (verified: readonly Verified[]) => {
    const settings = await needs.settings.read();
    const now = needs.world.now();
    for (const group of groupedBy(verified, ({ ctx }) => `${ctx.requestId} ${ctx.actor.id}`)) {
      const tell = (code: string, notBeforeAt: number) =>
        needs.messages.queueMany(group[0].ctx, new Map(group.map(({ id }) => [id, code])), {
          ...{ trigger: 'auto', notBeforeAt },
        });
      if (settings.tellDone) await tell('T5', now);
      if (settings.askSolved) await tell('T11', now + ASK_AFTER_MS);
    }
  });
  const expireWaiting = gatherWrites((ids: readonly string[]) =>
    needs.store.expireWaiting(ids, UNDER_WAY),
  );

  return {
    async opened(ctx, cases) {
      const settings = await needs.settings.read();
      if (!settings.tellDelayed) return;
      const since = needs.world.now() - settings.tellWithinHours * HOUR_MS;
      const recent = cases.filter(({ requestedAt }) => requestedAt >= since);
      // Null: the first message of the case's own failure code.
      await needs.messages.queueMany(ctx, new Map(recent.map(({ id }) => [id, null])), {
        trigger: 'auto',
      });
    },

    async moved(ctx, moved) {
      if (!isCaseEnded(moved.to)) return;
      await expireWaiting(moved.id);
      if (moved.to === 'verified') await tellVerified({ ctx, id: moved.id });
    },
  };
}
