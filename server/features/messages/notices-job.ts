import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import type { MessageStatus, MessagingPort } from '../../connectors/messaging/port.ts';
import type { QueryOutcome, SendOutcome } from '../../connectors/outcome.ts';
import { LEASE_MS, type Job } from '../../jobs/queue.ts';
import type { JobEnd, JobHandler, JobTools } from '../../jobs/runner.ts';
import type { World } from '../../world.ts';
import { afterQuery, afterSend, failed } from './notice-outcome.ts';
import { TURN_MS, type Notice } from './notice-store.ts';
import type { NoticeResult, OutboxService } from './outbox-service.ts';

export interface NoticeFeatures {
  outbox: OutboxService;
}

interface Around {
  world: World;
  messaging: MessagingPort;
  /** Whether the configuration says that the gateway is simulated. */
  simulatedGateway: boolean;
  numberOf(lineId: string): Promise<string | undefined>;
}

const CONCURRENCY = 8;
const EXTEND_MS = 15_000;
const GATEWAY_WAIT_MS = 15_000;
const RELEASES_PER_TURN = 20;
const ASKS_PER_TURN = 20;

/**
 * Sends what waits in the outbox. What a dead worker had taken is asked about before anything is sent; the
 * notice's id is the gateway's idempotency key besides, so that a message leaves once whatever happens to us.
 */
export function sendNotices<F extends NoticeFeatures>(around: Around): JobHandler<F> {
  return (job, tools) => createRound(around, job, tools).all();
}

function createRound<F extends NoticeFeatures>(around: Around, job: Job, tools: JobTools<F>) {
  const { world, messaging } = around;
  const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: job.id };
  let extendedAt = world.now();
  let simulated: Promise<boolean> | undefined;
  const until = () => world.now() + LEASE_MS;

  async function keepLease(): Promise<void> {
    if (world.now() - extendedAt <= EXTEND_MS) return;
    extendedAt = world.now();
    await tools.extendLease();
  }

  /** The number in clear; null when its key is gone, which must not hold up the other messages. */
  async function numberOf(notice: Notice): Promise<string | null> {
    try {
      return (await around.numberOf(notice.lineId)) ?? null;
    } catch {
      return null;
    }
  }

  async function send(notice: Notice): Promise<NoticeResult> {
    const without = (change: NoticeResult['change']) => ({ notice, change, call: null });
    if (tools.stopping()) return without({ to: 'queued', nextAt: world.now() });
    if (notice.demo && !(await (simulated ??= messaging.simulated())))
      return around.simulatedGateway
        ? without({ to: 'queued', nextAt: world.now() + GATEWAY_WAIT_MS })
        : without(failed('not_simulated', null));
    const msisdn = await numberOf(notice);
    if (msisdn === null) return without(failed('number_unreadable', null));
    const { channel, body: text } = notice;
    const noticeId = gatewayKeyOf(notice);
    const outcome: SendOutcome<MessageStatus> = await messaging.send({
      ...{ noticeId, msisdn, channel, text },
    });
    await keepLease();
    const change = afterSend(notice, outcome, world.now());
    return { notice, change, call: { kind: 'send', outcome } };
  }

  async function ask(notice: Notice): Promise<NoticeResult> {
    const outcome: QueryOutcome<MessageStatus> = await messaging.query(gatewayKeyOf(notice));
    await keepLease();
    const change = afterQuery(notice, outcome, world.now());
    return { notice, change, call: { kind: 'query', outcome } };
  }

  const settle = (results: readonly NoticeResult[]) =>
    tools.fenced((f) => f.outbox.settle(ctx, results));

  /** So many that new messages do not wait for the delivery of a million others. */
  async function askSome(state: 'unknown' | 'sent'): Promise<void> {
    for (let turn = 0; turn < ASKS_PER_TURN && !tools.stopping(); turn += 1) {
      const due = await tools.fenced((f) => f.outbox.claimToAsk(state, job.leaseToken, until()));
      if (due.length === 0) return;
      await settle(await mapLimited(due, ask));
    }
  }

  /** Stops early when a whole stretch could not leave, so that a dead gateway gets a rest. */
  async function sendAll(): Promise<'all' | 'stuck'> {
    while (!tools.stopping()) {
      const taken = await tools.fenced((f) => f.outbox.claim(job.leaseToken, until()));
      if (!taken.looked) return 'all';
      const { fresh, unclear } = taken;
      await settle(await mapLimited(unclear, ask));
      const results = await mapLimited(fresh, send);
      await settle(results);
      const stuck = results.length > 0 && results.every(({ change }) => change.to === 'queued');
      if (stuck) return 'stuck';
    }
    return 'all';
  }

  return {
    async all(): Promise<JobEnd> {
      for (let turn = 0; turn < RELEASES_PER_TURN; turn += 1) {
        if ((await tools.fenced((f) => f.outbox.release())) === 0) break;
        await keepLease();
      }
      await askSome('unknown');
      const end = await sendAll();
      await askSome('sent');
      if (tools.stopping() || end === 'stuck') return undefined;
      // A round that has used up its pace goes on with the next turn.
      const more = await tools.fenced((f) => f.outbox.roundsWait());
      return more ? { again: world.now() + TURN_MS } : undefined;
    },
  };
}

/** What the gateway knows a message by. */
export const gatewayKeyOf = ({ id, generation }: Pick<Notice, 'id' | 'generation'>): string =>
  generation === 1 ? id : `${id}-${generation}`;

async function mapLimited<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
  return results;
}
