import { z } from 'zod';
import { actualStates, safeOrder, type LampSystem } from '#domain/lamps.ts';
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
  CancelInput,
  CancelReceipt,
  OrderProgress,
  OrderStatus,
  ProvisioningPort,
  ServiceKey,
  SystemReading,
  SystemReadings,
} from './port.ts';

const ORDERS = '/tmf-api/serviceOrdering/v4/serviceOrder';
const SERVICES = '/tmf-api/serviceInventory/v4/service';

const isoInstant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const orderReply = z.object({
  id: z.string().min(1).max(128),
  externalId: z.string().nullish(),
  state: z.string().min(1).max(64),
  errorMessage: errorMessages,
  serviceOrderItem: z
    .array(
      z.object({ service: z.object({ id: z.string().nullish() }), errorMessage: errorMessages }),
    )
    .nullish(),
});
type OrderReply = z.infer<typeof orderReply>;

const systemValue = z.object({
  state: z.enum(actualStates),
  seenAt: isoInstant,
  since: isoInstant.nullish(),
});

const serviceReply = z.object({
  id: z.string(),
  serviceCharacteristic: z.array(z.object({ name: z.string(), value: z.unknown() })),
});

/** The provisioning gateway over HTTP: TM Forum 641 v4.1 and 638 v4.0. */
export function createProvisioningClient(options: HttpClientOptions): ProvisioningPort {
  const http = createHttpClient(options);

  return {
    sendCancel: (input) => sendCancel(http, input),
    queryOrder: (idempotencyKey) => queryOrder(http, idempotencyKey),
    readBack: (service) => readBack(http, service),
    simulated: () => askSimulated(http),
  };
}

async function sendCancel(
  http: HttpClient,
  input: CancelInput,
): Promise<SendOutcome<CancelReceipt>> {
  const key = requireKey(input.idempotencyKey);
  const body = cancelOrder(input);
  const call = {
    method: 'POST',
    path: ORDERS,
    headers: { 'Idempotency-Key': key },
    body,
  } as const;
  const answer = await ask(http, call, orderReply);
  if (answer.kind !== 'answer') return answer;
  const { value: order, reply } = answer;
  const service = order.serviceOrderItem?.[0]?.service.id;
  if (order.externalId !== key || service !== body.serviceOrderItem[0].service.id) {
    return unknownReply(reply, 'reply_not_ours', 'the reply is about another order');
  }
  const status = statusOf(order);
  if (status === null) return unknownReply(reply, 'reply_unreadable', `order state ${order.state}`);
  const { orderId, orderState, progress } = status;
  if (progress !== 'failed') {
    return { kind: 'accepted', value: { orderId, orderState, progress }, ...recordOf(reply) };
  }
  return {
    kind: 'refused',
    rawCode: status.rawCode ?? order.state,
    rawText: status.rawText ?? '',
    sourceSystem: status.sourceSystem,
    partial: status.partial,
    ...recordOf(reply),
  };
}

async function queryOrder(
  http: HttpClient,
  idempotencyKey: string,
): Promise<QueryOutcome<OrderStatus>> {
  const key = requireKey(idempotencyKey);
  const call = { method: 'GET', path: ORDERS, query: { externalId: key } } as const;
  const answer = await ask(http, call, z.array(orderReply).max(100));
  if (answer.kind !== 'answer') return answer;
  const [order, ...others] = answer.value;
  if (order === undefined) return { kind: 'not_found', ...recordOf(answer.reply) };
  if (others.length > 0 || order.externalId !== key) {
    return unknownReply(answer.reply, 'reply_not_ours', 'the reply is about other orders');
  }
  const status = statusOf(order);
  return status === null
    ? unknownReply(answer.reply, 'reply_unreadable', `order state ${order.state}`)
    : { kind: 'found', value: status, ...recordOf(answer.reply) };
}

