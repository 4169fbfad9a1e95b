import type { ActionContext } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import type { Notice } from '../messages/notice-store.ts';
import type { BatchRecipients } from './batch-recipients.ts';
import type { Round } from './round-row.ts';
import type { Walk } from './round-service.ts';
import type { RoundStore } from './round-store.ts';

interface Needs {
  store: Pick<RoundStore, 'byIds'>;
  walks: Readonly<Record<Round['aboutKind'], () => Walk>>;
  takenBack: BatchRecipients['takenBack'];
}

const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'notice_rounds.truth' };

/** Looks, when messages of rounds are about to leave, whether what they say is still so. */
export function createRoundTruth({ store, walks, takenBack }: Needs) {
  return async (notices: readonly Notice[]): Promise<Set<string>> => {
    const inRounds = notices.filter(({ roundId }) => roundId !== null);
    const rounds = await store.byIds([...new Set(inRounds.map(({ roundId }) => roundId ?? ''))]);
    const wrong = new Set<string>();
    for (const round of rounds) {
      const its = inRounds.filter(({ roundId }) => roundId === round.id);
      const sound =
        round.state !== 'cancelled' && (await walks[round.aboutKind]().stillTrue(round, ctx));
      const back =
        sound && round.aboutKind === 'batch'
          ? await takenBack(
              round.aboutId,
              its.map(({ lineId }) => lineId),
            )
          : new Set<string>();
      for (const { id, lineId } of its) if (!sound || back.has(lineId)) wrong.add(id);
    }
    return wrong;
  };
}
