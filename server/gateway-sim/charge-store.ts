import type { Knex } from 'knex';

/** How billing charges for a product; `feeFen` is the month's fee, or the price of one use. */
export interface Tariff {
  readonly mode: 'full_month' | 'pro_rata' | 'daily' | 'per_use';
  readonly feeFen: number;
}

/** One posting as it was made; `fen` is positive where money was taken. */
export interface SimCharge {
  readonly id: string;
  readonly fen: number;
  readonly postedAt: number;
  readonly fromAt: number | null;
  readonly untilAt: number | null;
  readonly recurring: boolean;
}

export async function createChargeTables(db: Knex): Promise<void> {
  if (!(await db.schema.hasTable('sim_tariffs')))
    await db.schema.createTable('sim_tariffs', (table) => {
      table.string('product_code', 32).primary();
      table.string('mode', 16).notNullable();
      table.integer('fee_fen').notNullable();
    });
  if (!(await db.schema.hasTable('sim_charges')))
    await db.schema.createTable('sim_charges', (table) => {
      table.string('service_id', 64).primary();
      table.text('charges').notNullable();
    });
}

export function createChargeStore(db: Knex) {
  return {
    async saveTariffs(tariffs: readonly ({ productCode: string } & Tariff)[]): Promise<void> {
      for (const { productCode, mode, feeFen } of tariffs)
        await db('sim_tariffs')
          .insert({ product_code: productCode, mode, fee_fen: feeFen })
          .onConflict('product_code')
          .merge();
    },

    async tariff(productCode: string): Promise<Tariff | null> {
      const row: { mode: Tariff['mode']; fee_fen: number } | undefined = await db('sim_tariffs')
        .where({ product_code: productCode })
        .first();
      return row === undefined ? null : { mode: row.mode, feeFen: Number(row.fee_fen) };
    },

    /** What was posted for a service, word for word: from then on nothing is worked out for it. */
    async saveCharges(serviceId: string, charges: readonly SimCharge[]): Promise<void> {
      await db('sim_charges')
        .insert({ service_id: serviceId, charges: JSON.stringify(charges) })
        .onConflict('service_id')
        .merge();
    },

    async charges(serviceId: string): Promise<readonly SimCharge[] | null> {
      const row: { charges: string } | undefined = await db('sim_charges')
        .where({ service_id: serviceId })
        .first();
      return row === undefined ? null : (JSON.parse(row.charges) as SimCharge[]);
    },
  };
}
