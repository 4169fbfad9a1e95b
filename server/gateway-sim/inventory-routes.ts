import { Router } from 'express';
import { valid, type SimContext } from './context.ts';
import type { ArmedFault } from './faults.ts';
import { isoOf } from './iso.ts';
import {
  serviceId as serviceIdSchema,
  serviceQuery,
  SYSTEMS,
  type SystemName,
  type SystemStates,
} from './schemas.ts';
import type { Document, ServiceRow } from './store.ts';
import { tmfError } from './tmf-error.ts';
import { beforeEffect, reply } from './transport.ts';

const PATH = '/tmf-api/serviceInventory/v4/service';

/** TM Forum 638: one service, with the four systems' states as characteristics and the time each was seen. */
export function inventoryRoutes(sim: SimContext): Router {
  const router = Router();

  router.get(`${PATH}/:id`, async (req, res) => {
    const parsed = serviceIdSchema.safeParse(req.params.id);
    if (!parsed.success) throw tmfError(404, '404', 'not found', 'no such service');
    const id = parsed.data;
    const fault = sim.faults.take({
      scope: 'inventory',
      on: 'query',
      key: id,
      msisdn: id.slice(0, 11),
      productCode: id.slice(12),
      systems: SYSTEMS,
    });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    if (fault?.kind === 'refuse') throw tmfError(404, '404', 'not found', 'no such service');
    const systems = await sim.inTransaction(async (store) => {
      const known = await store.service(id);
      if (known !== null) return known.systems;
      const derived = sim.profile.derive(id, sim.world.now());
      await store.saveServices([{ id, systems: derived }]);
      return derived;
    });
    const body = serviceDocument({ id, systems }, sim.world.now(), fault);
    await reply(res, { status: 200, body }, fault, sim.closing);
  });

  router.get(PATH, async (req, res) => {
    const query = valid(serviceQuery, req.query);
    const fault = sim.faults.take({ scope: 'inventory', on: 'query', key: query.id ?? 'list' });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const { rows, total } = await sim.store.services(query);
    const now = sim.world.now();
    const body = rows.map((row) => serviceDocument(row, now, fault));
    const headers = { 'X-Total-Count': `${total}`, 'X-Result-Count': `${body.length}` };
    await reply(
      res,
      { status: total > rows.length ? 206 : 200, body, headers },
      fault,
      sim.closing,
    );
  });

  return router;
}

/** Every system is asked at the moment of reading; one that cannot be asked is unknown, as last seen. */
function serviceDocument(row: ServiceRow, now: number, fault: ArmedFault | null): Document {
  const blind = fault?.kind === 'fail' ? (fault.match?.system ?? 'all') : null;
  const characteristics = SYSTEMS.map((system) => {
    const entry = row.systems[system];
    const unseen = blind === 'all' || blind === system || entry.state === 'unknown';
    return {
      name: system,
      valueType: 'object',
      value: {
        state: unseen ? 'unknown' : entry.state,
        seenAt: isoOf(unseen ? entry.seenAt : now),
        since: isoOf(entry.since),
      },
    };
  });
  const productCode = row.id.slice(12);
  return {
    id: row.id,
    href: `${PATH}/${row.id}`,
    serviceType: 'CFS',
    state: lifecycleOf(row.systems),
    serviceSpecification: { id: productCode },
    serviceCharacteristic: [
      { name: 'msisdn', valueType: 'string', value: row.id.slice(0, 11) },
      { name: 'productCode', valueType: 'string', value: productCode },
      ...characteristics,
    ],
    '@type': 'Service',
  };
}

function lifecycleOf(systems: SystemStates): 'active' | 'terminated' {
  const live = (system: SystemName) => ['active', 'unknown'].includes(systems[system].state);
  return SYSTEMS.some(live) ? 'active' : 'terminated';
}
