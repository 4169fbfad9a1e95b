import type { ActualState, LampSystem } from '#domain/lamps.ts';
import type { QueryOutcome, SendOutcome } from '#server/connectors/outcome.ts';

export interface CancelInput {
  /** case + operation + generation; at most 128 printable ASCII characters */
  readonly idempotencyKey: string;
  /** E.164 or national digits; sent in the gateway's national form */
  readonly msisdn: string;
  readonly productCode: string;
  readonly productName?: string | null;
  /** the systems that lag, at least one; put into the safe order by the client */
  readonly targetSystems: readonly LampSystem[];
  /** the operator's id of the order that failed, where known */
  readonly failedOrderId?: string | null;
}

export interface ServiceKey {
  readonly msisdn: string;
  readonly productCode: string;
}

/** `in_progress`: the gateway took the order and works on it; ask again by key. */
export type OrderProgress = 'done' | 'in_progress' | 'failed';

export interface CancelReceipt {
  readonly orderId: string;
  /** TM Forum 641 order state, as sent */
  readonly orderState: string;
  readonly progress: 'done' | 'in_progress';
}

export interface OrderStatus {
  readonly orderId: string;
  readonly orderState: string;
  readonly progress: OrderProgress;
  /** set when progress is `failed` */
  readonly rawCode: string | null;
  readonly rawText: string | null;
  readonly sourceSystem: string | null;
  /** some target systems were changed before the failure */
  readonly partial: boolean;
}

export interface SystemReading {
  readonly state: ActualState;
  /** when the gateway saw this state, epoch ms */
  readonly seenAt: number;
  /** since when it holds, epoch ms; null when the gateway cannot say */
  readonly sinceAt: number | null;
}

export type SystemReadings = Readonly<Record<LampSystem, SystemReading>>;

/** TM Forum 641 service orders and 638 service state. No method throws for anything a gateway does. */
export interface ProvisioningPort {
  /** Sends one cancel. The same key and content never acts twice. */
  sendCancel(input: CancelInput): Promise<SendOutcome<CancelReceipt>>;
  /**
   * What became of the order sent under this key. `not_found` right after a timeout is no proof: a slow request may
   * still arrive. Send again under the same key, never under a new one.
   */
  queryOrder(idempotencyKey: string): Promise<QueryOutcome<OrderStatus>>;
  /** The four systems' states as they are now; a system that cannot be read is `unknown`. */
  readBack(service: ServiceKey): Promise<QueryOutcome<SystemReadings>>;
  /** True only if the gateway says that it is a simulator; false when it does not, or cannot be asked. */
  simulated(): Promise<boolean>;
}
