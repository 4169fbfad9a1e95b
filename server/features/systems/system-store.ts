import type { Knex } from 'knex';
import type { SystemRecord } from '#contract/systems.ts';
import {
  DEFAULT_LIMITS,
  probeAt,
  shareOf,
  type Breaker,
  type BreakerState,
  type SystemLimits,
} from '#domain/breaker.ts';
import { DomainError } from '#domain/errors.ts';
import { safeOrder, type LampSystem } from '#domain/lamps.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

/** A system as its row has it. */
export interface SystemRow extends SystemLimits {
  code: LampSystem;
  breaker: Breaker;
  lastFault: string | null;
  lastFaultAt: number | null;
  probeUntil: number | null;
  version: number;
}

/** What a worker may do in a system until its lease ends. */
export interface Share {
  row: SystemRow;
  slots: number;
  workers: number;
}

/** What a worker did since it last told. */
export interface Tally {
  inFlight: number;
  calls: number;
  faults: number;
  putBack: number;
}

export const SHARE_LEASE_MS = 15_000;
const MINUTE = 60_000;
const SHOWN_MINUTES = 60;
const PROBE_MS = 30_000;

export function createSystemStore(db: Knex, world: World) {
  async function ensure(): Promise<void> {
    const known: { n: unknown }[] = await db('systems').count({ n: '*' });
    if (Number(known[0]?.n) === safeOrder.length) return;
    const now = world.now();
    await insertIgnore(
      db,
      'systems',
      safeOrder.map((code) => ({ ...columnsOf(DEFAULT_LIMITS[code]), ...freshRow(code, now) })),
    );
  }

  async function locked(): Promise<SystemRow[]> {
    await ensure();
    const rows = await lockRows(db, db('systems').orderBy('code'));
    return (rows as Record<string, unknown>[]).map(rowOf);
  }

  async function writeMinute(code: LampSystem, nodeId: string, tally: Tally): Promise<void> {
    const { calls, faults, putBack } = tally;
    if (calls + faults + putBack === 0) return;
    const minuteAt = Math.floor(world.now() / MINUTE) * MINUTE;
    const key = { system_code: code, minute_at: minuteAt, node_id: nodeId };
    await insertIgnore(db, 'system_minutes', [{ ...key, calls: 0, faults: 0, put_back: 0 }]);
    await db('system_minutes')
      .where(key)
      .update({
        calls: db.raw('calls + ?', [calls]),
        faults: db.raw('faults + ?', [faults]),
        put_back: db.raw('put_back + ?', [putBack]),
      });
  }

  async function all(): Promise<SystemRow[]> {
    const rows: Record<string, unknown>[] = await db('systems');
    const known = new Map(rows.map((row) => [String(row['code']), rowOf(row)]));
    return safeOrder.map(
      (code) =>
        known.get(code) ??
        rowOf({ ...columnsOf(DEFAULT_LIMITS[code]), ...freshRow(code, world.now()) }),
    );
  }

  return {
    all,

    /** One row, locked, inside the caller's transaction. */
    async lock(code: LampSystem): Promise<SystemRow> {
      const row = (await locked()).find((one) => one.code === code);
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return row;
    },

    /**
     * Renews a worker's share of every system and takes in what it did meanwhile. Shares of workers that stopped
     * renewing count until their lease ends. The caller opens the transaction.
     */
    async lease(
      nodeId: string,
      tallies: Readonly<Partial<Record<LampSystem, Tally>>>,
    ): Promise<Map<LampSystem, Share>> {
      const rows = await locked();
      const now = world.now();
      await db('system_shares').where('lease_until', '<', now).delete();
      const others = (await db('system_shares').whereNot('node_id', nodeId)) as Record<
        string,
        unknown
      >[];
      const shares = new Map<LampSystem, Share>();
      for (const row of rows) {
        const rivals = others
          .filter((other) => other['system_code'] === row.code)
          .map((other) => ({ slots: Number(other['slots']) }));
        const { slots } = shareOf(row.concurrency, rivals);
        const tally = tallies[row.code];
        await db('system_shares')
          .insert({
            system_code: row.code,
            node_id: nodeId,
            slots,
            in_flight: tally?.inFlight ?? 0,
            lease_until: now + SHARE_LEASE_MS,
          })
          .onConflict(['system_code', 'node_id'])
          .merge();
        if (tally !== undefined) await writeMinute(row.code, nodeId, tally);
        shares.set(row.code, { row, slots, workers: rivals.length + 1 });
      }
      return shares;
    },

    /** What became of the breaker; its row is locked by the caller. */
    async saveBreaker(
      code: LampSystem,
      breaker: Breaker,
      fault?: { text: string; at: number },
    ): Promise<void> {
      await db('systems')
        .where({ code })
        .update({
          breaker: breaker.state,
          breaker_since_at: breaker.sinceAt,
          failures: breaker.failures,
          ...(breaker.state === 'half_open' ? {} : { probe_token: null, probe_until: null }),
          ...(fault === undefined
            ? {}
            : { last_fault: fault.text.slice(0, 200), last_fault_at: fault.at }),
          updated_at: world.now(),
        });
    },

    /** One worker at a time may try an open system once its cool-down is over. */
    async takeProbe(row: SystemRow, token: string): Promise<boolean> {
      const now = world.now();
      const { breaker } = row;
      if (breaker.state === 'closed') return true;
      const due = breaker.state === 'open' && now >= probeAt(breaker, row);
      const free = breaker.state === 'half_open' && (row.probeUntil ?? 0) <= now;
      if (!due && !free) return false;
      const taken = affected(
        await db('systems')
          .where({ code: row.code, breaker: breaker.state })
          .where((q) => q.whereNull('probe_until').orWhere('probe_until', '<=', now))
          .update({
            breaker: 'half_open',
            ...(due ? { breaker_since_at: now } : {}),
            probe_token: token,
            probe_until: now + PROBE_MS,
          }),
      );
      return taken === 1;
    },

    /** A probe that was not made after all. */
    async dropProbe(code: LampSystem, token: string): Promise<void> {
      await db('systems')
        .where({ code, probe_token: token })
        .update({ probe_token: null, probe_until: null });
    },

    async setLimits(code: LampSystem, version: number, limits: SystemLimits): Promise<void> {
      const changed = affected(
        await db('systems')
          .where({ code, version })
          .update({ ...columnsOf(limits), version: version + 1, updated_at: world.now() }),
      );
      if (changed !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    /** The four systems as they are shown. */
    async records(): Promise<SystemRecord[]> {
      const now = world.now();
      const since = Math.floor(now / MINUTE) * MINUTE - (SHOWN_MINUTES - 1) * MINUTE;
      const rows = await all();
      const shares = (await db('system_shares').where('lease_until', '>=', now)) as Record<
        string,
        unknown
      >[];
      const minutes: Record<string, unknown>[] = await db('system_minutes')
        .where('minute_at', '>=', since)
        .groupBy('system_code', 'minute_at')
        .select('system_code', 'minute_at')
        .sum({ calls: 'calls', faults: 'faults', put_back: 'put_back' });
      return rows.map((row) => recordOf(row, { shares, minutes, since }));
    },

    /** What bulk work may send, per second and system. */
    async pace(): Promise<{ system: LampSystem; maxPerSecond: number; breaker: BreakerState }[]> {
      return (await all()).map(({ code, ratePerSecond, breaker }) => ({
        system: code,
        maxPerSecond: ratePerSecond,
        breaker: breaker.state,
      }));
    },

    /** Minutes that are no longer shown. */
    async sweep(): Promise<void> {
      await db('system_minutes')
        .where('minute_at', '<', world.now() - 24 * 60 * MINUTE)
        .delete();
    },
  };
}

export type SystemStore = ReturnType<typeof createSystemStore>;

const columnsOf = (limits: SystemLimits) => ({
  concurrency: limits.concurrency,
  rate_per_second: limits.ratePerSecond,
  breaker_threshold: limits.breakerThreshold,
  cool_down_seconds: limits.coolDownSeconds,
});

const freshRow = (code: LampSystem, now: number) => ({
  code,
  breaker: 'closed',
  breaker_since_at: now,
  failures: 0,
  version: 1,
  updated_at: now,
});

const intOrNull = (value: unknown) => (value == null ? null : Number(value));

function rowOf(row: Record<string, unknown>): SystemRow {
  return {
    code: String(row['code']) as LampSystem,
    concurrency: Number(row['concurrency']),
    ratePerSecond: Number(row['rate_per_second']),
    breakerThreshold: Number(row['breaker_threshold']),
    coolDownSeconds: Number(row['cool_down_seconds']),
    breaker: {
      state: String(row['breaker']) as BreakerState,
      sinceAt: Number(row['breaker_since_at']),
      failures: Number(row['failures']),
    },
    lastFault: row['last_fault'] == null ? null : String(row['last_fault']),
    lastFaultAt: intOrNull(row['last_fault_at']),
    probeUntil: intOrNull(row['probe_until']),
    version: Number(row['version']),
  };
}

function recordOf(
  row: SystemRow,
  told: {
    shares: readonly Record<string, unknown>[];
    minutes: readonly Record<string, unknown>[];
    since: number;
  },
): SystemRecord {
  const shares = told.shares.filter((share) => share['system_code'] === row.code);
  const byMinute = new Map(
    told.minutes
      .filter((minute) => minute['system_code'] === row.code)
      .map((minute) => [Number(minute['minute_at']), minute]),
  );
  const { concurrency, ratePerSecond, breakerThreshold, coolDownSeconds, breaker } = row;
  return {
    id: row.code,
    ...{ concurrency, ratePerSecond, breakerThreshold, coolDownSeconds },
    breaker: breaker.state,
    breakerSinceAt: breaker.sinceAt,
    probeAt: breaker.state === 'open' ? probeAt(breaker, row) : null,
    failures: breaker.failures,
    lastFault: row.lastFault,
    lastFaultAt: row.lastFaultAt,
    inFlight: shares.reduce((sum, share) => sum + Number(share['in_flight']), 0),
    workers: shares.length,
    minutes: Array.from({ length: SHOWN_MINUTES }, (_, index) => {
      const at = told.since + index * MINUTE;
      const minute = byMinute.get(at);
      const of = (name: string) => Number(minute?.[name] ?? 0);
      return { at, calls: of('calls'), faults: of('faults'), putBack: of('put_back') };
    }),
    version: row.version,
  };
}
