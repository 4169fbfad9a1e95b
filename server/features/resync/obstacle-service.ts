import { TECHNICAL_CLOCK_MS } from '#domain/case-rules.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { wantedFor } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { CodeRule } from '../catalogue/catalogue-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { Waivers } from './waivers.ts';

interface Needs {
  store: Pick<CaseStore, 'move' | 'change'>;
  seen(ctx: ActionContext, id: string, version: number): Promise<CaseRow>;
  codes(): Promise<ReadonlyMap<string, CodeRule>>;
  effectRule(productCode: string): Promise<'at_once' | 'next_cycle'>;
  /** The next charge of a case whose cancel is wanted from then on. */
  nextChargeAt(row: CaseRow): Promise<number | null>;
  waivers: Waivers;
  world: World;
  zone: Zone;
}

/** How long before now, and after, a waived rule may take effect. */
const BACK_MS = 400 * 86_400_000;
const AHEAD_MS = 100 * 86_400_000;

/** A request that was refused becomes one that is wanted: by right and reason, or because its obstacle is gone. */
export function createObstacleService(needs: Needs) {
  const { store, world, zone } = needs;

  async function refused(ctx: ActionContext, id: string, version: number) {
    const row = await needs.seen(ctx, id, version);
    if (isCaseEnded(row.state)) throw new DomainError('conflict', 'errors.cases.ended');
    if (row.wanted !== 'active') throw new DomainError('conflict', 'errors.systems.notRefused');
    const code = (await needs.codes()).get(row.failureCode);
    return { row, policy: code?.policyRefusal ?? false, retry: code?.retry ?? 'manual' };
  }

  /** From then on the cancel is wanted; whoever waited does so no longer, unless the date lies ahead. */
  async function want(
    ctx: ActionContext,
    row: CaseRow,
    fromAt: number,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<CaseRow> {
    const ahead = fromAt > world.now();
    const wanted = { ...row, wanted: 'cancelled' as const, wantedFromAt: fromAt };
    const patch = {
      wanted: wanted.wanted,
      wantedFromAt: fromAt,
      notBeforeAt: ahead ? fromAt : null,
      dueAt: Math.max(fromAt, world.now()) + TECHNICAL_CLOCK_MS,
      nextChargeAt: await needs.nextChargeAt(wanted),
    };
    const changed = await store.change(ctx, row, patch, action, { ...detail, fromAt });
    const seen = { ...wanted, version: changed.version, notBeforeAt: patch.notBeforeAt };
    if (ahead || row.state === 'open' || row.state === 'held') {
      return ahead && row.state === 'open'
        ? store.move(ctx, seen, 'waiting_date', {}, { until: 'date', at: fromAt })
        : seen;
    }
    return store.move(ctx, seen, 'open', {}, { cause: action.replace('case.', '') });
  }

  /** When a good unsubscribe of then would have taken effect. */
  async function effectFrom(row: CaseRow, at: number): Promise<number> {
    const rule = { code: '', retry: 'manual', countsAsFailure: true, policyRefusal: false };
    const { wantedFromAt } = wantedFor(rule, at, zone, await needs.effectRule(row.productCode));
    return wantedFromAt ?? at;
  }

  return {
    /** The rule is not held against this customer. Counted per code for the rule's review. */
    async waive(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string; fromAt?: number | undefined },
    ): Promise<void> {
      const { row, policy } = await refused(ctx, id, input.version);
      if (!policy) throw new DomainError('conflict', 'errors.systems.noRule');
      const now = world.now();
      const at = input.fromAt ?? now;
      if (at < now - BACK_MS || at > now + AHEAD_MS)
        throw invalidField('fromAt', 'errors.systems.waiveDate');
      const fromAt = await effectFrom(row, at);
      const reasoned = { ...ctx, reason: input.reason };
      await needs.waivers.add(reasoned, row, { kind: 'waive', fromAt });
      await want(reasoned, row, fromAt, 'case.waived', { failureCode: row.failureCode });
    },

    /** What stood in the way is gone: the switch is open, the identity proven, the contract over. */
    async clear(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const { row, policy, retry } = await refused(ctx, id, input.version);
      const over =
        row.contractEndOn !== null && row.notBeforeAt !== null && row.notBeforeAt > world.now();
      if (policy && (retry !== 'scheduled' || over))
        throw new DomainError('conflict', 'errors.systems.stillRefused');
      const fromAt = await effectFrom(row, world.now());
      const reasoned = { ...ctx, reason: input.reason };
      await needs.waivers.add(reasoned, row, { kind: 'clear', fromAt });
      await want(reasoned, row, fromAt, 'case.cleared', { failureCode: row.failureCode });
    },

    /** The bill run is over: the request counts from when it was made. */
    async clearFreeze(ctx: ActionContext, row: CaseRow): Promise<CaseRow> {
      const fromAt = await effectFrom(row, row.requestedAt);
      await needs.waivers.add({ ...ctx, reason: 'bill run ended' }, row, { kind: 'clear', fromAt });
      return want(ctx, row, fromAt, 'case.cleared', { failureCode: row.failureCode });
    },

    /** Ends a wait for the customer or for a date. */
    async resume(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const row = await needs.seen(ctx, id, input.version);
      if (row.state !== 'waiting_customer' && row.state !== 'waiting_date')
        throw new DomainError('conflict', 'errors.systems.notWaiting');
      await store.move({ ...ctx, reason: input.reason }, row, 'open', { notBeforeAt: null });
    },
  };
}

export type ObstacleService = ReturnType<typeof createObstacleService>;
