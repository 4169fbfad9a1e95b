import type { Knex } from 'knex';
import type { BatchRecord } from '#contract/compensation.ts';
import type { InboxItem } from '#contract/inbox.ts';
import type { PlanRow } from '#contract/bulk.ts';
import type { OutageRecord } from '#contract/outages.ts';
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
  outages: WaitingList<OutageRecord>;
}

/** The feed of everything that waits: a feature adds a line here. */
export function composeInbox(db: Knex, world: World, needs: Needs) {
  const around = { db, world, zone: needs.zone };
  return {
    inboxFeed: createInboxFeed([
      waitingSource({
        kind: 'batch_approval',
        permission: 'batches.approve',
        path: '/compensation-batches',
        oldest: 'batches.created_at',
        list: needs.batches,
        item: (batch) =>
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
      }),
      waitingSource({
        kind: 'plan_approval',
        permission: 'plans.approve',
        path: '/bulk',
        oldest: 'plans.created_at',
        list: needs.plans,
        item: (plan) =>
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
      }),
      waitingSource({
        kind: 'outage_decision',
        permission: 'outages.confirm',
        path: '/outages',
        oldest: 'o.started_at',
        list: needs.outages,
        item: (outage) =>
          itemOf({
            id: outage.id,
            to: `/outages/${outage.id}/show`,
            title: outage.title,
            detailKey: `outage.${outage.state === 'restored' ? 'over' : 'underWay'}`,
            args: { number: outage.number, lines: outage.affectedLines ?? 0 },
            from: outage.loggerName,
            at: outage.endedAt ?? outage.startedAt,
          }),
      }),
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

interface WaitingSource<Row> extends Pick<InboxSource, 'kind' | 'permission'> {
  /** The page of the list. */
  path: string;
  /** The column by which what has waited longest comes first. */
  oldest: string;
  list: WaitingList<Row>;
  item(row: Row): InboxItem;
}

/** A list of another feature that knows what waits for a person. */
function waitingSource<Row>(source: WaitingSource<Row>): InboxSource {
  const { kind, permission, path, oldest, list, item } = source;
  const read = (actor: Actor, limit: number, withTotal: boolean) =>
    list(actor, {
      filter: { waitingForMe: true },
      sort: { column: oldest, descending: false },
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
