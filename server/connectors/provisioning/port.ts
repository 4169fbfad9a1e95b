import type { QueryOutcome, SendOutcome } from '#server/connectors/outcome.ts';

/** The four systems that must agree. */
export type ProvisioningSystem = 'crm' | 'platform' | 'network' | 'billing';
export type ProvisioningState = 'active' | 'cancelled' | 'absent' | 'unknown';

/** The order in which systems are told: billing is stopped first, so that a half-done cancel never costs the customer. */
export const SAFE_ORDER = [
  'billing',
  'platform',
  'network',
  'crm',
] as const satisfies readonly ProvisioningSystem[];

export interface CancelInput {
  /** case + operation + generation; at most 128 printable ASCII characters */
  readonly idempotencyKey: string;
  /** E.164 or national digits; sent in the gateway's national form */
  readonly msisdn: string;
  readonly productCode: string;
  readonly productName?: string | null;
  /** the systems that lag, at least one; put into the safe order by the client */
  readonly targetSystems: readonly ProvisioningSystem[];
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
  readonly state: ProvisioningState;
  /** when the gateway saw this state, epoch ms */
  readonly seenAt: number;
  /** since when it holds, epoch ms; null when the gateway cannot say */
  readonly sinceAt: number | null;
}

export type SystemReadings = Readonly<Record<ProvisioningSystem, SystemReading>>;

/** TM Forum 641 service orders and 638 service state. No method throws for anything a gateway does. */
export interface ProvisioningPort {
  /** Sends one cancel. The same key and content never acts twice. */
  sendCancel(input: CancelInput): Promise<SendOutcome<CancelReceipt>>;
  /** What became of the order sent under this key. */
  queryOrder(idempotencyKey: string): Promise<QueryOutcome<OrderStatus>>;
  /** The four systems' states as they are now; a system that cannot be read is `unknown`. */
  readBack(service: ServiceKey): Promise<QueryOutcome<SystemReadings>>;
  /** True only if the gateway says that it is a simulator; false when it does not, or cannot be asked. */
  simulated(): Promise<boolean>;
}
