import type { Knex } from 'knex';
import type { BatchRecord } from '#contract/compensation.ts';
import type { InboxItem } from '#contract/inbox.ts';
import type { PlanRow } from '#contract/bulk.ts';
import type { Actor } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { ListQuery, ListResult } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { createInboxFeed, type InboxSource } from './inbox-feed.ts';
import { publicationSources } from './publication-sources.ts';
import { itemOf, listPath } from './sql-source.ts';
import { createInboxStore } from './inbox-store.ts';
import {
  clockSources,
  countersignSource,
  dueTodaySource,
  handoverSource,
  mentionSource,
  taskSources,
} from './work-sources.ts';

type WaitingList<Row> = (
  actor: Actor,
  query: ListQuery<{ waitingForMe: true }>,
) => Promise<ListResult<Row>>;

interface Needs {
  zone: Zone;
  batches: WaitingList<BatchRecord>;
  plans: WaitingList<PlanRow>;
}

/** The feed of everything that waits: a feature adds a line here. */
export function composeInbox(db: Knex, world: World, needs: Needs) {
  const around = { db, world, zone: needs.zone };
  return {
    inboxFeed: createInboxFeed([
      waitingSource(
        'batch_approval',
        'batches.approve',
        '/compensation-batches',
        needs.batches,
        (batch) =>
          itemOf({
            id: batch.id,
            to: `/compensation-batches/${batch.id}/approve`,
            title: batch.title,
            detailKey: 'batch',
            args: { number: batch.number, lines: batch.lineCount },
            from: batch.createdByName,
            at: batch.submittedAt ?? batch.updatedAt,
            dueAt: batch.expiresAt,
          }),
      ),
      waitingSource('plan_approval', 'plans.approve', '/bulk', needs.plans, (plan) =>
        itemOf({
          id: plan.id,
          to: `/bulk/${plan.id}`,
          title: plan.number,
          detailKey: `plan.${plan.kind}`,
          args: { n: plan.itemCount },
          from: plan.makerName,
          at: plan.createdAt,
          dueAt: plan.expiresAt,
        }),
      ),
      ...publicationSources(db),
      countersignSource(around),
      ...clockSources(around),
      ...taskSources(around),
      mentionSource(around),
      handoverSource(around),
      dueTodaySource(around),
    ]),
    inboxStore: createInboxStore(db, world),
  };
}

/** A list of another feature that knows what waits for a person. */
function waitingSource<Row>(
  kind: InboxSource['kind'],
  permission: InboxSource['permission'],
  path: string,
  list: WaitingList<Row>,
  item: (row: Row) => InboxItem,
): InboxSource {
  const read = (actor: Actor, limit: number, withTotal: boolean) =>
    list(actor, {
      filter: { waitingForMe: true },
      sort: { column: `${path === '/bulk' ? 'plans' : 'batches'}.created_at`, descending: false },
      offset: 0,
      limit,
      withTotal,
    });
  return {
    kind,
    permission,
    to: listPath(path, { waitingForMe: true }),
    count: async (actor) => (await read(actor, 1, true)).total?.count ?? 0,
    items: async (actor, limit) => (await read(actor, limit, false)).rows.map(item),
  };
}
