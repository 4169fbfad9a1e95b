import type { Knex } from 'knex';

export const config = { transaction: true };

interface Calculating {
  id: string;
  month_key: string;
  pinned: string;
}

interface Rate {
  batch_id: string;
  class_code: number;
  benefit: string;
  class_no: number;
  amount: number;
  reason: string | null;
}

type Caps = Record<string, number | null>;

/** Only a calculation that is under way reads its rates again. */
export const up = async (knex: Knex): Promise<void> => {
  const batches = await knex('batches')
    .where({ state: 'calculating' })
    .select<Calculating[]>('id', 'month_key', 'pinned');
  for (const batch of batches) {
    const { policy } = JSON.parse(batch.pinned) as {
      policy: { rules: { caps: { perMonth: Caps } } };
    };
    const rates = (await knex('batch_rates').where({ batch_id: batch.id })) as Rate[];
    for (const rate of rates)
      await knex('batch_class_rates').insert({
        ...rate,
        coverage: 0,
        exposure_no: 0,
        ahead_amount: 0,
        month_key: batch.month_key,
        month_cap: policy.rules.caps.perMonth[rate.benefit] ?? null,
      });
  }
};

/** Of what no longer fits nothing is kept: those calculations begin again. */
export const down = async (knex: Knex): Promise<void> => {
  const rates = (await knex('batch_class_rates').where({ coverage: 0 })) as Rate[];
  for (const { batch_id, class_code, benefit, class_no, amount, reason } of rates)
    await knex('batch_rates').insert({ batch_id, class_code, benefit, class_no, amount, reason });
  await knex('batch_class_rates').delete();
};
