import { Router } from 'express';
import { idempotencyKey, valid, type SimContext } from './context.ts';
import type { ArmedFault } from './faults.ts';
import { isoOf } from './iso.ts';
import { ORDER_REFUSAL, type RawFault } from './profile.ts';
import {
  key as keySchema,
  orderQuery,
  serviceOrderCreate,
  SYSTEMS,
  targetSystems,
  type ServiceOrderCreate,
  type SystemName,
  type SystemStates,
} from './schemas.ts';
import { hashBody, type Document, type Effect, type SimStore } from './store.ts';
import { tmfError } from './tmf-error.ts';
import { beforeEffect, reply } from './transport.ts';

const PATH = '/tmf-api/serviceOrdering/v4/serviceOrder';

/** TM Forum 641: a cancel is an order with one item of action `delete`, executed at once, billing first. */
export function orderingRoutes(sim: SimContext): Router {
  const router = Router();

  router.post(PATH, async (req, res) => {
    const order = valid(serviceOrderCreate, req.body);
    const key = idempotencyKey(req, order.externalId);
    const item = order.serviceOrderItem[0];
    if (item?.action !== 'delete') {
      throw tmfError(422, '422', 'unsupported', 'only items with action delete are executed');
    }
    const targets = valid(targetSystems, characteristicOf(order, 'targetSystems'));
    const subject = subjectOf(item.service.id, key, targets, 'write');
    const fault = sim.faults.take(subject);
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const hash = hashBody(req.body);
    const done = await sim.inTransaction((store) =>
      executeOnce(sim, store, { key, hash, order, serviceId: item.service.id, targets, fault }),
    );
    if (!done.replayed) sim.callbacks.orderChanged(done.document);
    const answer = {
      status: done.replayed ? 200 : 201,
      body: done.document,
      headers: { Location: String(done.document['href']) },
    };
    const lost = fault === null && !done.replayed && sim.profile.losesReply(key);
    await reply(res, answer, lost ? { ...LOST, id: 'background' } : fault, sim.closing);
  });

  router.get(PATH, async (req, res) => {
    const query = valid(orderQuery, req.query);
    const fault = sim.faults.take({ scope: 'ordering', on: 'query', key: query.externalId });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const row = await sim.store.actionByKey('order', query.externalId);
    const found = row === null || query.offset > 0 ? [] : [row.document];
    const counts = {
      'X-Total-Count': row === null ? '0' : '1',
      'X-Result-Count': `${found.length}`,
    };
    await reply(res, { status: 200, body: found, headers: counts }, fault, sim.closing);
  });

  router.get(`${PATH}/:id`, async (req, res) => {
    const id = valid(keySchema, req.params.id);
    const fault = sim.faults.take({ scope: 'ordering', on: 'query', key: id });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const row = await sim.store.actionById('order', id);
    if (row === null) throw tmfError(404, '404', 'not found', 'no such service order');
    await reply(res, { status: 200, body: row.document }, fault, sim.closing);
  });

  return router;
}

const LOST = { scope: 'ordering', kind: 'lose_reply', used: 1 } as const;

interface Execution {
  readonly key: string;
  readonly hash: string;
  readonly order: ServiceOrderCreate;
  readonly serviceId: string;
  readonly targets: readonly SystemName[];
  readonly fault: ArmedFault | null;
}

/** The same key and body answer what they answered before; the same key with another body is a conflict. */
async function executeOnce(
  sim: SimContext,
  store: SimStore,
  execution: Execution,
): Promise<{ document: Document; replayed: boolean }> {
  const { key, hash, serviceId, targets } = execution;
  const earlier = await store.actionByKey('order', key);
  if (earlier !== null) {
    if (earlier.bodyHash === hash) return { document: earlier.document, replayed: true };
    throw tmfError(409, '409', 'conflict', 'this key was used for another order');
  }
  const now = sim.world.now();
  const id = sim.world.nextId();
  const before = (await store.service(serviceId))?.systems ?? firstHeardOf(targets, now);
  const { stop, refusal, state } = planned(sim, execution);
  const changed = targets
    .slice(0, stop)
    .filter((system) => ['active', 'unknown'].includes(before[system].state));
  await store.saveServices([{ id: serviceId, systems: cancelled(before, changed, now) }]);
  await store.insertEffects(
    changed.map((system) => effectOf({ at: now, key, ref: id, subject: serviceId, system })),
  );
  const document = orderDocument(execution, { id, now, state, refusal });
  await store.insertAction({
    id,
    kind: 'order',
    key,
    bodyHash: hash,
    requestor: null,
    requestedAt: now,
    remaining: 0,
    document,
  });
  return { document, replayed: false };
}

