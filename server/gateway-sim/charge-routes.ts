import { Router } from 'express';
import { chargesOf } from './charge-book.ts';
import type { SimCharge } from './charge-store.ts';
import { valid, type SimContext } from './context.ts';
import { isoOf } from './iso.ts';
import { chargesInput, historyQuery, serviceId, tariffsInput, SYSTEMS } from './schemas.ts';
import type { Document, ServiceRow } from './store.ts';
import { tmfError } from './tmf-error.ts';
import { beforeEffect, reply } from './transport.ts';

const PATH = '/tmf-api/prepayBalanceManagement/v4/balanceActionHistory';

/** TM Forum 654, the history of a balance: here what billing took for one product of one line. */
export function chargeRoutes(sim: SimContext): Router {
  const router = Router();

  router.get(PATH, async (req, res) => {
    const query = valid(historyQuery, req.query);
    const msisdn = query['receiverLogicalResource.id'];
    const productCode = query['product.id'];
    const id = valid(serviceId, `${msisdn}-${productCode}`);
    const about = { key: id, msisdn, productCode, systems: SYSTEMS };
    const fault = sim.faults.take({ scope: 'balance', on: 'query', ...about });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const found =
      fault?.kind === 'refuse' ? null : await postedOn(sim, id, productCode, query.from);
    if (found === null) throw tmfError(404, '404', 'not found', 'no history of this product');
    const page = found.slice(query.offset, query.offset + query.limit);
    const body = page.map((charge) => historyDocument(charge, { msisdn, productCode }));
    const headers = { 'X-Total-Count': `${found.length}`, 'X-Result-Count': `${body.length}` };
    const status = found.length > page.length ? 206 : 200;
    await reply(res, { status, body, headers }, fault, sim.closing);
  });

  router.put('/sim/tariffs', async (req, res) => {
    const { tariffs } = valid(tariffsInput, req.body);
    await sim.inTransaction((store) => store.saveTariffs(tariffs));
    res.json({ saved: tariffs.length });
  });

  router.put('/sim/charges/:id', async (req, res) => {
    const id = valid(serviceId, req.params.id);
    const { charges } = valid(chargesInput, req.body);
    await sim.inTransaction((store) => store.saveCharges(id, charges));
    res.json({ id, saved: charges.length });
  });

  return router;
}

/** What was told of the service, or what its product's tariff makes; null where neither is known. */
async function postedOn(
  sim: SimContext,
  id: string,
  productCode: string,
  fromAt: number,
): Promise<readonly SimCharge[] | null> {
  const now = sim.world.now();
  return sim.inTransaction(async (store) => {
    const told = await store.charges(id);
    if (told !== null) return told.filter(({ postedAt }) => postedAt >= fromAt && postedAt <= now);
    const tariff = await store.tariff(productCode);
    if (tariff === null) return null;
    const known: ServiceRow | null = await store.service(id);
    const billing = (known?.systems ?? sim.profile.derive(id, now)).billing;
    const runs = billing.state === 'active' || billing.state === 'unknown';
    const stoppedAt = runs ? null : billing.since;
    return chargesOf(sim.profile, { serviceId: id, tariff, fromAt, now, stoppedAt });
  });
}

function historyDocument(
  charge: SimCharge,
  { msisdn, productCode }: { msisdn: string; productCode: string },
): Document {
  const { id, fen, postedAt, fromAt, untilAt, recurring } = charge;
  const at = isoOf(postedAt);
  return {
    id,
    href: `${PATH}/${id}`,
    status: 'completed',
    usageType: 'monetary',
    adjustType: recurring ? 'recurring' : 'oneTime',
    // What is taken makes the balance smaller.
    amount: { amount: -fen, units: 'fen' },
    requestedDate: at,
    confirmationDate: at,
    ...(fromAt === null || untilAt === null
      ? {}
      : { validFor: { startDateTime: isoOf(fromAt), endDateTime: isoOf(untilAt) } }),
    bucket: { id: `${msisdn}-money` },
    product: [{ id: productCode }],
    receiverLogicalResource: { id: msisdn, '@referredType': 'MSISDN' },
    '@type': 'BalanceActionHistory',
  };
}
