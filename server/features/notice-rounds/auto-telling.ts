import type { Knex } from 'knex';
import type { NoticeRulesRecord } from '#contract/notice-rounds.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import type { OutageEvent } from '#domain/outage-notices.ts';
import { RESTORED_WITHIN_MS } from '#domain/outage-notices.ts';
import type { World } from '../../world.ts';
import type { Outage } from '../outages/outage-row.ts';
import type { BatchTelling } from './batch-telling.ts';
import type { OutageTelling } from './outage-telling.ts';
import type { RoundStore } from './round-store.ts';

interface Needs {
  db: Knex;
  world: Pick<World, 'now'>;
  store: Pick<RoundStore, 'about'>;
  rules(): Promise<NoticeRulesRecord>;
  outage(ctx: ActionContext, id: string): Promise<Outage>;
  outages: Pick<OutageTelling, 'eventsOf' | 'tellByRule'>;
  batches: Pick<BatchTelling, 'tellByRule'>;
}

const AT_ONCE = 200;

/** What the rules tell of an outage by themselves, given its size and severity. */
export function automaticEvents(
  rules: NoticeRulesRecord,
  outage: Pick<Outage, 'affectedLines' | 'severity'>,
): OutageEvent[] {
  if (outage.affectedLines < rules.minLines || !rules.severities.includes(outage.severity))
    return [];
  return [
    ...(rules.planned ? (['planned', 'called_off'] as const) : []),
    ...(rules.begun ? (['begun'] as const) : []),
    ...(rules.estimate ? (['estimate'] as const) : []),
    ...(rules.restored ? (['restored'] as const) : []),
  ];
}

/**
 * What is told without a person. It looks at what stands instead of being told of changes, so that whatever logged,
 * corrected or restored an outage is heard, and a crash forgets nothing; what happened before a rule was switched on
 * is left alone.
 */
export function createAutoTelling(needs: Needs) {
  const { db, world } = needs;

  /** Outages about which something could be news. */
  async function outagesOfNews(since: number): Promise<string[]> {
    return (await db('outages')
      .where('updated_at', '>=', since)
      .where((q) => {
        void q
          .where({ state: 'open' })
          .orWhere((over) =>
            over
              .whereIn('state', ['restored', 'confirmed', 'closed', 'cancelled'])
              .where('updated_at', '>=', world.now() - RESTORED_WITHIN_MS),
          );
      })
      .orderBy('id', 'desc')
      .limit(AT_ONCE)
      .pluck('id')) as string[];
  }

  async function tellOutage(
    ctx: ActionContext,
    rules: NoticeRulesRecord,
    id: string,
  ): Promise<number> {
    const outage = await needs.outage(ctx, id);
    const wanted = automaticEvents(rules, outage);
    if (wanted.length === 0) return 0;
    const events = await needs.outages.eventsOf(outage);
    const toldOfIt = events.some(({ event, roundId }) => roundId !== null && event !== 'restored');
    let begun = 0;
    for (const { event, gates } of events) {
      if (gates.length > 0 || !wanted.includes(event)) continue;
      // Nobody is told that something is back of which they never heard.
      if (event === 'restored' && !toldOfIt) continue;
      if (event === 'begun' && outage.createdAt < (rules.changedAt ?? 0)) continue;
      if (await needs.outages.tellByRule(ctx, outage, event)) begun += 1;
    }
    return begun;
  }

  /** Batches whose credits have ended since the rule was switched on, and since their last round. */
  async function batchesOfNews(since: number): Promise<string[]> {
    return (await db('batches as b')
      .whereIn('b.state', ['credited', 'partly_credited'])
      .where('b.updated_at', '>=', since)
      .whereNotExists(
        db('notice_rounds as r')
          .whereRaw("r.about_kind = 'batch' and r.about_id = b.id")
          .whereRaw('r.created_at >= b.updated_at')
          .select(db.raw('1')),
      )
      .orderBy('b.id', 'desc')
      .limit(AT_ONCE)
      .pluck('b.id')) as string[];
  }

  return {
    /** Outages and batches that the rules may have something to say about; each is then told in a transaction of its own. */
    async due(): Promise<{ kind: 'outage' | 'batch'; id: string }[]> {
      const rules = await needs.rules();
      const since = rules.changedAt;
      if (since === null) return [];
      const { planned, begun, estimate, restored, credited } = rules;
      const outages = planned || begun || estimate || restored ? await outagesOfNews(since) : [];
      const batches = credited ? await batchesOfNews(since) : [];
      return [
        ...outages.map((id) => ({ kind: 'outage' as const, id })),
        ...batches.map((id) => ({ kind: 'batch' as const, id })),
      ];
    },

    async tell(requestId: string, one: { kind: 'outage' | 'batch'; id: string }): Promise<number> {
      const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId };
      if (one.kind === 'outage') return tellOutage(ctx, await needs.rules(), one.id);
      return (await needs.batches.tellByRule(ctx, one.id)) ? 1 : 0;
    },
  };
}

export type AutoTelling = ReturnType<typeof createAutoTelling>;