interface Refusal {
  readonly source: string;
  readonly code: string;
  readonly text: string;
}

interface Course {
  /** how many of the targets, in their order, are really cancelled */
  readonly stop: number;
  readonly refusal: Refusal | null;
  readonly state: 'completed' | 'rejected' | 'failed' | 'partial';
}

/** How far the order gets: as asked by a fault, else as the background profile has it. */
function planned(sim: SimContext, { key, targets, fault }: Execution): Course {
  if (fault?.kind === 'refuse') {
    return { stop: 0, refusal: worded(ORDER_REFUSAL, fault), state: 'rejected' };
  }
  const wanted = fault?.match?.system ?? targets[0];
  const raw: RawFault | null =
    fault === null
      ? sim.profile.orderFault(key, targets)
      : fault.kind === 'fail' && wanted !== undefined
        ? sim.profile.faultOf(wanted, key)
        : null;
  if (raw === null) return { stop: targets.length, refusal: null, state: 'completed' };
  const stop = Math.max(0, targets.indexOf(raw.system));
  return { stop, refusal: worded(raw, fault), state: stop === 0 ? 'failed' : 'partial' };
}

function worded(base: Refusal, fault: ArmedFault | null): Refusal {
  return {
    source: fault?.source ?? base.source,
    code: fault?.code ?? base.code,
    text: fault?.text ?? base.text,
  };
}

/** A service met for the first time through an order lags where the order says so, and nowhere else. */
function firstHeardOf(targets: readonly SystemName[], now: number): SystemStates {
  const entry = (system: SystemName) =>
    ({
      state: targets.includes(system) ? 'active' : 'cancelled',
      seenAt: now,
      since: now,
    }) as const;
  return {
    crm: entry('crm'),
    platform: entry('platform'),
    network: entry('network'),
    billing: entry('billing'),
  };
}

function cancelled(
  before: SystemStates,
  systems: readonly SystemName[],
  now: number,
): SystemStates {
  const changes = systems.map((system) => [
    system,
    { state: 'cancelled', seenAt: now, since: now } as const,
  ]);
  return { ...before, ...(Object.fromEntries(changes) as Partial<SystemStates>) };
}

function effectOf(
  facts: Pick<Effect, 'at' | 'key' | 'ref' | 'subject'> & { system: SystemName },
): Omit<Effect, 'seq'> {
  return { ...facts, scope: 'ordering', action: 'cancel', amount: null, units: null };
}

function orderDocument(
  { order }: Execution,
  facts: { id: string; now: number; state: Course['state']; refusal: Refusal | null },
): Document {
  const { id, now, state, refusal } = facts;
  const at = isoOf(now);
  const errorMessage =
    refusal === null
      ? []
      : [
          {
            code: refusal.code,
            reason: refusal.source,
            message: refusal.text,
            timestamp: at,
            '@type': 'ServiceOrderErrorMessage',
          },
        ];
  return {
    ...order,
    id,
    href: `${PATH}/${id}`,
    state,
    orderDate: at,
    startDate: at,
    ...(state === 'completed' ? { completionDate: at } : {}),
    ...(refusal === null ? {} : { errorMessage }),
    serviceOrderItem: order.serviceOrderItem.map((item) => ({
      ...item,
      state,
      service: { ...item.service, state: state === 'completed' ? 'terminated' : 'active' },
    })),
    '@type': 'ServiceOrder',
  };
}

function characteristicOf(order: ServiceOrderCreate, name: string): unknown {
  const list = order.serviceOrderItem[0]?.service.serviceCharacteristic ?? [];
  return list.find((characteristic) => characteristic.name === name)?.value ?? SYSTEMS_IN_ORDER;
}

/** An order that names no systems is meant for all of them. */
const SYSTEMS_IN_ORDER = [...SYSTEMS].reverse();

function subjectOf(
  serviceId: string,
  key: string,
  systems: readonly SystemName[],
  on: 'write' | 'query',
) {
  const msisdn = serviceId.slice(0, 11);
  return { scope: 'ordering', on, key, msisdn, productCode: serviceId.slice(12), systems } as const;
}
