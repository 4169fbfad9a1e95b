import type { Knex } from 'knex';
import type { ServiceStretch } from '#domain/outage-facts.ts';
import { servicesGone } from '#domain/outage-notices.ts';

const MAX_OPEN = 500;

export interface SmsOut {
  /** Areas at home in which no SMS arrives. */
  areaCodes: readonly string[];
  /** The outages that take it away; those of a list of lines take it from these lines wherever they live. */
  outageIds: ReadonlySet<string>;
}

/** Where an open outage takes SMS away at an instant. A message by SMS would only add to the pile. */
export async function readSmsOut(db: Knex, now: number): Promise<SmsOut> {
  const rows = (await db('outages')
    .where({ state: 'open' })
    .where('started_at', '<=', now)
    .limit(MAX_OPEN)) as Record<string, unknown>[];
  const out = rows.filter((row) =>
    servicesGone(JSON.parse(String(row['services'])) as ServiceStretch[], now).has('sms'),
  );
  return {
    areaCodes: out
      .filter((row) => row['attached_list_id'] == null)
      .flatMap((row) => JSON.parse(String(row['area_codes'])) as string[]),
    outageIds: new Set(out.map((row) => String(row['id']))),
  };
}
