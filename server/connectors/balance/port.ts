import type { PostedCharge } from '#domain/posted-charges.ts';
import type { QueryOutcome, SendOutcome } from '#server/connectors/outcome.ts';

export type BalanceBenefit = 'data' | 'money' | 'voice' | 'validity';

/** How data that is credited may be used. */
export interface DataUse {
  readonly scope: 'national' | 'province';
  /** before what the plan brings */
  readonly usedFirst: boolean;
  /** what is left at the end of a month stays until the credit's own validity ends */
  readonly carriedOver: boolean;
}

export interface CreditInput {
  /** fixed at approval; at most 128 printable ASCII characters */
  readonly creditId: string;
  /** E.164 or national digits */
  readonly msisdn: string;
  readonly benefit: BalanceBenefit;
  /** positive integer in the benefit's smallest unit: MB, fen, minutes, days */
  readonly amount: number;
  /** end of the credit's own validity (exclusive), epoch ms; absent = the balance's own rule */
  readonly validUntilAt?: number | null;
  /** of data only; absent = the balance's own rule */
  readonly dataUse?: DataUse | null;
  /** shown in the gateway's records; no personal data */
  readonly description?: string | null;
}

export interface ReversalInput {
  /** the reversal's own idempotency key */
  readonly reversalId: string;
  /** the credit it takes back */
  readonly creditId: string;
  readonly msisdn: string;
  readonly benefit: BalanceBenefit;
  /** positive integer: how much to take back at most */
  readonly amount: number;
  readonly description?: string | null;
}

export interface CreditReceipt {
  readonly gatewayId: string;
  readonly progress: 'done' | 'in_progress';
  /** what was posted, same unit as asked; for a reversal what was really taken back (at most the unused part) */
  readonly amount: number;
}

export interface CreditStatus {
  readonly gatewayId: string;
  /** our credit or reversal id */
  readonly creditId: string;
  readonly benefit: BalanceBenefit;
  readonly amount: number;
  readonly requestedAt: number;
  readonly progress: 'done' | 'in_progress' | 'failed';
  /** set when progress is `failed` */
  readonly rawCode: string | null;
  readonly rawText: string | null;
}

export interface ChargeQuery {
  /** E.164 or national digits */
  readonly msisdn: string;
  readonly productCode: string;
  /** only what was posted at or after this instant, epoch ms */
  readonly fromAt: number;
}

/** TM Forum 654 top-ups, adjustments and the history of what billing took. No method throws for anything a gateway does. */
export interface BalancePort {
  postCredit(input: CreditInput): Promise<SendOutcome<CreditReceipt>>;
  /** `not_found` right after a timeout is no proof that nothing comes: post again under the same id only. */
  queryCredit(creditId: string): Promise<QueryOutcome<CreditStatus>>;
  /** The newest credits the gateway knows, newest first; limit at most 500. */
  latestCredits(options?: { limit?: number }): Promise<QueryOutcome<readonly CreditStatus[]>>;
  postReversal(input: ReversalInput): Promise<SendOutcome<CreditReceipt>>;
  queryReversal(reversalId: string): Promise<QueryOutcome<CreditStatus>>;
  latestReversals(options?: { limit?: number }): Promise<QueryOutcome<readonly CreditStatus[]>>;
  /**
   * What billing posted for one product of one line, each posting once, oldest first. `not_found`: billing keeps no
   * history of it, which is not the same as having posted nothing.
   */
  postedCharges(query: ChargeQuery): Promise<QueryOutcome<readonly PostedCharge[]>>;
  /** True only if the gateway says that it is a simulator; false when it does not, or cannot be asked. */
  simulated(): Promise<boolean>;
}
