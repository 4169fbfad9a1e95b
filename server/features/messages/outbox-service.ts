import { createHash } from 'node:crypto';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { inAreas } from '#domain/area-range.ts';
import { quietUntilAt } from '#domain/quiet-hours.ts';
import type { Zone } from '#domain/time.ts';
import type { MessageStatus } from '../../connectors/messaging/port.ts';
import type { QueryOutcome, SendOutcome } from '../../connectors/outcome.ts';
import { groupedBy } from '../../gather.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { MessageSettingsStore } from './message-settings.ts';
import type { Notice, NoticeChange, NoticeStore } from './notice-store.ts';
import type { SmsOut } from './sms-outages.ts';

interface Needs {
  world: World;
  zone: Zone;
  audit: AuditTrail;
  store: NoticeStore;
  settings: Pick<MessageSettingsStore, 'read'>;
  /** Of these messages, those whose facts have changed since they were written. */
  noLongerTrue(notices: readonly Notice[]): Promise<ReadonlySet<string>>;
  /** Where an open outage takes SMS away. */
  smsOut(): Promise<SmsOut>;
  rounds: RoundPacing;
}

/** What the outbox knows of rounds: which of them run, and how fast. */
export interface RoundPacing {
  running(): Promise<string[]>;
  /** How many messages of a running round may leave now; its row stays locked. */
  allowance(roundId: string, limit: number): Promise<number>;
  spend(roundId: string, messages: number): Promise<void>;
}

/** What became of one message in a round, with its call where there was one. */
export interface NoticeResult {
  notice: Notice;
  change: NoticeChange;
  call: { kind: 'send' | 'query'; outcome: Call } | null;
}
type Call = SendOutcome<MessageStatus> | QueryOutcome<MessageStatus>;

export const CLAIM_NOTICES = 100;
/** It would say something that is not so. */
const PAST: NoticeChange = { to: 'expired', reason: 'too_late', nextAt: null };
const HOLDS_AT_ONCE = 500;
const SMS_OUT_AGAIN_MS = 300_000;
/** Answers to what the customer is doing right now leave at any hour. */
const AT_ANY_HOUR: readonly string[] = ['T2', 'T8', 'T10'];

