import { probeAt, type Breaker } from '#domain/breaker.ts';
import type { LampSystem } from '#domain/lamps.ts';
import type { SystemService } from '../systems/system-service.ts';
import type { Share, SystemStore, Tally } from '../systems/system-store.ts';

/** What the gate needs, over one transaction. */
export interface GateFeatures {
  systemStore: Pick<SystemStore, 'lease' | 'takeProbe' | 'dropProbe' | 'lock'>;
  systems: Pick<SystemService, 'faulted' | 'answered'>;
}

interface Needs {
  inTransaction<T>(work: (f: GateFeatures) => Promise<T>): Promise<T>;
  now(): number;
  nodeId: string;
}

/** What a call came to, as far as the systems' health is concerned. */
export interface CallVerdict {
  faulted: readonly LampSystem[];
  answered: readonly LampSystem[];
  text: string;
}

export type Entry =
  | { admitted: true; leave(verdict: CallVerdict | null): Promise<void> }
  | { admitted: false; againAt: number; system: LampSystem; why: 'breaker' | 'rate' | 'slots' };

export interface SystemGate {
  /** Takes a slot in every system that a call targets, or says when to come again; nothing is half taken. */
  enter(systems: readonly LampSystem[], token: string): Promise<Entry>;
  /** So many calls fit through every one of the systems at once; none before the first. */
  room(): number;
}

const RENEW_MS = 5_000;
/** So much of a system's rate may come at once. */
const BURST_MS = 1_000;
/** How long a slot is held, until calls have told it; a later call counts for so much of the mean. */
const SLOT_HELD_MS = 250;
const HELD_WEIGHT = 0.2;
/** No promise is nearer: several fit between two looks at the queue anyway. */
const SLOT_STEP_MS = 10;
/** None is further away, because a system may become faster, or get a higher limit. */
const HORIZON_MS = 60_000;
const HALF_OPEN_WAIT_MS = 5_000;

interface Local {
  share: Share;
  breaker: Breaker;
  inFlight: number;
  /** When the rate is used up to, and to when items were put off. */
  usedUntil: number;
  promisedUntil: number;
  /** For how long a call holds its slot, on average. */
  heldMs: number;
  tally: Omit<Tally, 'inFlight'>;
}

/**
 * One worker's door to the four systems. Limits and breakers are the database's; a worker leases its part of them
 * for some seconds, so that a call that goes well costs no write. A worker whose lease ran out renews it first:
 * one that slept too long has no slots.
 */
