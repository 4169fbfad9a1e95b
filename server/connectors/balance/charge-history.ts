import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { PostedCharge } from '#domain/posted-charges.ts';
import { recordOf, unknownReply, type HttpClient, type Reply } from '../http-client.ts';
import type { QueryOutcome } from '../outcome.ts';
import { ask, requireNational } from '../tmf-reply.ts';
import type { ChargeQuery } from './port.ts';

const HISTORY = '/tmf-api/prepayBalanceManagement/v4/balanceActionHistory';
const PAGE = 200;
/** More postings for one product of one line than this are no answer: two years by the day are 731. */
const MAX_POSTINGS = 4_000;
/** No single posting is a million yuan. */
const MAX_FEN = 100_000_000;
/** The gateway's clock may be ahead of ours by this much. */
const CLOCK_SKEW_MS = 24 * 3_600_000;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const historyReply = z
  .array(
    z.object({
      id: z.string().regex(/^[\x21-\x7e]{1,64}$/),
      status: z.enum(['created', 'failed', 'cancelled', 'completed']),
      usageType: z.string(),
      amount: z.object({ amount: z.int().min(-MAX_FEN).max(MAX_FEN), units: z.string() }),
      confirmationDate: instant.nullish(),
      validFor: z
        .object({ startDateTime: instant.nullish(), endDateTime: instant.nullish() })
        .nullish(),
      receiverLogicalResource: z.object({ id: z.string() }),
      product: z
        .array(z.object({ id: z.string() }))
        .min(1)
        .max(50),
    }),
  )
  .max(PAGE);
type Entry = z.infer<typeof historyReply>[number];

type Outcome = QueryOutcome<readonly PostedCharge[]>;
type Fault = { reason: 'reply_not_ours' | 'reply_unreadable'; text: string };

/** TM Forum 654 `balanceActionHistory` with the agreed filters (see the connectors' README), page by page. */
export async function postedCharges(
  http: HttpClient,
  asked: ChargeQuery,
  now: number,
): Promise<Outcome> {
  const national = requireNational(asked.msisdn);
  const found = new Map<string, PostedCharge>();
  for (let offset = 0; offset <= MAX_POSTINGS; offset += PAGE) {
    const query = {
      'receiverLogicalResource.id': national,
      'product.id': asked.productCode,
      'confirmationDate.gte': Temporal.Instant.fromEpochMilliseconds(asked.fromAt).toString(),
      sort: 'confirmationDate',
      offset: String(offset),
      limit: String(PAGE),
    };
    const answer = await ask(http, { method: 'GET', path: HISTORY, query }, historyReply);
    if (answer.kind === 'refused' && answer.httpStatus === 404)
      return { kind: 'not_found', ...recordOf(answer) };
    if (answer.kind !== 'answer') return answer;
    const fault = takePage(answer.value, { ...asked, national, now }, found);
    if (fault !== null) return unknownReply(answer.reply, fault.reason, fault.text);
    if (answer.value.length < PAGE) return whole(found, answer.reply);
    if (offset + PAGE > MAX_POSTINGS)
      return unknownReply(answer.reply, 'reply_too_large', 'more postings than can be');
  }
  throw new Error('the last page always answers');
}

const whole = (found: ReadonlyMap<string, PostedCharge>, reply: Reply): Outcome => ({
  kind: 'found',
  value: [...found.values()].sort((a, b) => a.postedAt - b.postedAt),
  ...recordOf(reply),
});

/** Takes the postings of one page in; a page of which any entry is doubtful is not believed at all. */
function takePage(
  entries: readonly Entry[],
  asked: ChargeQuery & { national: string; now: number },
  found: Map<string, PostedCharge>,
): Fault | null {
  for (const entry of entries) {
    const ours =
      entry.receiverLogicalResource.id === asked.national &&
      entry.product.some(({ id }) => id === asked.productCode);
    // A gateway that does not know our filters answers with everybody's.
    if (!ours) return { reason: 'reply_not_ours', text: 'a posting of another line or product' };
    if (entry.usageType !== 'monetary' || entry.amount.units !== 'fen')
      return { reason: 'reply_unreadable', text: 'a posting that is not in fen' };
    if (entry.status !== 'completed' || entry.amount.amount === 0) continue;
    const posting = postingOf(entry);
    if (posting === null || posting.postedAt > asked.now + CLOCK_SKEW_MS)
      return { reason: 'reply_unreadable', text: 'a posting without a time, or of the future' };
    const before = found.get(posting.postingId);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(posting))
      return { reason: 'reply_unreadable', text: 'two postings under one id' };
    if (posting.postedAt >= asked.fromAt) found.set(posting.postingId, posting);
  }
  return null;
}

/** A deduction is negative on the balance, and positive as a charge. */
function postingOf(entry: Entry): PostedCharge | null {
  const { confirmationDate, validFor } = entry;
  if (confirmationDate === null || confirmationDate === undefined) return null;
  return {
    postingId: entry.id,
    fen: -entry.amount.amount,
    postedAt: confirmationDate,
    coversFromAt: validFor?.startDateTime ?? null,
    coversUntilAt: validFor?.endDateTime ?? null,
  };
}
