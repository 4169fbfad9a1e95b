import type {
  BatchNoticePreview,
  BatchNotices,
  NoticeRulesRecord,
  NoticeTrigger,
} from '#contract/notice-rounds.ts';
import type { MessageSettings } from '#contract/messages.ts';
import type { ActionContext } from '#domain/context.ts';
import { dataValidUntilAt } from '#domain/data-validity.ts';
import { DomainError } from '#domain/errors.ts';
import type { DataValidity } from '#domain/policy-vocabulary.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import { servicesOf } from '#domain/outage-notices.ts';
import { quietUntilAt } from '#domain/quiet-hours.ts';
import { createZone, type Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import type { StoredPins } from '../compensation/batch-pins.ts';
import type { NewNotice } from '../messages/notice-store.ts';
import type { PublishedText } from '../messages/template-store.ts';
import type { BatchRecipients, BatchScope, CreditedLine } from './batch-recipients.ts';
import {
  CREDIT_TEMPLATES,
  creditWriter,
  creditWriting,
  type CreditWriting,
} from './credit-texts.ts';
import type { Round } from './round-row.ts';
import type { RoundService, Walk } from './round-service.ts';
import type { RoundStore } from './round-store.ts';

/** A batch as far as its notices need it. */
export interface BatchToTell {
  id: string;
  number: string;
  state: BatchState;
  demo: boolean;
  updatedAt: number;
  pins: StoredPins;
}

interface PinnedBatchRound {
  number: string;
  scope: BatchScope;
  writing: CreditWriting;
  notAfterAt: number;
}

export interface BatchTellingNeeds {
  world: World;
  zone: Zone;
  store: RoundStore;
  rounds: Pick<RoundService, 'begin'>;
  recipients: BatchRecipients;
  latestSnapshotId(): Promise<string | null>;
  batch(ctx: ActionContext, id: string): Promise<BatchToTell>;
  /** When it was approved, which its data's validity hangs on; 0: it was not. */
  approvedAt(id: string): Promise<number>;
  /** Classes whose data has a validity of its own. */
  ownValidities(id: string): Promise<ReadonlyMap<number, DataValidity>>;
  templates(): Promise<ReadonlyMap<string, PublishedText>>;
  settings(): Promise<MessageSettings>;
  rules(): Promise<NoticeRulesRecord>;
}

type Gate = NonNullable<BatchNotices['gate']>;

const ARRIVED: readonly BatchState[] = ['credited', 'partly_credited'];
const BEFORE: readonly BatchState[] = ['calculated', 'submitted', 'approved'];
/** A credit stays a credit: its message may wait longer than others. */
const WAITS_MS = 7 * 86_400_000;

const keyOf = (batchId: string): string => `batch:${batchId}:credited:`;

/** "Compensation has arrived": previewed with real lines, begun by a person or by rule, once per line and batch. */
export function createBatchTelling(needs: BatchTellingNeeds) {
  const { world, store } = needs;

  function gateOf(batch: BatchToTell): Gate | null {
    // A batch of refunds or claims pays for no outage of its own.
    if ((batch.pins as Partial<StoredPins>).outage === undefined) return 'no_outage';
    if (batch.state === 'reversed') return 'reversed';
    return ARRIVED.includes(batch.state) ? null : 'not_credited';
  }

  async function pinnedFor(batch: BatchToTell): Promise<PinnedBatchRound> {
    const now = world.now();
    const { pins } = batch;
    const { facts } = pins.outage;
    const approvedAt = (await needs.approvedAt(batch.id)) || now;
    const { validity } = pins.policy.rules.rate.dataTerms;
    const until = (own: DataValidity) => dataValidUntilAt(own, createZone(pins.zone), approvedAt);
    const own = await needs.ownValidities(batch.id);
    const paid = {
      zone: pins.zone,
      startedAt: facts.startedAt,
      services: servicesOf(facts),
      dataValidUntilAt: until(validity),
      validUntilOfClass: Object.fromEntries([...own].map(([no, one]) => [no, until(one)])),
      now,
    };
    return {
      number: batch.number,
      scope: {
        batchId: batch.id,
        snapshotId: pins.snapshot.id,
        latestSnapshotId: (await needs.latestSnapshotId()) ?? pins.snapshot.id,
        expected: BEFORE.includes(batch.state),
      },
      writing: creditWriting(paid, await needs.settings(), await needs.templates()),
      notAfterAt: now + WAITS_MS,
    };
  }

  async function counted(batch: BatchToTell, pinned: PinnedBatchRound) {
    const told = (await store.about(batch.id)).length > 0;
    return needs.recipients.count(pinned.scope, told ? keyOf(batch.id) : null);
  }

  async function begin(
    ctx: ActionContext,
    batch: BatchToTell,
    asked: { count: number | null; ratePerSecond: number; trigger: NoticeTrigger; detail?: object },
  ): Promise<string | null> {
    const pinned = await pinnedFor(batch);
    if (pinned.writing.templates.length < CREDIT_TEMPLATES.length)
      throw new DomainError('conflict', 'errors.noticeRounds.batchGate.variable_empty');
    const counts = await counted(batch, pinned);
    if (asked.count !== null && counts.ready !== asked.count)
      throw new DomainError('conflict', 'errors.noticeRounds.countChanged', {
        args: { count: counts.ready },
      });
    if (counts.ready === 0) return null;
    const earlier = await store.about(batch.id);
    return needs.rounds.begin(ctx, {
      ...{ aboutKind: 'batch', aboutId: batch.id, event: 'credited' },
      // Credits that were parked and arrive later have a round of their own; no line is in two.
      occasion: String(earlier.length + 1),
      ...{ trigger: asked.trigger, pinned, excluded: excludedOf(counts), expected: counts.ready },
      ...{ ratePerSecond: asked.ratePerSecond, demo: batch.demo },
      detail: { number: batch.number, ...asked.detail },
    });
  }

  const walk: Walk = {
    async next(round) {
      const { scope, writing } = round.pinned as PinnedBatchRound;
      const { lines, last } = await needs.recipients.next(scope, round.cursorLineId);
      const write = creditWriter(writing);
      const notices = lines.flatMap((line) => {
        const text = write(line);
        return text === undefined ? [] : [noticeOf(round, line, text)];
      });
      return { notices, last };
    },
    async stillTrue(round, ctx) {
      const { state } = await needs.batch(ctx, round.aboutId);
      return state === 'crediting' || ARRIVED.includes(state);
    },
  };

  return {
    walk,

    async standing(ctx: ActionContext, id: string): Promise<Omit<BatchNotices, 'rounds'>> {
      const batch = await needs.batch(ctx, id);
      return { gate: gateOf(batch), automatic: (await needs.rules()).credited };
    },

    async preview(ctx: ActionContext, id: string): Promise<BatchNoticePreview> {
      const batch = await needs.batch(ctx, id);
      const [settings, rules] = [await needs.settings(), await needs.rules()];
      const { quietFrom: from, quietUntil: until } = settings;
      const around = {
        quietUntilAt: quietUntilAt(needs.zone, world.now(), { from, until }),
        ratePerSecond: rules.ratePerSecond,
      };
      if (gateOf(batch) === 'no_outage')
        return { ...around, count: 0, excluded: {}, open: 0, samples: [] };
      const pinned = await pinnedFor(batch);
      const counts = await counted(batch, pinned);
      const write = creditWriter(pinned.writing);
      const samples = (await needs.recipients.samples(pinned.scope)).flatMap((line) => {
        const written = write(line);
        if (written === undefined) return [];
        const { lineId, msisdnMasked, language } = line;
        const { templateCode, body: text, parts } = written;
        return [{ lineId, msisdnMasked, language, templateCode, text, parts }];
      });
      return {
        ...{ ...around, count: counts.ready, open: counts.open, samples },
        excluded: excludedOf(counts),
      };
    },

    /** By a person, who says how many they saw. */
    async tell(
      ctx: ActionContext,
      id: string,
      input: { count: number; ratePerSecond?: number | undefined },
    ): Promise<string> {
      const batch = await needs.batch(ctx, id);
      const gate = gateOf(batch);
      if (gate !== null) throw new DomainError('conflict', `errors.noticeRounds.batchGate.${gate}`);
      const ratePerSecond = input.ratePerSecond ?? (await needs.rules()).ratePerSecond;
      const { count } = input;
      const roundId = await begin(ctx, batch, { count, ratePerSecond, trigger: 'manual' });
      if (roundId === null) throw new DomainError('conflict', 'errors.noticeRounds.nobody');
      return roundId;
    },

    /** By rule: false where nobody is left to be told. */
    async tellByRule(ctx: ActionContext, id: string): Promise<boolean> {
      const batch = await needs.batch(ctx, id);
      if (gateOf(batch) !== null) return false;
      const { ratePerSecond, version } = await needs.rules();
      const detail = { rulesVersion: version };
      const asked = { count: null, ratePerSecond, trigger: 'auto', detail } as const;
      return (await begin(ctx, batch, asked)) !== null;
    },
  };
}

export type BatchTelling = ReturnType<typeof createBatchTelling>;

function excludedOf({ lineEnded, optedOut }: { lineEnded: number; optedOut: number }) {
  const excluded: Record<string, number> = {};
  if (lineEnded > 0) excluded['line_ended'] = lineEnded;
  if (optedOut > 0) excluded['opted_out'] = optedOut;
  return excluded;
}

function noticeOf(
  round: Round,
  line: CreditedLine,
  text: Pick<NewNotice, 'templateCode' | 'templateVersionNo' | 'body' | 'parts'>,
): Omit<NewNotice, 'id'> {
  return {
    eventKey: `${keyOf(round.aboutId)}${line.lineId}`,
    roundId: round.id,
    about: { kind: 'batch', id: round.aboutId },
    ...{ caseId: null, lineId: line.lineId, msisdnMasked: line.msisdnMasked },
    ...{ areaCode: line.areaCode, language: line.language, channel: 'sms' },
    ...text,
    ...{ trigger: round.trigger, notBeforeAt: null },
    notAfterAt: (round.pinned as PinnedBatchRound).notAfterAt,
    ...{ actorId: round.actorId, actorName: round.actorName },
    demo: line.demo || round.demo,
  };
}
