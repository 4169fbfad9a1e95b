import { DomainError } from '#domain/errors.ts';
import { createBatchStore } from '../features/compensation/batch-store.ts';
import { pinsOf } from '../features/compensation/batch-rows.ts';
import { createCreditingStore } from '../features/compensation/crediting-store.ts';
import { affectedSql } from '../features/compensation/scope-sql.ts';
import { composeOutbox } from '../features/messages/compose-messages.ts';
import { composeNoticeRounds } from '../features/notice-rounds/compose-notice-rounds.ts';
import type { Compensation } from './compensation.ts';
import { opened, recipes, type Parts } from './graph.ts';

const door = recipes<Compensation>()({
  outboxDoor: ({ db, world, audit, queue }) =>
    composeOutbox(db, world, { audit, enqueue: queue.enqueue }),
});

type WithDoor = Compensation & Parts<typeof door>;

const rounds = recipes<WithDoor>()({
  noticeRoundFeature: (g) =>
    composeNoticeRounds(g.db, g.world, {
      ...{ zone: g.zone, audit: g.audit, enqueue: g.queue.enqueue, affectedSql },
      outage: g.outages.find,
      batch: async (_ctx, id) => {
        const row = await createBatchStore(g.db, g.world).byId(id);
        if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
        const { number, state, demo, updated_at: at } = row;
        return { id, number, state, demo: Boolean(demo), updatedAt: Number(at), pins: pinsOf(row) };
      },
      approvedAt: createCreditingStore(g.db, g.world).approvedAt,
      ownValidities: createCreditingStore(g.db, g.world).ownValidities,
      areaNames: async (codes) => {
        const names = await g.outageReads.namesOf(codes);
        return codes.flatMap((code) => names.get(code) ?? []);
      },
      insertNew: g.outboxDoor.store.insertNew,
      sendSoon: g.outboxDoor.sendSoon,
      templates: g.outboxDoor.templateStore.published,
      settings: g.outboxDoor.settings.read,
    }),
});

const open = opened<WithDoor & Parts<typeof rounds>>();

/** The door of the outbox, and what is told to many lines at once; cases and claims stand on them. */
export const notices = {
  ...door,
  ...rounds,
  ...open('noticeRoundFeature', [
    'noticeRounds',
    'noticeRoundReads',
    'noticeRules',
    'outageTelling',
    'batchTelling',
    'autoTelling',
    'lineContacts',
    'noticeClaimDecided',
    'noticeReversed',
  ]),
};

export type Notices = Compensation & Parts<typeof notices>;
