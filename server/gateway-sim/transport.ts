import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { ArmedFault } from './faults.ts';
import { tmfError, tmfErrorBody } from './tmf-error.ts';

const DEFAULT_DELAY_MS = 1_000;
const HOLD_MS = 600_000;
const HUGE_BYTES = 8_388_608;
const DRIP_MS = 100;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The part of a fault that happens before anything is done. False when the request is over. */
export async function beforeEffect(
  fault: ArmedFault | null,
  res: Response,
  closing: AbortSignal,
): Promise<boolean> {
  switch (fault?.kind) {
    case 'delay':
      await pause(fault.delayMs ?? DEFAULT_DELAY_MS, closing);
      if (closing.aborted) res.socket?.destroy();
      return !closing.aborted;
    case 'timeout':
      // Nobody answers; the caller gives up first, or the simulator is closed.
      await pause(fault.delayMs ?? HOLD_MS, AbortSignal.any([closing, goneSignal(res)]));
      res.socket?.destroy();
      return false;
    case 'reset':
      res.socket?.destroy();
      return false;
    case 'redirect':
      res.status(307).set('Location', 'http://198.51.100.1/elsewhere').end();
      return false;
    case 'status': {
      const status = fault.status ?? 500;
      const error = tmfError(
        status,
        fault.code ?? String(status),
        fault.text ?? 'fault on request',
      );
      res.status(status).json(tmfErrorBody(error));
      return false;
    }
    default:
      return true;
  }
}

/** Sends the answer, or what a fault makes of it after the effect has happened. */
export async function reply(
  res: Response,
  answer: Answer,
  fault: ArmedFault | null,
  closing: AbortSignal,
): Promise<void> {
  if (fault?.kind === 'lose_reply') {
    res.socket?.destroy();
    return;
  }
  res.status(answer.status).set({ ...answer.headers });
  if (fault?.kind === 'garbage') {
    res.type('application/json').send('{"id": <<<');
  } else if (fault?.kind === 'huge') {
    res.type('application/json').send(JSON.stringify({ padding: 'x'.repeat(HUGE_BYTES) }));
  } else if (fault?.kind === 'wrong_id') {
    res.json(someoneElses(answer.body));
  } else if (fault?.kind === 'drip') {
    await drip(res, JSON.stringify(answer.body), fault.delayMs ?? DRIP_MS, closing);
  } else {
    res.json(answer.body);
  }
}

async function drip(
  res: Response,
  text: string,
  everyMs: number,
  closing: AbortSignal,
): Promise<void> {
  const until = AbortSignal.any([closing, goneSignal(res)]);
  res.type('application/json');
  for (const character of text) {
    if (until.aborted) break;
    res.write(character);
    await pause(everyMs, until);
  }
  res.end();
}

function someoneElses(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(someoneElses);
  if (typeof body !== 'object' || body === null) return body;
  const line =
    'receiverLogicalResource' in body ? { receiverLogicalResource: { id: 'SOMEONE-ELSE' } } : {};
  return { ...body, ...line, id: 'SOMEONE-ELSE', externalId: 'SOMEONE-ELSE' };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function goneSignal(res: Response): AbortSignal {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  return gone.signal;
}
