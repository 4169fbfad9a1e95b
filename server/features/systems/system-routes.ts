import { idParams } from '#contract/common.ts';
import {
  announceBillRunBody,
  billRunRecord,
  endBillRunBody,
  resetBreakerBody,
  setLimitsBody,
  systemRecord,
} from '#contract/systems.ts';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { BillRunService } from './bill-run-service.ts';
import type { BillRunStore } from './bill-run-store.ts';
import type { SystemService } from './system-service.ts';
import type { SystemStore } from './system-store.ts';

interface Needs {
  systems: SystemService;
  systemStore: SystemStore;
  billRuns: BillRunService;
  billRunStore: BillRunStore;
}

const { route } = endpointsFor<Needs>();
const tag = 'systems';

const one = async (f: Needs, id: string) => {
  const record = (await f.systemStore.records()).find((system) => system.id === id);
  if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
  return record;
};

export const systemRoutes = [
  route({
    method: 'get',
    path: '/systems',
    tag,
    summary: 'The four systems: limits, breakers, the last hour',
    permission: 'systems.read',
    response: z.array(systemRecord),
    run: ({ f }) => f.systemStore.records(),
  }),
  route({
    method: 'post',
    path: '/systems/:id/limits',
    tag,
    summary: 'What a system stands',
    permission: 'systems.manage',
    params: idParams,
    body: setLimitsBody,
    response: systemRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.systems.setLimits(ctx, params.id, body);
      return one(f, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/systems/:id/reset',
    tag,
    summary: 'Close a breaker by hand',
    permission: 'cases.resync',
    params: idParams,
    body: resetBreakerBody,
    response: systemRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.systems.reset(ctx, params.id, body.reason);
      return one(f, params.id);
    },
  }),
  route({
    method: 'get',
    path: '/bill-runs',
    tag,
    summary: 'When billing makes its month',
    permission: 'systems.read',
    response: z.array(billRunRecord),
    run: ({ f }) => f.billRunStore.records(),
  }),
  route({
    method: 'post',
    path: '/bill-runs',
    tag,
    summary: 'Announce a bill run, or other times of one',
    permission: 'cases.resync',
    body: announceBillRunBody,
    response: z.array(billRunRecord),
    run: async ({ f, ctx, body }) => {
      await f.billRuns.announce(ctx, body);
      return f.billRunStore.records();
    },
  }),
  route({
    method: 'post',
    path: '/bill-runs/:id/end',
    tag,
    summary: 'A bill run is over: what waits for it goes on',
    permission: 'cases.resync',
    params: idParams,
    body: endBillRunBody,
    response: z.array(billRunRecord),
    run: async ({ f, ctx, params, body }) => {
      await f.billRuns.end(ctx, params.id, body);
      return f.billRunStore.records();
    },
  }),
];
