import type { NoticeRound } from '#contract/notice-rounds.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { Round } from './round-row.ts';
import type { RoundStore } from './round-store.ts';

interface Needs {
  store: RoundStore;
  /** Refuses an outage or a batch that the reader may not see. */
  assertSeen(actor: Actor, round: Round): Promise<void>;
}

export function createRoundReads({ store, assertSeen }: Needs) {
  async function recordOf(round: Round): Promise<NoticeRound> {
    const counts = await store.counts(round.id);
    const waiting = round.expected - round.made + (counts.queued ?? 0);
    const runs = round.state === 'running' && round.finishedAt === null;
    const { id, aboutKind, aboutId, event, state, endedReason, trigger } = round;
    const { expected, made, walked, excluded, ratePerSecond, actorName } = round;
    const { finishedAt, createdAt, version } = round;
    return {
      ...{ id, aboutKind, aboutId, event, state, endedReason, trigger },
      ...{ expected, made, walked, excluded, ratePerSecond, actorName },
      ...{ finishedAt, createdAt, version, counts },
      texts: textsOf(round),
      leftMs: runs && waiting > 0 ? Math.ceil((waiting / ratePerSecond) * 1000) : null,
    };
  }

  return {
    async about(aboutId: string): Promise<NoticeRound[]> {
      const found: NoticeRound[] = [];
      for (const round of (await store.about(aboutId)).reverse()) found.push(await recordOf(round));
      return found;
    },

    async show(actor: Actor, id: string): Promise<NoticeRound> {
      const round = await store.byId(id);
      if (round === undefined) throw new DomainError('not_found', 'errors.notFound');
      await assertSeen(actor, round);
      return recordOf(round);
    },
  };
}

export type RoundReads = ReturnType<typeof createRoundReads>;

/** What an outage's round says; a batch's says something else to every line. */
function textsOf(round: Round): Record<string, string> {
  const texts = (round.pinned as { texts?: Record<string, { body: string }> }).texts ?? {};
  return Object.fromEntries(Object.entries(texts).map(([language, { body }]) => [language, body]));
}
