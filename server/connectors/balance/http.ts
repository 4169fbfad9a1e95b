import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import {
  askSimulated,
  createHttpClient,
  recordOf,
  unknownReply,
  type HttpClient,
  type HttpClientOptions,
} from '#server/connectors/http-client.ts';
import type { QueryOutcome, SendOutcome } from '#server/connectors/outcome.ts';
import {
  ask,
  errorMessages,
  failureOf,
  requireKey,
  requireNational,
} from '#server/connectors/tmf-reply.ts';
import { postedCharges } from './charge-history.ts';
import type { BalanceBenefit, BalancePort, CreditReceipt, CreditStatus, DataUse } from './port.ts';

const ROOT = '/tmf-api/prepayBalanceManagement/v4';
const TOPUPS = `${ROOT}/topupBalance`;
const ADJUSTMENTS = `${ROOT}/adjustBalance`;
const DEFAULT_LATEST = 100;
const MAX_LATEST = 500;
/** Tells our postings from the customers' own top-ups. */
const REQUESTOR = 'redress';

/** How 654 names each benefit; it has no kind of its own for validity. */
const USAGE = {
  data: { usageType: 'data', units: 'MB' },
  money: { usageType: 'monetary', units: 'fen' },
  voice: { usageType: 'voice', units: 'minute' },
  validity: { usageType: 'other', units: 'day' },
} as const satisfies Record<BalanceBenefit, { usageType: string; units: string }>;

const actionReply = z.object({
  id: z.string().min(1).max(128),
  externalId: z.string().nullish(),
  status: z.enum(['created', 'failed', 'cancelled', 'completed']),
  amount: z.object({ amount: z.int(), units: z.string() }),
  usageType: z.string(),
  requestedDate: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  bucket: z.object({ id: z.string() }).nullish(),
  errorMessage: errorMessages,
});
type ActionReply = z.infer<typeof actionReply>;

interface Posting {
  readonly key: string;
  readonly msisdn: string;
  readonly benefit: BalanceBenefit;
  readonly amount: number;
  readonly description: string | null | undefined;
}

/** The balance gateway over HTTP: TM Forum 654 v4.0, with `externalId` and `Idempotency-Key` as agreed extensions. */
export function createBalanceClient(options: HttpClientOptions): BalancePort {
  const http = createHttpClient(options);

  return {
    postCredit(input) {
      const { creditId: key, msisdn, benefit, amount, description, validUntilAt, dataUse } = input;
      return post(http, TOPUPS, { key, msisdn, benefit, amount, description }, (common) => ({
        ...common,
        '@type': 'TopupBalance',
        amount: { amount, units: USAGE[benefit].units },
        partyAccount: { id: requireNational(msisdn) },
        ...(validUntilAt === null || validUntilAt === undefined
          ? {}
          : {
              validFor: {
                endDateTime: Temporal.Instant.fromEpochMilliseconds(validUntilAt).toString(),
              },
            }),
        ...(dataUse === null || dataUse === undefined
          ? {}
          : { characteristic: characteristicsOf(dataUse) }),
      }));
    },

    postReversal(input) {
      const { reversalId: key, creditId, msisdn, benefit, amount, description } = input;
      return post(http, ADJUSTMENTS, { key, msisdn, benefit, amount, description }, (common) => ({
        ...common,
        '@type': 'AdjustBalance',
        adjustType: 'oneTime',
        amount: { amount: -amount, units: USAGE[benefit].units },
        balanceTopup: {
          id: requireKey(creditId),
          role: 'reversed',
          '@referredType': 'TopupBalance',
        },
      }));
    },

    queryCredit: (creditId) => query(http, TOPUPS, creditId),
    queryReversal: (reversalId) => query(http, ADJUSTMENTS, reversalId),
    latestCredits: (options = {}) => latest(http, TOPUPS, options.limit),
    latestReversals: (options = {}) => latest(http, ADJUSTMENTS, options.limit),
    postedCharges: (asked) => postedCharges(http, asked, options.world.now()),
    simulated: () => askSimulated(http),
  };
}

/** As agreed with the gateway (see the connectors' README): 654 has no words for how data may be used. */
const characteristicsOf = ({ scope, usedFirst, carriedOver }: DataUse) => [
  { name: 'scope', value: scope },
  { name: 'usedFirst', value: String(usedFirst) },
  { name: 'carriedOver', value: String(carriedOver) },
];

type CommonBody = ReturnType<typeof commonBody>;

