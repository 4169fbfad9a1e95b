import { idParams } from '#contract/common.ts';
import {
  announceBillRunBody,
  billRunRecord,
  billRunTimesRecord,
  endBillRunBody,
  resetBreakerBody,
  setBillRunTimesBody,
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

const { route, record } = endpointsFor<Needs>();
const tag = 'systems';

const one = async (f: Needs, id: string) => {
  const record = (await f.systemStore.records()).find((system) => system.id === id);
  if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
  return record;
};

const system = record({
  tag,
  response: systemRecord,
  show: (f, _ctx, id) => one(f, id),
});

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
  system.post('/systems/:id/limits', {
    permission: 'systems.manage',
    summary: 'What a system stands',
    body: setLimitsBody,
    run: (f, ...act) => f.systems.setLimits(...act),
  }),
  system.post('/systems/:id/reset', {
    permission: 'cases.resync',
    summary: 'Close a breaker by hand',
    body: resetBreakerBody,
    run: (f, ctx, id, body) => f.systems.reset(ctx, id, body.reason),
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
    method: 'get',
    path: '/bill-run-times',
    tag,
    summary: 'When bill runs are expected where nobody announces them',
    permission: 'systems.read',
    response: billRunTimesRecord,
    run: ({ f }) => f.billRuns.times(),
  }),
  route({
    method: 'post',
    path: '/bill-run-times',
    tag,
    summary: 'Other times at which bill runs are expected',
    permission: 'systems.manage',
    body: setBillRunTimesBody,
    response: billRunTimesRecord,
    run: ({ f, ctx, body }) => f.billRuns.setTimes(ctx, body),
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
