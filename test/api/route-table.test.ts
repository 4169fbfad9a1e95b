import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions, roleMay, roles, type Permission, type Role } from '#domain/permissions.ts';
import { routes } from '#server/routes.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';

/** Made from the route table, so that a new route is covered the day it is added. */
const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const address = (path: string) => `/api${path.replaceAll(/:\w+/g, ABSENT)}`;
const guarded = routes.filter((route) => route.permission !== 'public');
/** Of people; routes of other systems are tested with their keys. */
const isRight = (permission: string): permission is Permission =>
  (permissions as readonly string[]).includes(permission);
const lists = routes.filter((route) => route.list !== undefined);

describe('the route table', () => {
  let app: TestApp;
  const clients = new Map<Role, TestClient>();

  beforeAll(async () => {
    app = await startApp();
    for (const role of roles) clients.set(role, await app.signIn(role));
  });
  afterAll(() => app.close());

  const clientOf = (role: Role): TestClient => {
    const client = clients.get(role);
    if (client === undefined) throw new Error(role);
    return client;
  };
  const call = (client: TestClient, method: string, path: string) =>
    method === 'get'
      ? client.get(path)
      : method === 'delete'
        ? client.del(path)
        : method === 'put'
          ? client.put(path, {})
          : client.post(path, {});

  it('names no route twice', () => {
    const names = routes.map((route) => `${route.method} ${route.path}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('refuses every guarded route to someone who is not signed in', async () => {
    for (const route of guarded) {
      const reply = await fetch(`${app.url}${address(route.path)}`, {
        method: route.method.toUpperCase(),
        ...(route.method === 'get'
          ? {}
          : { body: '{}', headers: { 'content-type': 'application/json' } }),
      });
      expect([route.path, reply.status]).toEqual([route.path, 401]);
    }
  });

  it.each(roles)('lets %s do what the table of rights says and nothing else', async (role) => {
    for (const route of guarded) {
      if (!isRight(route.permission) || roleMay(role, route.permission)) continue;
      const reply = await call(clientOf(role), route.method, address(route.path));
      expect([role, route.method, route.path, reply.status]).toEqual([
        role,
        route.method,
        route.path,
        403,
      ]);
    }
  });

  it('lets network operations work nothing without a task of their own, whatever the route', async () => {
    for (const { method, path, permission } of guarded) {
      if (permission !== 'cases.work') continue;
      const id = path.split('/')[2];
      expect([path, id]).toEqual([path, ':id']);
      const reply = await call(clientOf('network_ops'), method, address(path));
      // Malformed bodies are told first; nothing is ever done.
      expect([path, reply.status >= 400 && reply.status < 500]).toEqual([path, true]);
      if (reply.status === 403)
        expect(reply.body).toMatchObject({ message: 'errors.cases.notYourTask' });
    }
  });

  it('never answers a malformed call with a 5xx or a stack', async () => {
    const hostile = [
      '?filter={"a":1',
      '?sort=[1]',
      '?range=[5,1]',
      '?filter=[]',
      '?filter={"__proto__":1}',
      '?range=[0,99999]',
      '?sort=["id;drop table x","ASC"]',
    ];
    for (const route of guarded.filter(
      ({ method, download }) => method === 'get' && download !== true,
    )) {
      const role = roles.find(
        (r) =>
          route.permission === 'signed_in' ||
          (isRight(route.permission) && roleMay(r, route.permission)),
      );
      for (const query of hostile) {
        const reply = await clientOf(role ?? 'auditor').get(`${address(route.path)}${query}`);
        expect([route.path, query, reply.status < 500]).toEqual([route.path, query, true]);
        expect(JSON.stringify(reply.body)).not.toMatch(/at .*\.ts:|SQLITE|ER_/);
      }
    }
  });

  it('refuses filters and sorts that are not on a list', async () => {
    for (const route of lists) {
      const role = roles.find((r) => isRight(route.permission) && roleMay(r, route.permission));
      const client = clientOf(role ?? 'auditor');
      for (const key of ['password_hash', 'a.b', 'a`b', 'id as x', '$.x', 'constructor', 'іd']) {
        const reply = await client.get(
          `${address(route.path)}?filter=${encodeURIComponent(JSON.stringify({ [key]: 'x' }))}`,
        );
        expect([route.path, key, reply.status]).toEqual([route.path, key, 422]);
        const sorted = await client.get(
          `${address(route.path)}?sort=${encodeURIComponent(JSON.stringify([key, 'ASC']))}`,
        );
        expect([route.path, key, sorted.status]).toEqual([route.path, key, 422]);
      }
    }
  });

  it('refuses the wrong type in every filter, and takes an empty list of ids for no rows', async () => {
    for (const route of lists) {
      const role = roles.find((r) => isRight(route.permission) && roleMay(r, route.permission));
      const client = clientOf(role ?? 'auditor');
      for (const name of Object.keys(route.list?.filters ?? {})) {
        for (const wrong of [{}, null, [[]], { $gt: '' }]) {
          const reply = await client.get(
            `${address(route.path)}?filter=${encodeURIComponent(JSON.stringify({ [name]: wrong }))}`,
          );
          expect([route.path, name, wrong, reply.status]).toEqual([route.path, name, wrong, 422]);
        }
      }
      if (!('id' in (route.list?.filters ?? {}))) continue;
      const none = await client.get<unknown[]>(`${address(route.path)}?filter={"id":[]}`);
      expect([route.path, none.body]).toEqual([route.path, []]);
      expect(none.headers.get('x-total-count')).toBe('0');
    }
  });

  it('describes every route in the OpenAPI document', async () => {
    const document = (
      await clientOf('auditor').get<{
        openapi: string;
        paths: Record<string, Record<string, unknown>>;
      }>('/api/openapi.json')
    ).body;
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(
      routes
        .map((route) => `${route.method} /api${route.path.replaceAll(/:(\w+)/g, '{$1}')}`)
        .sort(),
    );
  });

  it('answers unknown addresses, bodies that are no JSON and oversized ones with their own refusals', async () => {
    const client = clientOf('administrator');
    expect((await client.get('/api/nothing-here')).status).toBe(404);
    expect(
      (await client.post('/api/staff', undefined, { 'content-type': 'text/plain' })).status,
    ).toBe(400);
    const big = await client.post('/api/staff', { name: 'x'.repeat(300_000) });
    expect(big).toMatchObject({ status: 413, body: { message: 'errors.tooLarge' } });
  });
});
