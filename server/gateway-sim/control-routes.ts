import { Router } from 'express';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import { valid, type SimContext } from './context.ts';
import {
  bulkServices,
  faultInput,
  logQuery,
  serviceId as serviceIdSchema,
  statesInput,
  SYSTEMS,
  usageInput,
  type StatesInput,
  type SystemEntry,
  type SystemStates,
} from './schemas.ts';
import { tmfError } from './tmf-error.ts';

/** What only a simulator has: its health, faults on request, initial states and its ledger. */
export function controlRoutes(sim: SimContext): Router {
  const router = Router();

  router.get('/sim/health', (_req, res) => {
    res.json({ simulated: true, seed: sim.seed });
  });

  router.get('/sim/log', async (req, res) => {
    const { effects, total } = await sim.store.effects(valid(logQuery, req.query));
    res.set('X-Total-Count', `${total}`).json(effects);
  });

  router.get('/sim/faults', (_req, res) => {
    res.json(sim.faults.list());
  });
  router.post('/sim/faults', (req, res) => {
    const input = valid(faultInput, req.body);
    const msisdn = input.match?.msisdn;
    const match = msisdn === undefined ? input.match : { ...input.match, msisdn: national(msisdn) };
    res.status(201).json(sim.faults.add(match === undefined ? input : { ...input, match }));
  });
  router.delete('/sim/faults', (_req, res) => {
    const gone = sim.faults.list();
    sim.faults.clear();
    res.json(gone);
  });

  router.put('/sim/services/:id', async (req, res) => {
    const id = valid(serviceIdSchema, req.params.id);
    const systems = statesOf(valid(statesInput, req.body), sim.world.now());
    await sim.inTransaction((store) => store.saveServices([{ id, systems }]));
    res.json({ id, systems });
  });

  router.post('/sim/services', async (req, res) => {
    const now = sim.world.now();
    const { services } = valid(bulkServices, req.body);
    // The last word on a service wins, as it would with one call after the other.
    const rows = new Map(
      services.map(({ msisdn, productCode, systems }) => {
        const id = valid(serviceIdSchema, `${national(msisdn)}-${productCode}`);
        return [id, { id, systems: statesOf(systems, now) }] as const;
      }),
    );
    await sim.inTransaction((store) => store.saveServices([...rows.values()]));
    res.json({ saved: rows.size });
  });

  router.post('/sim/usage', async (req, res) => {
    const { creditId, used } = valid(usageInput, req.body);
    const remaining = await sim.inTransaction(async (store) => {
      const topup = await store.actionByKey('topup', creditId);
      if (topup === null) throw tmfError(404, '404', 'not found', 'no such credit');
      const left = Math.max(0, topup.remaining - used);
      await store.setRemaining(topup.id, left);
      return left;
    });
    res.json({ creditId, remaining });
  });

  return router;
}

/** Control calls may write a number in any way that people do. */
function national(msisdn: string): string {
  const e164 = normaliseMsisdn(msisdn);
  if (e164 === null) throw tmfError(400, '400', 'invalid request', 'msisdn: not a mobile number');
  return e164.slice(3);
}

function statesOf(input: StatesInput, now: number): SystemStates {
  const entry = (value: StatesInput['crm']): SystemEntry =>
    typeof value === 'string'
      ? { state: value, seenAt: now, since: now }
      : { state: value.state, seenAt: value.seenAt ?? now, since: value.since ?? now };
  const [crm, platform, network, billing] = SYSTEMS.map((system) => entry(input[system])) as [
    SystemEntry,
    SystemEntry,
    SystemEntry,
    SystemEntry,
  ];
  return { crm, platform, network, billing };
}