function commonBody(posting: Posting) {
  const { key, msisdn, benefit, description } = posting;
  return {
    externalId: key,
    usageType: USAGE[benefit].usageType,
    bucket: { id: bucketId(msisdn, benefit) },
    requestor: {
      id: REQUESTOR,
      role: 'requestor',
      '@type': 'RelatedParty',
      '@referredType': 'Organization',
    },
    ...(description === null || description === undefined ? {} : { description }),
  };
}

function bucketId(msisdn: string, benefit: BalanceBenefit): string {
  return `${requireNational(msisdn)}-${benefit}`;
}

async function post(
  http: HttpClient,
  path: string,
  posting: Posting,
  build: (common: CommonBody) => unknown,
): Promise<SendOutcome<CreditReceipt>> {
  const key = requireKey(posting.key);
  if (!Number.isSafeInteger(posting.amount) || posting.amount <= 0) {
    throw new DomainError('invalid', 'errors.gateway.amount');
  }
  const body = build(commonBody(posting));
  const call = { method: 'POST', path, headers: { 'Idempotency-Key': key }, body } as const;
  const answer = await ask(http, call, actionReply);
  if (answer.kind !== 'answer') return answer;
  const { value: action, reply } = answer;
  if (
    action.externalId !== key ||
    action.bucket?.id !== bucketId(posting.msisdn, posting.benefit)
  ) {
    return unknownReply(reply, 'reply_not_ours', 'the reply is about another credit');
  }
  const status = statusOf(action);
  // A top-up is all or nothing; only a reversal may come back smaller than asked for.
  const told = path === TOPUPS ? action.amount.amount : -action.amount.amount;
  const agrees = path === TOPUPS ? told === posting.amount : told >= 0 && told <= posting.amount;
  if (status === null || status.benefit !== posting.benefit || !agrees) {
    return unknownReply(reply, 'reply_not_ours', 'the reply has another amount, unit or benefit');
  }
  const { gatewayId, amount, progress } = status;
  if (progress !== 'failed') {
    return { kind: 'accepted', value: { gatewayId, amount, progress }, ...recordOf(reply) };
  }
  const failure = failureOf(action.errorMessage, action.status);
  return { kind: 'refused', ...failure, partial: false, ...recordOf(reply) };
}

async function query(
  http: HttpClient,
  path: string,
  id: string,
): Promise<QueryOutcome<CreditStatus>> {
  const key = requireKey(id);
  const call = { method: 'GET', path, query: { externalId: key } } as const;
  const answer = await ask(http, call, z.array(actionReply).max(100));
  if (answer.kind !== 'answer') return answer;
  const [action, ...others] = answer.value;
  if (action === undefined) return { kind: 'not_found', ...recordOf(answer.reply) };
  const status = statusOf(action);
  if (others.length > 0 || action.externalId !== key || status === null) {
    return unknownReply(answer.reply, 'reply_not_ours', 'the reply is about other credits');
  }
  return { kind: 'found', value: status, ...recordOf(answer.reply) };
}

async function latest(
  http: HttpClient,
  path: string,
  limit = DEFAULT_LATEST,
): Promise<QueryOutcome<readonly CreditStatus[]>> {
  const size = Math.min(Math.max(1, limit), MAX_LATEST);
  const query = { 'requestor.id': REQUESTOR, sort: '-requestedDate', limit: String(size) };
  const call = { method: 'GET', path, query } as const;
  const answer = await ask(http, call, z.array(actionReply).max(MAX_LATEST));
  if (answer.kind !== 'answer') return answer;
  const statuses = answer.value.map(statusOf);
  const known = statuses.filter((status): status is CreditStatus => status !== null);
  return known.length === statuses.length
    ? { kind: 'found', value: known, ...recordOf(answer.reply) }
    : unknownReply(answer.reply, 'reply_unreadable', 'a credit of a benefit we do not know');
}

/** Null for a usage type or unit that is none of ours. Amounts are told without sign. */
function statusOf(action: ActionReply): CreditStatus | null {
  const benefits: readonly BalanceBenefit[] = ['data', 'money', 'voice', 'validity'];
  const benefit = benefits.find(
    (name) =>
      USAGE[name].usageType === action.usageType && USAGE[name].units === action.amount.units,
  );
  if (benefit === undefined) return null;
  const failed = action.status === 'failed' || action.status === 'cancelled';
  const failure = failed ? failureOf(action.errorMessage, action.status) : null;
  return {
    gatewayId: action.id,
    creditId: action.externalId ?? '',
    benefit,
    amount: Math.abs(action.amount.amount),
    requestedAt: action.requestedDate,
    progress: failed ? 'failed' : action.status === 'completed' ? 'done' : 'in_progress',
    rawCode: failure?.rawCode ?? null,
    rawText: failure?.rawText ?? null,
  };
}
