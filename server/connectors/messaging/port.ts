import type { QueryOutcome, SendOutcome } from '#server/connectors/outcome.ts';

export type MessageChannel = 'sms' | 'push';

export interface MessageInput {
  /** our notice's id: external id and idempotency key */
  readonly noticeId: string;
  /** E.164 or national digits */
  readonly msisdn: string;
  readonly channel: MessageChannel;
  /** the whole text, signature included */
  readonly text: string;
}

/** in_progress: the gateway has it; done: the handset has it. */
export type MessageProgress = 'in_progress' | 'done' | 'failed';

export interface MessageStatus {
  readonly gatewayId: string;
  readonly progress: MessageProgress;
  /** set when progress is `failed` */
  readonly rawCode: string | null;
  readonly rawText: string | null;
}

/** What a customer sent back. */
export interface CustomerReply {
  /** the gateway's own id, growing with time */
  readonly replyId: string;
  /** the notice it answers, where the gateway knows */
  readonly noticeId: string | null;
  readonly msisdn: string;
  readonly text: string;
  readonly receivedAt: number;
}

/** TM Forum 681 messages. No method throws for anything a gateway does. */
export interface MessagingPort {
  /** The same id and text never leaves twice. */
  send(input: MessageInput): Promise<SendOutcome<MessageStatus>>;
  /** `not_found` right after a timeout is no proof that nothing left: send again under the same id only. */
  query(noticeId: string): Promise<QueryOutcome<MessageStatus>>;
  /** Customers' replies after one that is known, the oldest first; at most 100. */
  replies(afterReplyId: string | null): Promise<QueryOutcome<readonly CustomerReply[]>>;
  /** True only if the gateway says that it is a simulator; false when it does not, or cannot be asked. */
  simulated(): Promise<boolean>;
}
