import type { SimulationResult } from '#contract/simulations.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import {
  isSimulating,
  simulationLifecycle,
  type SimulationState,
} from '#domain/simulation-lifecycle.ts';
import { assertTransition } from '#domain/lifecycles.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';
import { createAskedSides, type AskedNeeds, type SimulateInput } from './asked-sides.ts';
import type { Runs } from './runs.ts';
import { askedOf, pinsOfRow, type Asked, type SimulationRow } from './simulation-row.ts';
import type { SimulationStore } from './simulation-store.ts';

export interface SimulationNeeds extends AskedNeeds {
  store: SimulationStore;
  runs: Runs;
  audit: Pick<AuditTrail, 'record'>;
  enqueue(job: { kind: string; subjectId: string }): Promise<unknown>;
  nextId(): string;
}

export const SIMULATE_JOB = 'simulation.run';
/** So many lines are counted within the request. */
const AT_ONCE = 20_000;
const KEEP_MS = 90 * 86_400_000;
const FORGET_ROWS = 50;

/** Simulations: asked by a person, worked out at once or by a job, kept for ninety days. */
export function createSimulationService(needs: SimulationNeeds) {
  const { store, runs, audit, now } = needs;
  const sidesOf = createAskedSides(needs);

  const move = (row: SimulationRow, to: SimulationState, change: Partial<SimulationRow> = {}) => {
    assertTransition(simulationLifecycle, row.state, to);
    return store.change(row, { state: to, ...change });
  };

  function rowOf(ctx: ActionContext, asked: Asked, pins: StoredPins[]): SimulationRow {
    const [a, b] = pins;
    if (a === undefined) throw new TypeError('a simulation has a side');
    const { facts, number } = a.outage;
    return {
      id: needs.nextId(),
      state: 'waiting',
      title: number === '' ? facts.title : `${number} ${facts.title}`.slice(0, 120),
      outage_id: asked.outageId,
      a_name: a.policy.name,
      b_name: b?.policy.name ?? null,
      a_value_fen: null,
      b_value_fen: null,
      currency: a.policy.rules.currency,
      exponent: a.policy.rules.exponent,
      asked: JSON.stringify(asked),
      pinned: JSON.stringify(pins),
      result: null,
      failure: null,
      progress_done: 0,
      progress_total: 0,
      cancel_requested: false,
      created_by: ctx.actor.id,
      created_by_name: ctx.actor.name,
      created_at: now(),
      started_at: null,
      finished_at: null,
    };
  }

  const outcome = (result: SimulationResult) => ({
    result: JSON.stringify(result),
    a_value_fen: result.a.valueFen,
    b_value_fen: result.b?.valueFen ?? null,
    finished_at: now(),
  });

  return {
    /** Answers the id. Small ones are done; a large one waits for a worker. */
    async ask(ctx: ActionContext, input: SimulateInput): Promise<string> {
      const { asked, pins } = await sidesOf(ctx, input);
      const lines = await runs.countUpTo(pins, AT_ONCE + 1);
      if (lines === 0) throw new DomainError('conflict', 'errors.simulations.noLines');
      const row = rowOf(ctx, asked, pins);
      if (lines <= AT_ONCE) {
        const result = await runs.atOnce(pins, asked);
        await store.insert({
          ...row,
          ...{ state: 'done', started_at: now() },
          ...{ progress_done: lines, progress_total: lines },
          ...outcome(result),
        });
      } else {
        await store.insert(row);
        await needs.enqueue({ kind: SIMULATE_JOB, subjectId: row.id });
      }
      await audit.record(ctx, {
        action: 'simulation.asked',
        subjectType: 'simulation',
        subjectId: row.id,
        detail: {
          outageId: asked.outageId,
          aPolicyId: asked.aPolicyId,
          bPolicyId: asked.bPolicyId,
          pinned: pins.map(({ hash }) => hash),
        },
      });
      return row.id;
    },

    /** A worker sees the wish at its next stretch. */
    async cancel(ctx: ActionContext, id: string): Promise<void> {
      const row = await store.lock(id);
      if (row.created_by !== ctx.actor.id) throw new DomainError('not_found', 'errors.notFound');
      if (!isSimulating(row.state))
        throw new DomainError('conflict', 'errors.transition', {
          args: { from: row.state, to: 'cancelled' },
        });
      await store.change(row, { cancel_requested: true });
      await audit.record(ctx, {
        action: 'simulation.cancel_requested',
        subjectType: 'simulation',
        subjectId: id,
      });
    },

    /** For the job: what is to be worked out; undefined when nothing is. Begins again after a crash. */
    async begin(id: string): Promise<{ pins: StoredPins[]; asked: Asked } | undefined> {
      const row = await store.lock(id);
      if (!isSimulating(row.state)) return undefined;
      if (row.state === 'waiting') await move(row, 'running', { started_at: now() });
      return { pins: pinsOfRow(row), asked: askedOf(row) };
    },

    /** Writes how far it came; false when it is not wanted any more. */
    async progress(id: string, done: number, total: number): Promise<boolean> {
      const row = await store.lock(id);
      if (row.state !== 'running') return false;
      if (row.cancel_requested) {
        await move(row, 'cancelled', { finished_at: now() });
        return false;
      }
      await store.change(row, { progress_done: done, progress_total: total });
      return true;
    },

    async finish(id: string, result: SimulationResult): Promise<void> {
      const row = await store.lock(id);
      if (row.state !== 'running') return;
      const total = Number(row.progress_total);
      await move(row, 'done', { ...outcome(result), progress_done: total });
    },

    async fail(id: string, error: DomainError): Promise<void> {
      const row = await store.lock(id);
      if (!isSimulating(row.state)) return;
      const failure = { message: error.key, ...(error.args && { args: error.args }) };
      await move(row, 'failed', { failure: JSON.stringify(failure), finished_at: now() });
    },

    /** Deletes some that are older than they are kept for; answers how many went. */
    sweep: () => store.forget(now() - KEEP_MS, FORGET_ROWS),
  };
}

export type SimulationService = ReturnType<typeof createSimulationService>;
