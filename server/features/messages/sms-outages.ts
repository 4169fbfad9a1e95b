import type { Knex } from 'knex';
import { outageOf } from '../outages/outage-row.ts';

const MAX_OPEN = 500;

/** Areas in which an open outage takes SMS away at an instant. A message by SMS would only add to the pile. */
export async function areasWithoutSms(db: Knex, now: number): Promise<string[]> {
  const rows = (await db('outages')
    .where({ state: 'open' })
    .where('started_at', '<=', now)
    .limit(MAX_OPEN)) as Record<string, unknown>[];
  return rows.map(outageOf).flatMap(({ facts }) => {
    const out = facts.services.some(
      ({ service, severity, endedAt }) =>
        service === 'sms' && severity === 'full' && (endedAt === null || endedAt > now),
    );
    return out ? facts.areaCodes : [];
  });
}
