import type { Knex } from 'knex';
import type { z } from 'zod';
import type { changeViewBody, SavedView, saveViewBody } from '#contract/views.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { Role } from '#domain/permissions.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { shippedViews } from './default-views.ts';

const VIEWS_MAX = 50;
const COUNT_FRESH_MS = 5_000;
const KEPT_COUNTS = 1_000;

type ViewFacts = Pick<
  z.output<typeof saveViewBody>,
  'name' | 'filter' | 'sort' | 'columns' | 'density' | 'roles'
>;
type Content = Pick<ViewFacts, 'filter' | 'sort' | 'columns' | 'density'>;
type Counted = Pick<SavedView, 'count' | 'bounded'>;

interface Needs {
  db: Knex;
  world: World;
  audit: AuditTrail;
  /** Throws where the queue would refuse the filter or the order. */
  assertList(filter: Record<string, unknown>, sort: readonly [string, string]): void;
  count(
    actor: Actor,
    filter: Record<string, unknown>,
  ): Promise<{ count: number; bounded: boolean }>;
}

/** Views of the queue kept on the server: own ones, those shared with the reader's role, and those that come with it. */
export function createViewService({ db, world, audit, assertList, count }: Needs) {
  // A rail is drawn on every page: its numbers are counted again only when they are some seconds old.
  const counted = new Map<string, { at: number; value: Promise<Counted> }>();

  function countOf(actor: Actor, filter: Record<string, unknown>): Promise<Counted> {
    const now = world.now();
    const key = `${actor.id} ${actor.areaCodes.join(',')} ${JSON.stringify(filter)}`;
    const known = counted.get(key);
    if (known !== undefined && now - known.at < COUNT_FRESH_MS) return known.value;
    if (counted.size >= KEPT_COUNTS) counted.clear();
    // A filter that has stopped being one, or cannot be counted, shows no number rather than no rail.
    const value: Promise<Counted> = count(actor, filter).catch(() => ({
      count: null,
      bounded: false,
    }));
    counted.set(key, { at: now, value });
    return value;
  }

  async function own(ctx: ActionContext, id: string, version: number) {
    const row = (await db('saved_views').where({ id, owner_id: ctx.actor.id }).first()) as
      Record<string, unknown> | undefined;
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (Number(row['version']) !== version) throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  const columnsOf = (facts: ViewFacts) => {
    assertList(facts.filter, facts.sort);
    const { filter, sort, columns, density } = facts;
    const content: Content = { filter, sort, columns, density };
    return {
      name: facts.name,
      content: JSON.stringify(content),
      roles: facts.roles.length === 0 ? '' : `,${facts.roles.join(',')},`,
      updated_at: world.now(),
    };
  };

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown>,
  ) => audit.record(ctx, { action, subjectType: 'view', subjectId: id, detail });

  return {
    async visible(actor: Actor): Promise<SavedView[]> {
      const rows = (await db('saved_views')
        .where('resource', 'cases')
        .where((any) => any.where('owner_id', actor.id).orWhereNot('roles', ''))
        .orderBy([{ column: 'position' }, { column: 'id' }])
        .limit(500)) as Record<string, unknown>[];
      const mine = rows.filter((row) => row['owner_id'] === actor.id);
      const shared = rows.filter(
        (row) => row['owner_id'] !== actor.id && String(row['roles']).includes(`,${actor.role},`),
      );
      const views = [
        ...shippedViews.map(shippedView),
        ...[...mine, ...shared].map((row) => viewOf(row, actor)),
      ];
      return Promise.all(
        views.map(async (view) => ({ ...view, ...(await countOf(actor, view.filter)) })),
      );
    },

    async save(ctx: ActionContext, facts: ViewFacts): Promise<{ id: string }> {
      const [row]: { n: number; last: number | null }[] = await db('saved_views')
        .where('owner_id', ctx.actor.id)
        .count({ n: '*' })
        .max({ last: 'position' });
      if (Number(row?.n ?? 0) >= VIEWS_MAX)
        throw new DomainError('invalid', 'errors.views.tooMany', { args: { max: VIEWS_MAX } });
      const id = world.nextId();
      await db('saved_views').insert({
        ...columnsOf(facts),
        id,
        owner_id: ctx.actor.id,
        owner_name: ctx.actor.name.slice(0, 60),
        resource: 'cases',
        position: Number(row?.last ?? 0) + 1,
        version: 1,
        created_at: world.now(),
      });
      await record(ctx, 'view.saved', id, { name: facts.name, roles: facts.roles });
      return { id };
    },

    async change(
      ctx: ActionContext,
      id: string,
      facts: z.output<typeof changeViewBody>,
    ): Promise<void> {
      await own(ctx, id, facts.version);
      const result = await db('saved_views')
        .where({ id, version: facts.version })
        .update({ ...columnsOf(facts), version: facts.version + 1 });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
      await record(ctx, 'view.changed', id, { name: facts.name, roles: facts.roles });
    },

    async remove(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await own(ctx, id, version);
      await db('saved_views').where({ id, version }).delete();
      await record(ctx, 'view.removed', id, { name: row['name'] });
    },

    /** Own views in the order given; those not named keep their place behind them. */
    async order(ctx: ActionContext, ids: readonly string[]): Promise<void> {
      for (const [index, id] of ids.entries())
        await db('saved_views')
          .where({ id, owner_id: ctx.actor.id })
          .update({ position: index + 1 });
    },
  };
}

export type ViewService = ReturnType<typeof createViewService>;

type Uncounted = Omit<SavedView, 'count' | 'bounded'>;

const shippedView = ({ key, filter }: (typeof shippedViews)[number]): Uncounted => ({
  id: key,
  key,
  name: key,
  filter,
  sort: ['dueAt', 'ASC'],
  columns: null,
  density: null,
  ownerId: '',
  ownerName: '',
  roles: [],
  mine: false,
  position: 0,
  version: 1,
  updatedAt: 0,
});

function viewOf(row: Record<string, unknown>, actor: Actor): Uncounted {
  // Views that were kept before rows had a height tell none.
  const content = JSON.parse(String(row['content'])) as Omit<Content, 'density'> & Partial<Content>;
  return {
    id: String(row['id']),
    key: null,
    name: String(row['name']),
    ...content,
    density: content.density ?? null,
    ownerId: String(row['owner_id']),
    ownerName: String(row['owner_name']),
    roles: String(row['roles'])
      .split(',')
      .filter((role): role is Role => role !== ''),
    mine: row['owner_id'] === actor.id,
    position: Number(row['position']),
    version: Number(row['version']),
    updatedAt: Number(row['updated_at']),
  };
}
