import type { z } from 'zod';
import type { failCaseBody, withdrawCaseBody } from '#contract/cases.ts';
import { inAreas } from '#domain/area-range.ts';
import type { ActionContext } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { lampSystems } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { CaseNoteStore } from './case-note-store.ts';
import type { CaseRow } from './case-row.ts';
import type { CaseStore } from './case-store.ts';

interface Needs {
  store: CaseStore;
  notes: Pick<CaseNoteStore, 'add' | 'retract' | 'seen'>;
  /** Names of active colleagues among these ids. */
  colleagueNames(ids: readonly string[]): Promise<{ id: string; name: string }[]>;
  /** An active colleague's role, or undefined. */
  colleagueRole(staffId: string): Promise<string | undefined>;
}

type FailInput = z.output<typeof failCaseBody>;
type WithdrawInput = z.output<typeof withdrawCaseBody>;

const WORKERS: readonly string[] = ['supervisor', 'network_ops'];
const WAKE_AT_ONCE = 200;

/** What people do with a case. */
export function createCaseService({ store, notes, colleagueNames, colleagueRole }: Needs) {
  /** The case at the version its reader saw; outside the actor's areas it is as unknown as an absent one. */
  async function seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow> {
    const row = await store.find(id);
    if (row === undefined || !inAreas(row.areaCode, ctx.actor.areaCodes))
      throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && row.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  /** An end other than verified: never cancelled here and billed on there. */
  function assertMayEnd(row: CaseRow, exception: boolean): void {
    if (row.state === 'sent' || row.state === 'confirmed')
      throw new DomainError('conflict', 'errors.cases.end.inFlight');
    const allActive = lampSystems.every((system) => row.actual[system] === 'active');
    if (!allActive && !exception) throw invalidField('exception', 'errors.cases.end.disagree');
  }

  return {
    seen,

    /** A note, and who is told of it. */
    async note(
      ctx: ActionContext,
      id: string,
      body: string,
      mentionIds: readonly string[] = [],
    ): Promise<void> {
      await seen(ctx, id);
      const unique = [...new Set(mentionIds)];
      const named = unique.length === 0 ? [] : await colleagueNames(unique);
      if (named.length !== unique.length)
        throw invalidField('mentionIds', 'errors.cases.note.mention');
      await notes.add(ctx, id, body, named);
    },

    async retractNote(ctx: ActionContext, id: string, noteId: string): Promise<void> {
      await seen(ctx, id);
      await notes.retract(ctx, id, noteId);
    },

    async mentionsSeen(ctx: ActionContext, id: string): Promise<void> {
      await seen(ctx, id);
      await notes.seen(ctx, id);
    },

    /** How soon it should be looked at; needs no reason, and can be set back as easily. */
    async setPriority(
      ctx: ActionContext,
      id: string,
      input: { version: number; priority: number },
    ): Promise<void> {
      const row = await seen(ctx, id, input.version);
      if (isCaseEnded(row.state)) throw new DomainError('conflict', 'errors.cases.ended');
      const { priority } = input;
      await store.change(ctx, row, { priority }, 'case.prioritised', {
        from: row.priority,
        to: priority,
      });
    },

    async assign(
      ctx: ActionContext,
      id: string,
      input: { version: number; assigneeId: string | null },
    ): Promise<void> {
      const row = await seen(ctx, id, input.version);
      if (isCaseEnded(row.state)) throw new DomainError('conflict', 'errors.cases.ended');
      if (input.assigneeId !== null) {
        const role = await colleagueRole(input.assigneeId);
        if (role === undefined || !WORKERS.includes(role))
          throw invalidField('assigneeId', 'errors.cases.assignee');
      }
      await store.change(ctx, row, { assigneeId: input.assigneeId }, 'case.assigned', {
        from: row.assigneeId,
        to: input.assigneeId,
      });
    },

    /** Puts a case aside, with a reason; nothing is sent until it is released. */
    async hold(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(ctx, id, version);
      await store.move(ctx, row, 'held');
    },

    async release(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(ctx, id, version);
      if (row.state !== 'held') throw new DomainError('conflict', 'errors.cases.notHeld');
      await store.move(ctx, row, 'open', { notBeforeAt: null });
    },

    /** The customer took the request back. */
    async withdraw(ctx: ActionContext, id: string, input: WithdrawInput): Promise<void> {
      const row = await seen(ctx, id, input.version);
      assertMayEnd(row, input.exception);
      await store.move({ ...ctx, reason: input.reason }, row, 'withdrawn', {}, detailOf(input));
    },

    /** A person declares that it cannot be done. */
    async fail(ctx: ActionContext, id: string, input: FailInput): Promise<void> {
      const row = await seen(ctx, id, input.version);
      if (input.resolution === 'forced' && input.evidence === null)
        throw invalidField('evidence', 'errors.cases.end.evidence');
      assertMayEnd(row, input.exception);
      await store.move(
        { ...ctx, reason: input.reason },
        row,
        'failed_final',
        { resolution: input.resolution },
        {
          ...detailOf(input),
          resolution: input.resolution,
          ...(input.evidence === null ? {} : { evidence: input.evidence }),
        },
      );
    },

    /** Reopens cases whose date has come; a scheduled job calls it. Answers how many. */
    async wakeDue(requestId: string): Promise<number> {
      const due = await store.dueToWake(WAKE_AT_ONCE);
      const ctx = { actor: SYSTEM_ACTOR, requestId };
      for (const row of due)
        await store.move(ctx, row, 'open', { notBeforeAt: null }, { cause: 'date' });
      return due.length;
    },
  };
}

export type CaseService = ReturnType<typeof createCaseService>;

const detailOf = (input: { exception: boolean }): Record<string, unknown> =>
  input.exception ? { exception: true } : {};
