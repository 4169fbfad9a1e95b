import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '#domain/breaker.ts';
import { createSystemGate, type Entry, type GateFeatures } from './system-gate.ts';

/** A worker alone at a gate whose network has so many slots, on a clock that stands until it is set. */
function gateOf(slots: number, ratePerSecond = 5_000) {
  const clock = { now: 1_000_000 };
  const row = {
    ...DEFAULT_LIMITS.network,
    ...{ code: 'network' as const, concurrency: slots, ratePerSecond, version: 1 },
    breaker: { state: 'closed' as const, sinceAt: 0, failures: 0 },
    ...{ lastFault: null, lastFaultAt: null, probeUntil: null },
  };
  const systemStore = {
    lease: () => Promise.resolve(new Map([['network', { row, slots, workers: 1 }]])),
  };
  const gate = createSystemGate({
    inTransaction: (work) => work({ systemStore } as unknown as GateFeatures),
    now: () => clock.now,
    nodeId: 'here',
  });
  return { clock, enter: () => gate.enter(['network'], 'token') };
}

type Admitted = Extract<Entry, { admitted: true }>;

const admitted = async (entry: Promise<Entry>): Promise<Admitted> => {
  const found = await entry;
  if (!found.admitted) throw new Error(`put off to ${found.againAt}`);
  return found;
};

const putOff = async (entry: Promise<Entry>): Promise<number> => {
  const found = await entry;
  if (found.admitted) throw new Error('let in');
  return found.againAt;
};

const each = <T>(n: number, ask: () => Promise<T>): Promise<T[]> =>
  Array.from({ length: n }).reduce<Promise<T[]>>(
    async (before) => [...(await before), await ask()],
    Promise.resolve([]),
  );

describe('a system with every slot taken', () => {
  /** Calls of two seconds each, until the gate knows how long they take. */
  async function slow(slots: number) {
    const { clock, enter } = gateOf(slots);
    for (let turn = 0; turn < 30; turn += 1) {
      const entries = await each(slots, () => admitted(enter()));
      clock.now += 2_000;
      for (const entry of entries) await entry.leave(null);
    }
    await each(slots, () => admitted(enter()));
    return { clock, enter };
  }

  it('puts each off to a time of its own, as far apart as slots become free', async () => {
    const { clock, enter } = await slow(4);
    const times = await each(5, () => putOff(enter()));
    const waits = times.map((at) => at - clock.now);
    // Four slots of two seconds: one is free every half second.
    waits.forEach((wait, index) => expect(Math.abs(wait - 500 * (index + 1))).toBeLessThan(25));
  });

  it('promises nothing beyond a minute, however many wait', async () => {
    const { clock, enter } = await slow(4);
    const times = await each(500, () => putOff(enter()));
    expect(Math.max(...times)).toBeLessThanOrEqual(clock.now + 61_000);
    expect(Math.max(...times)).toBeGreaterThan(clock.now + 59_000);
    // The promises after that are spread over the minute again.
    const perTenSeconds = times.filter((at) => at < clock.now + 10_000).length;
    expect(perTenSeconds).toBeLessThan(120);
  });

  it('lets the next one in as soon as a slot is free', async () => {
    const { enter } = gateOf(1);
    const first = await admitted(enter());
    await putOff(enter());
    await first.leave(null);
    expect((await enter()).admitted).toBe(true);
  });
});

describe('a system whose rate is used up', () => {
  it('puts each off to the time at which the rate has room for it', async () => {
    const { clock, enter } = gateOf(100, 10);
    await each(10, () => admitted(enter()));
    const times = await each(3, () => putOff(enter()));
    expect(times.map((at) => at - clock.now)).toEqual([100, 200, 300]);
  });
});
