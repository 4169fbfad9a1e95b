import { z } from 'zod';
import type { ChargesInput, FaultInput, StatesInput, TariffsInput } from './schemas.ts';

export type { FaultInput, StatesInput };

export interface SimService {
  /** any way of writing it */
  readonly msisdn: string;
  readonly productCode: string;
  readonly systems: StatesInput;
}

const effect = z.object({
  seq: z.int(),
  at: z.int(),
  scope: z.enum(['ordering', 'balance', 'messages']),
  action: z.enum(['cancel', 'topup', 'adjust', 'sms', 'push']),
  key: z.string(),
  ref: z.string(),
  subject: z.string(),
  system: z.string().nullable(),
  amount: z.int().nullable(),
  units: z.string().nullable(),
});
export type SimEffect = z.infer<typeof effect>;

const CHUNK = 5_000;

/** Drives a simulator: for the demo, checks and tests. Throws when it does not answer as it should. */
export function createSimControl(options: { baseUrl: string; fetch?: typeof globalThis.fetch }) {
  const send = options.fetch ?? globalThis.fetch;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await send(`${options.baseUrl}${path}`, {
      method,
      redirect: 'error',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    if (!response.ok) throw new Error(`simulator: ${response.status} ${JSON.stringify(json)}`);
    return json;
  }

  return {
    /** Sets what the four systems hold of these services, so that the gateway agrees with what was loaded. */
    async setServices(services: readonly SimService[]): Promise<void> {
      for (let start = 0; start < services.length; start += CHUNK) {
        await call('POST', '/sim/services', { services: services.slice(start, start + CHUNK) });
      }
    },
    /** Says how products are charged for; what is posted follows from it and the seed. */
    async setTariffs(tariffs: TariffsInput['tariffs']): Promise<void> {
      await call('PUT', '/sim/tariffs', { tariffs });
    },
    /** Says what was posted for one service, instead of what its tariff would make. */
    async setCharges(
      service: { msisdn: string; productCode: string },
      charges: ChargesInput['charges'],
    ): Promise<void> {
      const id = `${service.msisdn.slice(-11)}-${service.productCode}`;
      await call('PUT', `/sim/charges/${encodeURIComponent(id)}`, { charges });
    },
    async addFault(fault: FaultInput): Promise<void> {
      await call('POST', '/sim/faults', fault);
    },
    async clearFaults(): Promise<void> {
      await call('DELETE', '/sim/faults');
    },
    /** Marks part of a credit as used, so that a reversal cannot take it back. */
    async useCredit(creditId: string, used: number): Promise<void> {
      await call('POST', '/sim/usage', { creditId, used });
    },
    /** Makes a customer answer a message, or write without being asked. */
    async reply(
      input: { externalId: string; content: string } | { msisdn: string; content: string },
    ): Promise<void> {
      await call('POST', '/sim/replies', input);
    },
    /** The gateway's ledger from its first line on, or what happened under one key. */
    async log(
      filter: { key?: string; scope?: 'ordering' | 'balance' | 'messages' } = {},
    ): Promise<SimEffect[]> {
      const found: SimEffect[] = [];
      for (;;) {
        const after = String(found.at(-1)?.seq ?? 0);
        const query = new URLSearchParams({ ...filter, after, limit: '5000' });
        const page = z.array(effect).parse(await call('GET', `/sim/log?${query.toString()}`));
        found.push(...page);
        if (page.length < 5_000) return found;
      }
    },
  };
}
