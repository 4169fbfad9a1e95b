import type { z } from 'zod';
import type { setLimitsBody } from '#contract/systems.ts';
import { afterAnswer, afterFault } from '#domain/breaker.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { lampSystems, type LampSystem } from '#domain/lamps.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { SystemStore } from './system-store.ts';

interface Needs {
  store: SystemStore;
  audit: AuditTrail;
  now(): number;
}

type Limits = z.output<typeof setLimitsBody>;

/** What people and workers do with the four systems. Every method runs in the caller's transaction. */
export function createSystemService({ store, audit, now }: Needs) {
  const record = (
    ctx: ActionContext,
    action: string,
    code: LampSystem,
    detail: Record<string, unknown>,
  ) => audit.record(ctx, { action, subjectType: 'system', subjectId: code, detail });
  const worker: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'systems' };

  function codeOf(id: string): LampSystem {
    const code = lampSystems.find((one) => one === id);
    if (code === undefined) throw new DomainError('not_found', 'errors.notFound');
    return code;
  }

  return {
    async setLimits(ctx: ActionContext, id: string, input: Limits): Promise<void> {
      const code = codeOf(id);
      const before = await store.lock(code);
      const { version, reason, ...limits } = input;
      await store.setLimits(code, version, limits);
      const { concurrency, ratePerSecond, breakerThreshold, coolDownSeconds } = before;
      await record({ ...ctx, reason }, 'system.limits_set', code, {
        from: { concurrency, ratePerSecond, breakerThreshold, coolDownSeconds },
        to: limits,
      });
    },

    /** Closes a breaker by hand: whoever does it knows that the system answers again. */
    async reset(ctx: ActionContext, id: string, reason: string): Promise<void> {
      const code = codeOf(id);
      const { breaker } = await store.lock(code);
      if (breaker.state === 'closed')
        throw new DomainError('conflict', 'errors.systems.breakerClosed');
      await store.saveBreaker(code, { state: 'closed', sinceAt: now(), failures: 0 });
      await record({ ...ctx, reason }, 'system.breaker_reset', code, { from: breaker.state });
    },

    /** A call that the system did not answer, or answered with a technical fault. Answers the breaker's state. */
    async faulted(code: LampSystem, text: string) {
      const row = await store.lock(code);
      const after = afterFault(row.breaker, row, now());
      await store.saveBreaker(code, after, { text, at: now() });
      if (after.state !== row.breaker.state)
        await record(worker, 'system.breaker_opened', code, {
          from: row.breaker.state,
          failures: after.failures,
          fault: text.slice(0, 200),
        });
      return after;
    },

    /** A call that the system answered, where faults went before. */
    async answered(code: LampSystem) {
      const row = await store.lock(code);
      const after = afterAnswer(row.breaker, now());
      if (after.state === row.breaker.state && after.failures === row.breaker.failures)
        return after;
      await store.saveBreaker(code, after);
      if (after.state !== row.breaker.state)
        await record(worker, 'system.breaker_closed', code, { from: row.breaker.state });
      return after;
    },
  };
}

export type SystemService = ReturnType<typeof createSystemService>;
