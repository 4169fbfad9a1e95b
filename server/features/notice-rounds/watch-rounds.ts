import { SYSTEM_ACTOR } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { AutoTelling } from './auto-telling.ts';
import type { RoundService } from './round-service.ts';

interface Graph {
  noticeRounds: Pick<RoundService, 'wake'>;
  autoTelling: AutoTelling;
  inTransaction<T>(work: (f: Graph) => Promise<T>): Promise<T>;
}

/** Looks after what runs and what the rules tell, each event in a transaction of its own; a schedule calls it. */
export async function watchRounds(features: Graph): Promise<void> {
  const requestId = 'notice_rounds.watch';
  for (const one of await features.autoTelling.due())
    try {
      await features.inTransaction((f) => f.autoTelling.tell(requestId, one));
    } catch (error) {
      // Another node told it first, or a person did.
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
    }
  await features.inTransaction((f) => f.noticeRounds.wake({ actor: SYSTEM_ACTOR, requestId }));
}
