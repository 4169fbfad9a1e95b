import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a write: it goes through, never arrives, or is done while its reply stays on the way. */
type WireMode = 'pass' | 'swallow' | 'hold';

export interface Wire {
  url: string;
  /** Writes that name one of these go that way from now on; all others pass. */
  set(mode: WireMode, names?: readonly string[]): void;
  /** How many writes were swallowed or held since `set`. */
  caught(): number;
  /** Lets held replies go. */
  release(): void;
  close(): Promise<void>;
}

/** The cable between a worker and the gateway: holds a call at an exact point, so that its caller can be killed there. */
export async function startWire(target: string): Promise<Wire> {
  let mode: WireMode = 'pass';
  let names: readonly string[] = [];
  let caught = 0;
  let held: (() => void)[] = [];

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const way =
      request.method === 'POST' && names.some((one) => body.includes(one)) ? mode : 'pass';
    if (way === 'swallow') {
      caught += 1;
      return;
    }
    const reply = await fetch(`${target}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      redirect: 'manual',
      ...(body === '' ? {} : { body }),
    });
    const text = await reply.text();
    const answer = () => {
      const type = reply.headers.get('content-type');
      const total = reply.headers.get('x-total-count');
      response.writeHead(reply.status, {
        ...(type === null ? {} : { 'content-type': type }),
        ...(total === null ? {} : { 'x-total-count': total }),
      });
      response.end(text);
    };
    if (way === 'pass') return answer();
    held.push(answer);
    caught += 1;
  }

  const server = createServer((request, response) => {
    carry(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(to, which = []) {
      mode = to;
      names = which;
      caught = 0;
    },
    caught: () => caught,
    release() {
      for (const answer of held) answer();
      held = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !HOP.has(name) ? [[name, value]] : [],
    ),
  );