async function readBack(
  http: HttpClient,
  service: ServiceKey,
): Promise<QueryOutcome<SystemReadings>> {
  const id = serviceId(service.msisdn, service.productCode);
  const call = { method: 'GET', path: `${SERVICES}/${encodeURIComponent(id)}` } as const;
  const answer = await ask(http, call, serviceReply);
  if (answer.kind === 'refused' && answer.httpStatus === 404) {
    return { kind: 'not_found', ...recordOf(answer) };
  }
  if (answer.kind !== 'answer') return answer;
  if (answer.value.id !== id) {
    return unknownReply(answer.reply, 'reply_not_ours', 'the reply is about another service');
  }
  const readings = readingsOf(answer.value.serviceCharacteristic);
  return readings === null
    ? unknownReply(answer.reply, 'reply_unreadable', 'not all four systems are in the reply')
    : { kind: 'found', value: readings, ...recordOf(answer.reply) };
}

function serviceId(msisdn: string, productCode: string): string {
  return `${requireNational(msisdn)}-${productCode}`;
}

function cancelOrder(input: CancelInput) {
  const msisdn = requireNational(input.msisdn);
  const targets = safeOrder.filter((system) => input.targetSystems.includes(system));
  const related = input.failedOrderId ?? null;
  const specification = { id: input.productCode, ...named(input.productName) };
  return {
    externalId: input.idempotencyKey,
    category: 'unsubscribe',
    '@type': 'ServiceOrder',
    ...(related === null
      ? {}
      : {
          orderRelationship: [
            { id: related, relationshipType: 'resync', '@referredType': 'ServiceOrder' },
          ],
        }),
    serviceOrderItem: [
      {
        id: '1',
        action: 'delete',
        '@type': 'ServiceOrderItem',
        service: {
          id: serviceId(msisdn, input.productCode),
          serviceType: 'CFS',
          serviceSpecification: specification,
          serviceCharacteristic: [
            { name: 'msisdn', valueType: 'string', value: msisdn },
            { name: 'productCode', valueType: 'string', value: input.productCode },
            { name: 'targetSystems', valueType: 'array', value: targets },
          ],
        },
      },
    ],
  } as const;
}

function named(name: string | null | undefined): { name?: string } {
  return name === null || name === undefined ? {} : { name };
}

const PROGRESS: Readonly<Record<string, OrderProgress>> = {
  completed: 'done',
  acknowledged: 'in_progress',
  pending: 'in_progress',
  held: 'in_progress',
  inProgress: 'in_progress',
  assessingCancellation: 'in_progress',
  pendingCancellation: 'in_progress',
  rejected: 'failed',
  cancelled: 'failed',
  failed: 'failed',
  partial: 'failed',
};

/** Null for a state that TM Forum 641 does not have. */
function statusOf(order: OrderReply): OrderStatus | null {
  const progress = PROGRESS[order.state];
  if (progress === undefined) return null;
  const base = { orderId: order.id, orderState: order.state, progress };
  if (progress !== 'failed') {
    return { ...base, rawCode: null, rawText: null, sourceSystem: null, partial: false };
  }
  const messages = order.errorMessage?.length
    ? order.errorMessage
    : order.serviceOrderItem?.[0]?.errorMessage;
  return { ...base, ...failureOf(messages, order.state), partial: order.state === 'partial' };
}

/** Null unless each of the four systems is there exactly as agreed. */
function readingsOf(
  characteristics: readonly { name: string; value: unknown }[],
): SystemReadings | null {
  const read = (system: LampSystem): SystemReading | null => {
    const entry = characteristics.find((characteristic) => characteristic.name === system);
    const value = systemValue.safeParse(entry?.value);
    if (!value.success) return null;
    const { state, seenAt, since } = value.data;
    return { state, seenAt, sinceAt: since ?? null };
  };
  const [crm, platform, network, billing] = [
    read('crm'),
    read('platform'),
    read('network'),
    read('billing'),
  ];
  if (crm === null || platform === null || network === null || billing === null) return null;
  return { crm, platform, network, billing };
}