export function createSystemGate({ inTransaction, now, nodeId }: Needs): SystemGate {
  let locals = new Map<LampSystem, Local>();
  let renewAt = Number.NEGATIVE_INFINITY;
  let renewing: Promise<void> | undefined;

  async function renew(): Promise<void> {
    const told = new Map([...locals].map(([code, local]) => [code, local.tally]));
    const tallies = Object.fromEntries(
      [...locals].map(([code, local]) => [code, { ...local.tally, inFlight: local.inFlight }]),
    );
    for (const local of locals.values()) local.tally = { calls: 0, faults: 0, putBack: 0 };
    try {
      const shares = await inTransaction((f) => f.systemStore.lease(nodeId, tallies));
      locals = new Map(
        [...shares].map(([code, share]) => [code, merged(share, locals.get(code), now())]),
      );
      renewAt = now() + RENEW_MS;
    } catch (error) {
      for (const [code, tally] of told) {
        const local = locals.get(code);
        if (local !== undefined) addTally(local, tally);
      }
      throw error;
    }
  }

  async function fresh(): Promise<void> {
    if (now() < renewAt) return;
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    await renewing;
  }

  const localOf = (system: LampSystem): Local => {
    const local = locals.get(system);
    if (local === undefined) throw new Error(`no share of ${system}`);
    return local;
  };

  /** Why one system takes no call now, and when it may. */
  function refusal(system: LampSystem, local: Local): Exclude<Entry, { admitted: true }> | null {
    const { share } = local;
    const no = (why: 'rate' | 'slots', againAt: number) =>
      ({ admitted: false, system, why, againAt }) as const;
    const stepMs = stepOf(share);
    if (local.usedUntil - now() > BURST_MS - stepMs)
      return no('rate', promise(local, local.usedUntil - BURST_MS, stepMs));
    if (local.inFlight < share.slots) return null;
    const freeEveryMs = Math.max(SLOT_STEP_MS, stepMs, local.heldMs / Math.max(share.slots, 1));
    return no('slots', promise(local, now(), freeEveryMs));
  }

  /** Each that is put off gets a time of its own, one step after the one before: nobody asks in vain meanwhile. */
  function promise(local: Local, from: number, stepMs: number): number {
    const last = local.promisedUntil;
    local.promisedUntil = (last > now() + HORIZON_MS ? from : Math.max(last, from)) + stepMs;
    return Math.max(Math.ceil(local.promisedUntil), now() + 1);
  }

  /** A system whose breaker is not closed lets one call through, by the database's word. */
  async function probe(
    system: LampSystem,
    token: string,
  ): Promise<Exclude<Entry, { admitted: true }> | null> {
    const found = await inTransaction(async (f) => {
      const row = await f.systemStore.lock(system);
      return { row, taken: await f.systemStore.takeProbe(row, token) };
    });
    const local = localOf(system);
    local.breaker = found.row.breaker;
    if (found.taken) {
      if (local.breaker.state !== 'closed')
        local.breaker = { ...local.breaker, state: 'half_open' };
      return null;
    }
    const dueAt =
      found.row.breaker.state === 'open' ? probeAt(found.row.breaker, found.row) : now();
    const againAt = Math.max(dueAt, now() + HALF_OPEN_WAIT_MS);
    return { admitted: false, system, why: 'breaker', againAt };
  }

  async function enter(systems: readonly LampSystem[], token: string): Promise<Entry> {
    await fresh();
    for (const system of systems) {
      const no = refusal(system, localOf(system));
      if (no !== null) return putBack(no);
    }
    take(systems);
    const probed: LampSystem[] = [];
    for (const system of systems) {
      if (localOf(system).breaker.state === 'closed') continue;
      const no = await probe(system, token);
      if (no === null) {
        probed.push(system);
        continue;
      }
      release(systems);
      for (const other of probed) await inTransaction((f) => f.systemStore.dropProbe(other, token));
      return putBack(no);
    }
    return { admitted: true, leave: leaving(systems, probed, token, now()) };
  }

  function putBack(no: Exclude<Entry, { admitted: true }>): Entry {
    localOf(no.system).tally.putBack += 1;
    return no;
  }

  function take(systems: readonly LampSystem[]): void {
    for (const system of systems) {
      const local = localOf(system);
      local.inFlight += 1;
      local.usedUntil = Math.max(local.usedUntil, now()) + stepOf(local.share);
      local.tally.calls += 1;
    }
  }

  function release(systems: readonly LampSystem[], heldMs?: number): void {
    for (const system of systems) {
      const local = localOf(system);
      local.inFlight -= 1;
      if (heldMs !== undefined) local.heldMs += (heldMs - local.heldMs) * HELD_WEIGHT;
    }
  }

  const leaving =
    (systems: readonly LampSystem[], probed: readonly LampSystem[], token: string, since: number) =>
    async (verdict: CallVerdict | null): Promise<void> => {
      release(systems, now() - since);
      for (const system of systems) {
        const local = localOf(system);
        if (verdict?.faulted.includes(system) === true) {
          local.tally.faults += 1;
          local.breaker = await inTransaction((f) => f.systems.faulted(system, verdict.text));
        } else if (verdict?.answered.includes(system) === true) {
          if (local.breaker.state === 'closed' && local.breaker.failures === 0) continue;
          local.breaker = await inTransaction((f) => f.systems.answered(system));
        } else if (probed.includes(system))
          await inTransaction((f) => f.systemStore.dropProbe(system, token));
      }
    };

  return {
    enter,
    room: () =>
      locals.size === 0 ? 0 : Math.min(...[...locals.values()].map(({ share }) => share.slots)),
  };
}

/** The worker's part of a system's rate, as the time between two calls. */
const stepOf = ({ row, slots }: Share): number =>
  (1000 * row.concurrency) / (row.ratePerSecond * Math.max(slots, 1));

function merged(share: Share, before: Local | undefined, now: number): Local {
  return {
    share,
    breaker: share.row.breaker,
    inFlight: before?.inFlight ?? 0,
    usedUntil: before?.usedUntil ?? now,
    promisedUntil: before?.promisedUntil ?? now,
    heldMs: before?.heldMs ?? SLOT_HELD_MS,
    tally: before?.tally ?? { calls: 0, faults: 0, putBack: 0 },
  };
}

function addTally(local: Local, tally: Omit<Tally, 'inFlight'>): void {
  local.tally = {
    calls: local.tally.calls + tally.calls,
    faults: local.tally.faults + tally.faults,
    putBack: local.tally.putBack + tally.putBack,
  };
}
