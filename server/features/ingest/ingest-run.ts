import type { IngestAnswer, IngestItem } from '#contract/integration.ts';
import type { ActionContext } from '#domain/context.ts';
import type { IdempotencyStore } from '../../http/idempotency.ts';
import type { SentItem } from './ingest-body.ts';
import type { ItemFacts } from './ingest-rows.ts';

/** What became of one good item. */
export interface ItemFate {
  outcome: 'landed' | 'joined' | 'repeated';
  caseId: string | null;
}

interface Run<T> {
  items: readonly SentItem[];
  read(item: SentItem): ItemFacts<T>;
  /** Lands some, in a transaction of its own; one fate for each, in their order. */
  land(values: readonly T[]): Promise<readonly ItemFate[]>;
}

/** Landed in one transaction. */
const CHUNK = 500;

/** Every item gets an answer, in the order they were sent; a bad one costs the others nothing. */
export async function runIngest<T>(run: Run<T>): Promise<IngestAnswer> {
  const items: IngestItem[] = [];
  for (let start = 0; start < run.items.length; start += CHUNK) {
    const read = run.items.slice(start, start + CHUNK).map((item) => run.read(item));
    const fates = await run.land(read.flatMap((one) => (one.ok ? [one.value] : [])));
    let landed = 0;
    read.forEach((one, at) => {
      const index = start + at;
      if (!one.ok) return void items.push(rejected(index, one));
      const fate = fates[landed];
      landed += 1;
      if (fate === undefined) throw new Error('an item was landed without an answer');
      items.push({ index, ticketNo: one.ticketNo, ...fate });
    });
    // SQLite lands in this thread: others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const count = (outcome: IngestItem['outcome']) =>
    items.filter((item) => item.outcome === outcome).length;
  return {
    received: items.length,
    landed: count('landed'),
    joined: count('joined'),
    repeated: count('repeated'),
    rejected: count('rejected'),
    items,
  };
}

function rejected(index: number, read: Extract<ItemFacts<unknown>, { ok: false }>): IngestItem {
  return {
    index,
    outcome: 'rejected',
    ticketNo: read.ticketNo,
    caseId: null,
    errors: read.rejects.map(({ column, reasonKey, args }) => ({
      field: column,
      reason: reasonKey,
      args: { ...args },
    })),
  };
}

/** The same key and body: the same answer, whatever has landed since. */
export async function onceByKey<Answer>(
  store: IdempotencyStore,
  ctx: ActionContext,
  request: { path: string; key: string | undefined; bodyHash: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { key } = request;
  if (key === undefined) return work();
  const scope = `${ctx.actor.id} post ${request.path}`;
  const kept = await store.begin({ scope, key, bodyHash: request.bodyHash });
  if (kept !== null) return kept.answer as Answer;
  try {
    const answer = await work();
    await store.finish({ scope, key }, answer);
    return answer;
  } catch (error) {
    await store.abandon({ scope, key });
    throw error;
  }
}
