import type { Knex } from 'knex';
import type { ServiceStretch } from '#domain/outage-facts.ts';

const MAX_OPEN = 500;

/** Areas in which an open outage takes SMS away at an instant. A message by SMS would only add to the pile. */
export async function areasWithoutSms(db: Knex, now: number): Promise<string[]> {
  const rows = (await db('outages')
    .where({ state: 'open' })
    .where('started_at', '<=', now)
    .limit(MAX_OPEN)) as Record<string, unknown>[];
  return rows.flatMap((row) => {
    const services = JSON.parse(String(row['services'])) as ServiceStretch[];
    const out = services.some(
      ({ service, severity, endedAt }) =>
        service === 'sms' && severity === 'full' && (endedAt === null || endedAt > now),
    );
    return out ? (JSON.parse(String(row['area_codes'])) as string[]) : [];
  });
}
