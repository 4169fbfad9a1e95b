import { createHash } from 'node:crypto';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, longJobLifecycle } from '#domain/lifecycles.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { NewNotice } from '../messages/notice-store.ts';
import type { Round } from './round-row.ts';
import { ROUND_JOB, type NewRound, type RoundStore } from './round-store.ts';

/** How one kind of round finds its lines, and whether what it says is still so. */
export interface Walk {
  /** The messages of the next lines; `last` is the line behind which it goes on, null at the end. */
  next(round: Round): Promise<{ notices: Omit<NewNotice, 'id'>[]; last: string | null }>;
  stillTrue(round: Round, ctx: ActionContext): Promise<boolean>;
}

interface Needs {
  world: World;
  store: RoundStore;
  audit: AuditTrail;
  walks: Readonly<Record<Round['aboutKind'], () => Walk>>;
  insertNew(notices: readonly NewNotice[]): Promise<Set<string>>;
  sendSoon(): Promise<void>;
  enqueue(request: JobRequest): Promise<string>;
}

/** Waiting messages that die in one transaction. */
const EXPIRE_ROWS = 1_000;

/** on: there is more to do at once; rest: nothing until something changes; done: over. */
export type StepEnd = 'on' | 'rest' | 'done';

/** Rounds: begun, worked off in steps of one short transaction each, paused, cancelled. */
export function createRoundService(needs: Needs) {
  const { store, world, audit } = needs;

  const record = (
    ctx: ActionContext,
    act: string,
    round: Pick<Round, 'id' | 'aboutKind' | 'aboutId' | 'event'>,
    detail: object = {},
  ) =>
    audit.record(ctx, {
      action: `${round.aboutKind}.notices_${act}`,
      subjectType: round.aboutKind,
      subjectId: round.aboutId,
      detail: { roundId: round.id, event: round.event, ...detail },
    });

  async function locked(id: string, version?: number): Promise<Round> {
    const round = await store.lock(id);
    if (round === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && round.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return round;
  }

  const enqueueWork = (id: string) => needs.enqueue({ kind: ROUND_JOB, subjectId: id });

  async function end(
    ctx: ActionContext,
    round: Round,
    reason: NonNullable<Round['endedReason']>,
  ): Promise<void> {
    await store.change(round, { state: 'cancelled', endedReason: reason, pausedAt: null });
    await record(ctx, 'cancelled', round, { reason, made: round.made });
  }

  /** The messages of the next lines, and how far it has come, in one transaction: a kill repeats nothing. */
  async function walkOn(ctx: ActionContext, round: Round): Promise<void> {
    const { notices, last } = await needs.walks[round.aboutKind]().next(round);
    const rows = notices.map((notice) => ({ ...notice, id: world.nextId() }));
    const fresh = await needs.insertNew(rows);
    await store.note(round.id, {
      made: round.made + fresh.size,
      ...(last === null ? { walked: true } : { cursorLineId: last }),
    });
    if (fresh.size === 0) return;
    const lines = rows.filter(({ id }) => fresh.has(id)).map(({ id, lineId }) => `${id} ${lineId}`);
    await audit.record(ctx, {
      action: 'notice_round.queued',
      subjectType: 'notice_round',
      subjectId: round.id,
      detail: {
        count: fresh.size,
        hash: createHash('sha256').update(lines.join('\n')).digest('hex'),
      },
    });
    await needs.sendSoon();
  }

  async function sweep(round: Round): Promise<StepEnd> {
    const reason = round.endedReason === 'no_longer_true' ? 'too_late' : 'round_cancelled';
    if ((await store.expireSome(round.id, reason, EXPIRE_ROWS)) > 0) return 'on';
    // What a worker has just taken comes back first.
    if (await store.waits(round.id)) return 'rest';
    await store.note(round.id, { finishedAt: world.now() });
    return 'done';
  }

  return {
    /** Begins a round in the caller's transaction; refuses a happening that has one. */
    async begin(
      ctx: ActionContext,
      {
        detail,
        ...round
      }: Omit<NewRound, 'id' | 'jobId' | 'actorId' | 'actorName'> & {
        detail: object;
      },
    ): Promise<string> {
      const id = world.nextId();
      const { id: actorId, name: actorName } = ctx.actor;
      const jobId = await enqueueWork(id);
      if (!(await store.insert({ ...round, id, jobId, actorId, actorName })))
        throw new DomainError('conflict', 'errors.noticeRounds.gate.told');
      const { expected: count, ratePerSecond } = round;
      await record(ctx, 'begun', { ...round, id }, { count, ratePerSecond, ...detail });
      return id;
    },

    /** One step of its work. */
    async step(ctx: ActionContext, id: string): Promise<StepEnd> {
      const round = await store.lock(id);
      if (round === undefined || round.finishedAt !== null) return 'done';
      if (round.state === 'cancelled') return sweep(round);
      if (!(await needs.walks[round.aboutKind]().stillTrue(round, ctx))) {
        await end(ctx, round, 'no_longer_true');
        return 'on';
      }
      if (round.state === 'paused') return 'rest';
      if (!round.walked) {
        await walkOn(ctx, round);
        return 'on';
      }
      if (await store.waits(id)) return 'rest';
      await store.change(round, { state: 'done', finishedAt: world.now() });
      await record(ctx, 'done', round, { made: round.made });
      return 'done';
    },

    /** Puts a job there for every round that has something to do; a schedule calls it. */
    async wake(ctx: ActionContext): Promise<void> {
      for (const round of await store.unfinished()) {
        if (await store.hasJob(round.id)) continue;
        const waits = round.state !== 'cancelled' && (round.walked || round.state === 'paused');
        const idle =
          waits &&
          (round.state === 'paused' || (await store.waits(round.id))) &&
          (await needs.walks[round.aboutKind]().stillTrue(round, ctx));
        if (!idle) await enqueueWork(round.id);
      }
    },

    /** Nothing more leaves; what is just leaving arrives. */
    async pause(ctx: ActionContext, id: string, version: number): Promise<void> {
      const round = await locked(id, version);
      assertUnder(round);
      await store.change(round, { state: 'paused', pausedAt: world.now() });
      await record(ctx, 'paused', round);
    },

    async resume(ctx: ActionContext, id: string, version: number): Promise<void> {
      const round = await locked(id, version);
      assertUnder(round);
      assertTransition(longJobLifecycle, round.state, 'running');
      await store.change(round, {
        ...{ state: 'running', pausedAt: null },
        pacing: { at: world.now(), left: round.ratePerSecond },
      });
      await enqueueWork(id);
      await needs.sendSoon();
      await record(ctx, 'resumed', round);
    },

    /** What has not left never will: these lines are not told of this event any more. */
    async cancel(ctx: ActionContext, id: string, version: number): Promise<void> {
      const round = await locked(id, version);
      assertUnder(round);
      await end(ctx, round, 'by_hand');
      await enqueueWork(id);
    },

    async setRate(
      ctx: ActionContext,
      id: string,
      input: { version: number; ratePerSecond: number },
    ): Promise<void> {
      const round = await locked(id, input.version);
      assertUnder(round);
      if (round.ratePerSecond === input.ratePerSecond) return;
      const { ratePerSecond } = input;
      await store.change(round, { ratePerSecond, pacing: { at: world.now(), left: 0 } });
      await record(ctx, 'rate', round, { from: round.ratePerSecond, to: ratePerSecond });
    },
  };
}

export type RoundService = ReturnType<typeof createRoundService>;

function assertUnder(round: Round): void {
  if (round.finishedAt !== null || round.state === 'done' || round.state === 'cancelled')
    throw new DomainError('conflict', 'errors.noticeRounds.ended');
}
