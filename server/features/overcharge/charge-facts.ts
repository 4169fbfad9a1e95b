import type { Knex } from 'knex';
import { chargeModes, type ChargeMode } from '#domain/charges.ts';

const CHUNK = 200;

/** What decides how lines are charged for products. */
export function createChargeFacts(db: Knex) {
  return {
    async chargeModes(codes: readonly string[]): Promise<Map<string, ChargeMode>> {
      const modes = new Map<string, ChargeMode>();
      for (let start = 0; start < codes.length; start += CHUNK) {
        const rows: { code: string; charge_mode: string }[] = await db('products')
          .whereIn('code', codes.slice(start, start + CHUNK))
          .select('code', 'charge_mode');
        for (const row of rows) {
          const mode = chargeModes.find((one) => one === row.charge_mode);
          if (mode !== undefined) modes.set(row.code, mode);
        }
      }
      return modes;
    },

    /** From the latest complete snapshot that has each line. */
    async billDays(lineIds: readonly string[]): Promise<Map<string, number>> {
      const days = new Map<string, number>();
      for (let start = 0; start < lineIds.length; start += CHUNK) {
        const rows: { line_id: string; bill_day: number }[] = await db('line_facts')
          .join('snapshots', 'snapshots.id', 'line_facts.snapshot_id')
          .whereIn('line_facts.line_id', lineIds.slice(start, start + CHUNK))
          .whereNot('snapshots.state', 'loading')
          .orderBy('snapshots.as_of_at')
          .select('line_facts.line_id', 'line_facts.bill_day');
        for (const row of rows) days.set(row.line_id, Number(row.bill_day));
      }
      return days;
    },
  };
}

export type ChargeFacts = ReturnType<typeof createChargeFacts>;