/** The outbox as the worker sees it: what may leave now, what waits, what becomes of it. Each step in one transaction. */
export function createOutboxService(needs: Needs) {
  const { world, store } = needs;

  /** Why a message may not leave at this moment; null when it may. */
  async function holdJudge() {
    const settings = await needs.settings.read();
    const quietUntil = quietUntilAt(needs.zone, world.now(), {
      from: settings.quietFrom,
      until: settings.quietUntil,
    });
    const dark = await needs.smsOut();
    const cutOff = ({ areaCode, about }: Notice): boolean =>
      (about?.kind === 'outage' && dark.outageIds.has(about.id)) ||
      (dark.areaCodes.length > 0 && inAreas(areaCode, dark.areaCodes));
    return (notice: Notice): NoticeChange | null => {
      const now = world.now();
      if (notice.notAfterAt !== null && notice.notAfterAt <= now) return PAST;
      if (quietUntil !== null && !AT_ANY_HOUR.includes(notice.templateCode))
        return { to: 'held', reason: 'quiet_hours', nextAt: quietUntil };
      if (notice.channel === 'sms' && cutOff(notice))
        return { to: 'held', reason: 'sms_out', nextAt: now + SMS_OUT_AGAIN_MS };
      return null;
    };
  }

  /** Changes locked rows of one state, those alike in one go. */
  async function changeAlike(changes: readonly (readonly [Notice, NoticeChange])[]): Promise<void> {
    for (const group of groupedBy(changes, ([, change]) => JSON.stringify(change)))
      await store.changeMany(
        group.map(([notice]) => notice),
        group[0][1],
      );
  }

  /** Of these waiting messages: those that may leave; the others are held, or die. */
  async function sift(due: readonly Notice[]): Promise<Notice[]> {
    if (due.length === 0) return [];
    const judge = await holdJudge();
    const untrue = await needs.noLongerTrue(due);
    const stays = due.map((one) => [one, untrue.has(one.id) ? PAST : judge(one)] as const);
    await changeAlike(
      stays.flatMap(([one, change]) => (change === null ? [] : [[one, change] as const])),
    );
    return stays.flatMap(([one, change]) => (change === null ? [one] : []));
  }

  /** Messages of their own go before those of rounds, and a round sends no faster than its rate. */
  async function freshOnes(): Promise<{ fresh: Notice[]; looked: boolean }> {
    const own = await store.due('queued', CLAIM_NOTICES, null);
    if (own.length > 0) return { fresh: await sift(own), looked: true };
    for (const roundId of await needs.rounds.running()) {
      const allowed = await needs.rounds.allowance(roundId, CLAIM_NOTICES);
      if (allowed === 0) continue;
      const due = await store.due('queued', allowed, roundId);
      if (due.length === 0) continue;
      const fresh = await sift(due);
      await needs.rounds.spend(roundId, fresh.length);
      return { fresh, looked: true };
    }
    return { fresh: [], looked: false };
  }

  return {
    /** Lets go what was held and may leave now, holds it again, or lets it die. Answers how many it looked at. */
    async release(): Promise<number> {
      const own = await store.due('held', HOLDS_AT_ONCE, null);
      const due = own.length > 0 ? own : await store.due('held', HOLDS_AT_ONCE);
      if (due.length === 0) return 0;
      const judge = await holdJudge();
      const untrue = await needs.noLongerTrue(due);
      const free: NoticeChange = { to: 'queued', reason: null, nextAt: world.now() };
      await changeAlike(
        due.map((one) => [one, untrue.has(one.id) ? PAST : (judge(one) ?? free)] as const),
      );
      return due.length;
    },

    /**
     * Takes the next waiting messages for one worker: `fresh` may be sent; `unclear` were taken by a worker that
     * never came back and are asked about first. What may not leave now is held. `looked` is false when nothing is due.
     */
    async claim(
      token: string,
      until: number,
    ): Promise<{ fresh: Notice[]; unclear: Notice[]; looked: boolean }> {
      const unclear = await store.abandoned(CLAIM_NOTICES);
      const take = (notices: readonly Notice[]) =>
        store.claim(
          notices.map(({ id }) => id),
          token,
          until,
        );
      await take(unclear);
      const { fresh, looked } = await freshOnes();
      await take(fresh);
      return { fresh, unclear, looked: looked || unclear.length > 0 };
    },

    /** Whether a running round has messages that only wait for their turn. */
    async roundsWait(): Promise<boolean> {
      for (const id of await needs.rounds.running()) if (await store.waitsInRound(id)) return true;
      return false;
    },

    /** Messages whose outcome or delivery is to be asked about. */
    async claimToAsk(state: 'unknown' | 'sent', token: string, until: number): Promise<Notice[]> {
      const due = await store.due(state, CLAIM_NOTICES);
      await store.claim(
        due.map(({ id }) => id),
        token,
        until,
      );
      return due;
    },

    /** Writes down one stretch; one audit event for it, and one in the story of each case whose message failed. */
    async settle(ctx: ActionContext, results: readonly NoticeResult[]): Promise<void> {
      if (results.length === 0) return;
      for (const { notice, change } of results) await store.change(notice, change);
      await store.insertAttempts(
        results.flatMap(({ notice, call }) =>
          call === null ? [] : [attemptOf(notice, call, world.nextId())],
        ),
      );
      const moved = results.filter(({ notice, change }) => notice.state !== change.to);
      if (moved.length === 0) return;
      const counts: Record<string, number> = {};
      for (const { change } of moved) counts[change.to] = (counts[change.to] ?? 0) + 1;
      const lines = moved.map(({ notice, change }) => `${notice.id} ${change.to}`);
      await needs.audit.recordMany(ctx, [
        {
          action: 'notices.settled',
          subjectType: 'notices',
          subjectId: ctx.requestId,
          detail: { ...counts, hash: createHash('sha256').update(lines.join('\n')).digest('hex') },
        },
        ...moved
          .filter(({ notice, change }) => change.to === 'failed' && notice.caseId !== null)
          .map(({ notice, change }) => ({
            action: 'case.message_failed',
            subjectType: 'case',
            subjectId: notice.caseId ?? '',
            detail: {
              noticeId: notice.id,
              templateCode: notice.templateCode,
              reason: change.reason ?? null,
              reasonText: change.reasonText ?? null,
            },
          })),
      ]);
    },

    /** A person lets a failed message go again: what may have arrived is asked about first. */
    async retry(ctx: ActionContext, id: string, version: number): Promise<void> {
      const notice = await seen(id, version);
      if (notice.state !== 'failed') throw new DomainError('conflict', 'errors.messages.notFailed');
      await store.change(notice, {
        to: 'queued',
        ...{ reason: null, reasonText: null, nextAt: world.now(), tries: 0 },
        // The same key would only be answered with the same failure.
        generation: notice.generation + (notice.reason === 'not_reached' ? 0 : 1),
      });
      await recordOf(ctx, 'retried', notice);
    },

    /** A person decides that a message is not to leave any more. */
    async drop(ctx: ActionContext, id: string, version: number): Promise<void> {
      const notice = await seen(id, version);
      if (notice.state !== 'queued' && notice.state !== 'held')
        throw new DomainError('conflict', 'errors.messages.notWaiting');
      if ((await store.unclear([id])).has(id))
        throw new DomainError('conflict', 'errors.messages.leaving');
      await store.change(notice, { to: 'expired', reason: 'dropped', nextAt: null });
      await recordOf(ctx, 'dropped', notice);
    },
  };

  async function seen(id: string, version: number): Promise<Notice> {
    const notice = await store.find(id);
    if (notice === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (notice.version !== version) throw new DomainError('conflict', 'errors.stale');
    return notice;
  }

  async function recordOf(ctx: ActionContext, act: string, notice: Notice): Promise<void> {
    const onCase = notice.caseId !== null;
    await needs.audit.record(ctx, {
      action: onCase ? `case.message_${act}` : `notice.${act}`,
      subjectType: onCase ? 'case' : 'notice',
      subjectId: notice.caseId ?? notice.id,
      detail: { noticeId: notice.id, templateCode: notice.templateCode },
    });
  }
}

export type OutboxService = ReturnType<typeof createOutboxService>;

function attemptOf(notice: Notice, call: NonNullable<NoticeResult['call']>, id: string) {
  const { kind, outcome } = call;
  const raw = 'rawCode' in outcome ? outcome : null;
  return {
    id,
    notice_id: notice.id,
    kind,
    started_at: outcome.startedAt,
    duration_ms: Math.round(outcome.durationMs),
    outcome: outcome.kind,
    raw_code: raw === null ? null : raw.rawCode.slice(0, 64),
    raw_text: raw === null ? null : raw.rawText.slice(0, 300),
    request: outcome.requestRedacted,
    response: outcome.responseRedacted ?? '',
  };
}
