import type { Knex } from 'knex';
import type { MessageSettings } from '#contract/messages.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { NewNotice } from '../messages/notice-store.ts';
import type { PublishedText } from '../messages/template-store.ts';
import type { Outage } from '../outages/outage-row.ts';
import { createAutoTelling } from './auto-telling.ts';
import { createBatchRecipients } from './batch-recipients.ts';
import { createBatchTelling, type BatchTellingNeeds, type BatchToTell } from './batch-telling.ts';
import { createLineContacts } from './line-contacts.ts';
import { createOutageRecipients, type AffectedSql } from './outage-recipients.ts';
import { createStandingReads } from './outage-standing.ts';
import { createOutageTelling } from './outage-telling.ts';
import { createRoundPacing } from './round-pacing.ts';
import { createRoundReads } from './round-reads.ts';
import { createRoundService } from './round-service.ts';
import { createRoundStore } from './round-store.ts';
import { createRoundTruth } from './round-truth.ts';
import { createSingleNotices } from './single-notices.ts';
import { createNoticeRules } from './telling-rules.ts';

interface Needs {
  zone: Zone;
  audit: AuditTrail;
  enqueue(request: JobRequest): Promise<string>;
  affectedSql: AffectedSql;
  outage(ctx: ActionContext, id: string): Promise<Outage>;
  batch(ctx: ActionContext, id: string): Promise<BatchToTell>;
  approvedAt(batchId: string): Promise<number>;
  ownValidities: BatchTellingNeeds['ownValidities'];
  areaNames(codes: readonly string[]): Promise<{ nameZh: string; nameEn: string }[]>;
  /** The outbox: where messages are put, and what they are written from. */
  insertNew(notices: readonly NewNotice[]): Promise<Set<string>>;
  sendSoon(): Promise<void>;
  templates(): Promise<ReadonlyMap<string, PublishedText>>;
  settings(): Promise<MessageSettings>;
}

/** Messages to many lines about one thing: rounds, what they say, what leaves by rule. */
export function composeNoticeRounds(db: Knex, world: World, needs: Needs) {
  const { zone, audit, outage, templates, settings, insertNew, sendSoon } = needs;
  const store = createRoundStore(db, world);
  const noticeRules = createNoticeRules({ db, world, audit });
  const recipients = createOutageRecipients(db, needs.affectedSql);
  const batchRecipients = createBatchRecipients(db);
  const rules = noticeRules.read;
  const walks = { outage: () => outages.walk, batch: () => batches.walk };
  const rounds = createRoundService({
    ...{ world, store, audit, walks, insertNew, sendSoon },
    enqueue: needs.enqueue,
  });
  const common = { world, zone, store, rounds, templates, settings, rules };
  const outages = createOutageTelling({
    ...{ ...common, recipients, outage },
    standing: createStandingReads(db),
    areaNames: needs.areaNames,
  });
  const batches = createBatchTelling({
    ...common,
    recipients: batchRecipients,
    latestSnapshotId: recipients.latestSnapshotId,
    batch: needs.batch,
    approvedAt: needs.approvedAt,
    ownValidities: needs.ownValidities,
  });
  return {
    noticeRounds: rounds,
    noticeRules,
    outageTelling: outages,
    batchTelling: batches,
    autoTelling: createAutoTelling({ db, world, store, rules, outage, outages, batches }),
    lineContacts: createLineContacts({ db, world, audit }),
    noticeRoundReads: createRoundReads({
      store,
      async assertSeen(actor: Actor, { aboutKind, aboutId }) {
        const ctx: ActionContext = { actor, requestId: 'notice_rounds.seen' };
        await (aboutKind === 'outage' ? outage(ctx, aboutId) : needs.batch(ctx, aboutId));
      },
    }),
    ...createSingleNotices({
      ...{ db, world, zone, insertNew, sendSoon, templates, settings, rules },
    }),
    /** What the outbox asks of rounds before it lets a message go. */
    roundPacing: createRoundPacing(store, world),
    roundTruth: createRoundTruth({ store, walks, takenBack: batchRecipients.takenBack }),
  };
}

export type NoticeRoundFeature = ReturnType<typeof composeNoticeRounds>;
