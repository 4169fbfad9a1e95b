import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AssignmentRule, saveRuleBody } from '#contract/assignment.ts';
import type { CaseRecord } from '#contract/cases.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';

export type CaseConditions = Record<string, unknown>;

export interface AssignmentNeeds {
  db: Knex;
  world: World;
  audit: AuditTrail;
  /** Throws where the queue would refuse them. */
  assertConditions(conditions: CaseConditions): void;
  /** The first cases of a filter, by their clock. */
  casesOf(actor: Actor, conditions: CaseConditions, limit: number): Promise<CaseRecord[]>;
  countOf(actor: Actor, conditions: CaseConditions): Promise<{ count: number; bounded: boolean }>;
  /** Compare-and-set, audited. */
  give(ctx: ActionContext, record: CaseRecord, toId: string, detail: object): Promise<void>;
  /** The role of an active colleague. */
  colleagueRole(id: string): Promise<string | undefined>;
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

type RuleFacts = z.output<typeof saveRuleBody>;
const WORKERS: readonly string[] = ['supervisor', 'network_ops'];
const RULES_MAX = 50;

const ofNobody = (conditions: CaseConditions): CaseConditions => ({
  ...conditions,
  stateGroup: 'open_any',
  assigneeId: ['none'],
});

/** Rules that give open cases of nobody to people, in the order of the rules. */
export function createAssignmentService(needs: AssignmentNeeds) {
  const { db, world, audit } = needs;

  const rows = (): Promise<Record<string, unknown>[]> =>
    db('assignment_rules')
      .orderBy([{ column: 'position' }, { column: 'id' }])
      .limit(RULES_MAX);

  async function columnsOf(facts: RuleFacts): Promise<Record<string, unknown>> {
    needs.assertConditions(facts.conditions);
    for (const id of facts.people) {
      const role = await needs.colleagueRole(id);
      if (role === undefined || !WORKERS.includes(role))
        throw invalidField('people', 'errors.cases.assignee');
    }
    const { name, position, active, conditions, people } = facts;
    return {
      ...{ name, position, active },
      conditions: JSON.stringify(conditions),
      people: JSON.stringify(people),
      updated_at: world.now(),
    };
  }

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown>,
  ) => audit.record(ctx, { action, subjectType: 'assignment_rule', subjectId: id, detail });

  /** One rule over the first cases that wait; answers how many it gave away. */
  async function apply(ctx: ActionContext, row: Record<string, unknown>, limit: number) {
    const { conditions, people, turn } = factsOf(row);
    const able: string[] = [];
    for (const id of people)
      if (WORKERS.includes((await needs.colleagueRole(id)) ?? '')) able.push(id);
    if (able.length === 0) return 0;
    const waiting = await needs.casesOf(SYSTEM_ACTOR, ofNobody(conditions), limit);
    const detail = { rule: String(row['name']), ruleId: String(row['id']) };
    for (const [index, one] of waiting.entries())
      await needs.give(ctx, one, able[(turn + index) % able.length] ?? '', detail);
    if (waiting.length > 0)
      await db('assignment_rules')
        .where({ id: row['id'] })
        .update({ turn: (turn + waiting.length) % able.length });
    return waiting.length;
  }

  return {
    async list(actor: Actor): Promise<AssignmentRule[]> {
      const found = await rows();
      const names = await needs.namesOf(found.flatMap((row) => factsOf(row).people));
      const rules: AssignmentRule[] = [];
      for (const row of found) {
        const { conditions, people } = factsOf(row);
        const { count, bounded } = await needs.countOf(actor, ofNobody(conditions));
        rules.push({
          id: String(row['id']),
          name: String(row['name']),
          position: Number(row['position']),
          active: Boolean(row['active']),
          conditions,
          people: people.map((id) => ({ id, name: names.get(id) ?? id })),
          waiting: count,
          bounded,
          version: Number(row['version']),
          updatedAt: Number(row['updated_at']),
        });
      }
      return rules;
    },

    preview(actor: Actor, conditions: CaseConditions) {
      needs.assertConditions(conditions);
      return needs.countOf(actor, ofNobody(conditions));
    },

    async save(ctx: ActionContext, facts: RuleFacts): Promise<void> {
      if ((await rows()).length >= RULES_MAX)
        throw new DomainError('invalid', 'errors.assignment.tooMany', { args: { max: RULES_MAX } });
      const id = world.nextId();
      await db('assignment_rules').insert({ ...(await columnsOf(facts)), id, turn: 0, version: 1 });
      await record(ctx, 'assignment_rule.saved', id, { ...facts });
    },

    async change(
      ctx: ActionContext,
      id: string,
      { version, ...facts }: RuleFacts & { version: number },
    ): Promise<void> {
      const changed = await db('assignment_rules')
        .where({ id, version })
        .update({ ...(await columnsOf(facts)), version: version + 1 });
      if (affected(changed) !== 1) await gone(id);
      await record(ctx, 'assignment_rule.changed', id, { ...facts });
    },

    async remove(ctx: ActionContext, id: string, version: number): Promise<void> {
      if (affected(await db('assignment_rules').where({ id, version }).delete()) !== 1)
        await gone(id);
      await record(ctx, 'assignment_rule.removed', id, {});
    },

    /** Gives up to `limit` cases of each rule away, in the caller's transaction. */
    async run(ctx: ActionContext, limit: number): Promise<number> {
      let assigned = 0;
      for (const row of await rows())
        if (Boolean(row['active'])) assigned += await apply(ctx, row, limit);
      return assigned;
    },
  };

  async function gone(id: string): Promise<never> {
    const row: unknown = await db('assignment_rules').where({ id }).first('id');
    throw row === undefined
      ? new DomainError('not_found', 'errors.notFound')
      : new DomainError('conflict', 'errors.stale');
  }
}

export type AssignmentService = ReturnType<typeof createAssignmentService>;

const factsOf = (row: Record<string, unknown>) => ({
  conditions: JSON.parse(String(row['conditions'])) as CaseConditions,
  people: JSON.parse(String(row['people'])) as string[],
  turn: Number(row['turn']),
});
