import type { Config } from '../config.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { runTransaction } from '../db/transaction.ts';
import type { Runtime } from '../runtime.ts';
import { markDemoDatabase } from './demo-mark.ts';
import { demoStaff, firstAdministrator, type PrintedAccount } from './staff.ts';
import { installDefaults } from './defaults.ts';
import { loadDemo } from './demo.ts';

export interface PreparedData {
  /** Accounts made in this start; empty when the database was already in use. */
  accounts: PrintedAccount[];
}

/**
 * Fills an empty database: defaults always, then the demo or one first administrator.
 * A database with accounts only gets defaults that a newer release added.
 */
export async function prepareData(
  runtime: Runtime,
  options: {
    config: Pick<Config, 'demo' | 'demoLines'>;
    gatewayUrl: string | undefined;
    /** Told after each part of the demo. */
    loaded?: (part: string) => void;
  },
): Promise<PreparedData> {
  const { features, world, db } = runtime;
  const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: `start-${world.nextId()}` };
  await installDefaults(features, ctx);
  const [someone] = await db('staff').select('id').limit(1);
  if (someone !== undefined) return { accounts: [] };
  if (!options.config.demo) return { accounts: [await firstAdministrator(features, ctx)] };
  // In one transaction: a start that was interrupted leaves an empty database to the next one.
  return runTransaction(db, async (trx) => {
    const inside = runtime.at(world, trx);
    const accounts = await demoStaff(inside.features, ctx);
    options.loaded?.('staff');
    await loadDemo(inside, ctx, {
      lines: options.config.demoLines,
      gatewayUrl: options.gatewayUrl,
      people: await peopleByLogin(inside, accounts),
      loaded: options.loaded,
    });
    await markDemoDatabase(trx, world.now());
    return { accounts };
  });
}

async function peopleByLogin(
  { features }: Runtime,
  accounts: readonly PrintedAccount[],
): Promise<Map<string, Actor>> {
  const people = new Map<string, Actor>();
  for (const account of accounts) {
    const row = await features.findStaffByLogin(account.login);
    if (row !== undefined)
      people.set(row.login, { id: row.id, name: row.name, role: row.role, areaCodes: [] });
  }
  return people;
}
