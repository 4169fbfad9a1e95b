import { z } from 'zod';
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
import type {
  CustomerReply,
  MessageChannel,
  MessageInput,
  MessageStatus,
  MessagingPort,
} from './port.ts';

const PATH = '/tmf-api/communicationManagement/v4/communicationMessage';
const SENDER = 'redress';
const MAX_REPLIES = 100;

const TYPES = { sms: 'SMS', push: 'MobileAppPush' } as const satisfies Record<
  MessageChannel,
  string
>;

/** The states of 681, as far as we have to tell them apart. */
const PROGRESS = {
  initial: 'in_progress',
  inProgress: 'in_progress',
  completed: 'done',
  cancelled: 'failed',
  failed: 'failed',
} as const;

const messageReply = z.object({
  id: z.string().min(1).max(128),
  externalId: z.string().nullish(),
  state: z.enum(['initial', 'inProgress', 'completed', 'cancelled', 'failed']),
  errorMessage: errorMessages,
});
type MessageReply = z.infer<typeof messageReply>;

const inbound = z.object({
  id: z.string().min(1).max(64),
  content: z.string().max(1000),
  sender: z.object({ phoneNumber: z.string().max(32) }),
  inReplyTo: z.string().max(128).nullish(),
  sendTime: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

/** The messaging gateway over HTTP: TM Forum 681 v4.0, with `externalId`, `Idempotency-Key` and replies as extensions. */
export function createMessagingClient(options: HttpClientOptions): MessagingPort {
  const http = createHttpClient(options);
  return {
    send: (input) => send(http, input),
    query: (noticeId) => query(http, noticeId),
    replies: (after) => replies(http, after),
    simulated: () => askSimulated(http),
  };
}

async function send(http: HttpClient, input: MessageInput): Promise<SendOutcome<MessageStatus>> {
  const key = requireKey(input.noticeId);
  const phoneNumber = requireNational(input.msisdn);
  const body = {
    '@type': 'CommunicationMessage',
    externalId: key,
    messageType: TYPES[input.channel],
    content: input.text,
    sender: { id: SENDER },
    receiver: [{ id: '1', phoneNumber }],
    logFlag: true,
  };
  const headers = { 'Idempotency-Key': key };
  const answer = await ask(http, { method: 'POST', path: PATH, headers, body }, messageReply);
  if (answer.kind !== 'answer') return answer;
  const { value: message, reply } = answer;
  if (message.externalId !== key)
    return unknownReply(reply, 'reply_not_ours', 'the reply is about another message');
  const status = statusOf(message);
  if (status.progress !== 'failed') return { kind: 'accepted', value: status, ...recordOf(reply) };
  const failure = failureOf(message.errorMessage, message.state);
  return { kind: 'refused', ...failure, partial: false, ...recordOf(reply) };
}

async function query(http: HttpClient, noticeId: string): Promise<QueryOutcome<MessageStatus>> {
  const key = requireKey(noticeId);
  const call = { method: 'GET', path: PATH, query: { externalId: key } } as const;
  const answer = await ask(http, call, z.array(messageReply).max(100));
  if (answer.kind !== 'answer') return answer;
  const [message, ...others] = answer.value;
  if (message === undefined) return { kind: 'not_found', ...recordOf(answer.reply) };
  if (others.length > 0 || message.externalId !== key)
    return unknownReply(answer.reply, 'reply_not_ours', 'the reply is about other messages');
  return { kind: 'found', value: statusOf(message), ...recordOf(answer.reply) };
}

async function replies(
  http: HttpClient,
  after: string | null,
): Promise<QueryOutcome<readonly CustomerReply[]>> {
  const cursor: Record<string, string> = after === null ? {} : { after };
  const query = { direction: 'inbound', limit: String(MAX_REPLIES), ...cursor };
  const call = { method: 'GET', path: PATH, query } as const;
  const answer = await ask(http, call, z.array(inbound).max(MAX_REPLIES));
  if (answer.kind !== 'answer') return answer;
  const value = answer.value.map((one) => ({
    replyId: one.id,
    noticeId: one.inReplyTo ?? null,
    msisdn: one.sender.phoneNumber,
    text: one.content,
    receivedAt: one.sendTime,
  }));
  return { kind: 'found', value, ...recordOf(answer.reply) };
}

function statusOf(message: MessageReply): MessageStatus {
  const progress = PROGRESS[message.state];
  const failure = progress === 'failed' ? failureOf(message.errorMessage, message.state) : null;
  return {
    gatewayId: message.id,
    progress,
    rawCode: failure?.rawCode ?? null,
    rawText: failure?.rawText ?? null,
  };
}
