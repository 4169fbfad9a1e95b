import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createWire, type Wire } from './http-wire.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** Connections to a server that answers so; `made` is how many there were. */
async function wireTo(answer: RequestListener, timeoutMs = 2_000) {
  const server = createServer(answer);
  let made = 0;
  server.on('connection', () => (made += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const limits = { timeoutMs, maxReplyBytes: 1_000 };
  return { wire: createWire(new URL(`http://127.0.0.1:${port}`), limits), made: () => made };
}

const get = (wire: Wire, path = '/') => wire({ method: 'GET', path, headers: {}, body: null });

it('makes calls one after another over one connection, and calls at once over several', async () => {
  const { wire, made } = await wireTo((_req, res) => res.end('{}'));
  for (let call = 0; call < 5; call += 1) await get(wire);
  expect(made()).toBe(1);
  await Promise.all([get(wire), get(wire), get(wire)]);
  expect(made()).toBe(3);
});

it('never uses a connection again on which a reply was not read to its end', async () => {
  const { wire, made } = await wireTo((req, res) => {
    if (req.url === '/long') res.end('x'.repeat(5_000));
    else if (req.url === '/moved') res.writeHead(302, { location: '/' }).end('elsewhere');
    else if (req.url !== '/silent') res.end('{}');
  }, 150);
  expect(await get(wire, '/long')).toMatchObject({ reason: 'reply_too_large' });
  expect(await get(wire, '/moved')).toMatchObject({ reason: 'redirected', status: 302 });
  expect(await get(wire, '/silent')).toMatchObject({ kind: 'unknown', reason: 'timeout' });
  expect(await get(wire)).toMatchObject({ kind: 'text', text: '{}' });
  expect(made()).toBe(4);
});

it('says how long a body is, in bytes, and of what kind', async () => {
  const { wire } = await wireTo((req, res) => {
    const {
      'content-length': length,
      'content-type': type,
      'accept-encoding': coding,
    } = req.headers;
    res.end(JSON.stringify([length, type, coding]));
  });
  const sent = await wire({ method: 'POST', path: '/', headers: {}, body: '"退订"' });
  expect(sent.text).toBe('["8","application/json","identity"]');
});

it('loses the connection, not the process, when a reply breaks off', async () => {
  const { wire } = await wireTo((_req, res) => {
    res.writeHead(200, { 'content-length': '100' });
    res.write('{"half":');
    setTimeout(() => res.destroy(), 20);
  });
  expect(await get(wire)).toMatchObject({ kind: 'unknown', reason: 'connection_lost' });
});
