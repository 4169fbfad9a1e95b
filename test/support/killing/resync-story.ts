import { expect } from 'vitest';
import { testContext } from '../app.ts';
import { caseFacts } from '../case-facts.ts';
import { holdAt, type HoldPoint } from './holds.ts';
import type { Installation, Worker } from './installation.ts';
import { nap, until } from './until.ts';

/** Where a worker stands when it is killed, between the decision to send and the written outcome. */
export const callPoints = ['unwritten', 'unsent', 'unanswered', 'unsettled'] as const;
type CallPoint = (typeof callPoints)[number];

/** What the tables and the gateway's log show of a case whose worker was killed. */
type Seen = 'no attempt' | 'started, no effect' | 'started, effect' | 'settled';

const SHOWS: Readonly<Record<CallPoint, Seen>> = {
  unwritten: 'no attempt',
  unsent: 'started, no effect',
  unanswered: 'started, effect',
  unsettled: 'started, effect',
};

/** Only these cases are held up: those of earlier kills go on. */
const HOLDS: Partial<Record<CallPoint, (ids: string) => HoldPoint>> = {
  unwritten: (ids) => ({
    table: 'attempts',
    event: 'insert',
    when: `new.kind = 'send' and new.case_id in (${ids})`,
  }),
  unsettled: (ids) => ({
    table: 'attempts',
    event: 'update',
    when: `old.outcome = 'started' and old.case_id in (${ids})`,
  }),
};

const PER_KILL = 4;
/** More than a lease and the time for which absence proves nothing. */
export const LEASE_PASSES_MS = 70_000;

/** Cases whose network lags, with the gateway agreeing; each is asked for once. */
async function pressed(inst: Installation, count: number): Promise<string[]> {
  const ids = await landed(inst, count);
  for (const id of ids)
    await inst.app.features.inTransaction((f) => f.resync.request(testContext, id, 1));
  return ids;
}

export async function landed({ app, sim }: Installation, count: number): Promise<string[]> {
  const requestedAt = Date.now() - 2 * 3_600_000;
  const facts = Array.from({ length: count }, () => caseFacts({ requestedAt }));
  await sim.setServices(
    facts.map(({ msisdn, productCode, actual }) => ({ msisdn, productCode, systems: actual })),
  );
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, facts),
  );
  return cases.map(({ caseId }) => caseId);
}

/** Kills a worker at a point while it sends these; answers what is seen of how many. */
async function killedAt(
  inst: Installation,
  point: CallPoint,
  ids: readonly string[],
): Promise<Map<Seen, number>> {
  const where = HOLDS[point]?.(listOf(ids));
  const hold = where === undefined ? null : await holdAt(inst.app, inst.engine, where);
  const worker = await inst.startWorker();
  const hasEffect = async () => {
    const effects = await effectsByCase(inst);
    return point !== 'unsettled' || ids.some((id) => effects.has(id));
  };
  if (hold !== null) await hold.caught(hasEffect);
  else {
    worker.wire.set(point === 'unsent' ? 'swallow' : 'hold', ids);
    await until(`a call is ${point}`, () => worker.wire.caught() > 0);
  }
  await worker.kill();
  await hold?.lift();
  return seenOf(inst, ids);
}

async function seenOf(inst: Installation, ids: readonly string[]): Promise<Map<Seen, number>> {
  const effects = await effectsByCase(inst);
  const seen = new Map<Seen, number>();
  for (const id of ids) {
    const last = (await inst.app
      .db('attempts')
      .where({ case_id: id, kind: 'send' })
      .orderBy('id', 'desc')
      .first()) as { outcome: string } | undefined;
    const effect = (effects.get(id) ?? []).length > 0 ? 'started, effect' : 'started, no effect';
    const what: Seen =
      last === undefined ? 'no attempt' : last.outcome === 'started' ? effect : 'settled';
    seen.set(what, (seen.get(what) ?? 0) + 1);
  }
  return seen;
}

/** The gateway's own log, by the case its keys begin with. */
async function effectsByCase({ sim }: Installation): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { key, system } of await sim.log({ scope: 'ordering' })) {
    const id = key.split('-')[0] ?? '';
    found.set(id, [...(found.get(id) ?? []), `${key} ${system ?? ''}`]);
  }
  return found;
}

/** I15, and one effect at most, at any moment. */
export async function holdsMeanwhile(inst: Installation, ids: readonly string[]): Promise<void> {
  const effects = await effectsByCase(inst);
  const rows: { id: string; state: string }[] = await inst.app
    .db('cases')
    .whereIn('id', [...ids])
    .select('id', 'state');
  for (const { id, state } of rows) {
    const did = effects.get(id) ?? [];
    if (state === 'verified') expect([id, did.length]).toEqual([id, 1]);
    expect(did.length).toBeLessThanOrEqual(1);
  }
}

/** Everything came to its end: each case verified, by one effect, and nothing is left in flight. */
export async function holdsAtTheEnd(inst: Installation, ids: readonly string[]): Promise<void> {
  const effects = await effectsByCase(inst);
  for (const id of ids) {
    const row = await inst.app.features.caseStore.find(id);
    expect([id, row?.state, (effects.get(id) ?? []).length]).toEqual([id, 'verified', 1]);
  }
  expect([...effects.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  const open = await inst.app.db('attempts').where({ outcome: 'started' }).select('id');
  expect(open).toEqual([]);
}

export const listOf = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(',');

const TURNS = 12;
const TURN_MS = 5_000;

/**
 * Brings everything to rest. Time is let pass in the tables between two workers' lives, so that nobody else writes
 * into a SQLite file in use; where another worker is to finish, it lives on meanwhile.
 */
export async function toRest(
  inst: Installation,
  atRest: () => Promise<boolean>,
  running?: Worker,
): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const worker = running ?? (await inst.startWorker());
    const isOver = await until('rest', atRest, TURN_MS).then(
      () => true,
      () => false,
    );
    if (running === undefined) await worker.kill();
    if (isOver) return;
    await inst.pass(LEASE_PASSES_MS);
  }
  expect(await atRest()).toBe(true);
}

export const allVerified = (inst: Installation, ids: readonly string[]) => async () => {
  const [row]: { n: unknown }[] = await inst.app
    .db('cases')
    .whereIn('id', [...ids])
    .where({ state: 'verified' })
    .count({ n: '*' });
  return Number(row?.n) === ids.length;
};

/** So many kills, the points in turn; answers what was seen after them, by point. */
export async function resyncStory(inst: Installation, kills: number): Promise<string[]> {
  const all: string[] = [];
  const told: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const point = callPoints[kill % callPoints.length] ?? 'unsent';
    const ids = await pressed(inst, PER_KILL);
    all.push(...ids);
    const seen = await killedAt(inst, point, ids);
    told.push(`${point}: ${[...seen].map(([what, n]) => `${n} ${what}`).join('; ')}`);
    expect([point, seen.get(SHOWS[point]) ?? 0]).not.toEqual([point, 0]);
    await holdsMeanwhile(inst, all);
    await inst.pass(LEASE_PASSES_MS);
  }
  await toRest(inst, allVerified(inst, all));
  await holdsAtTheEnd(inst, all);
  return told;
}

/** Two workers over one database, each with its own cable: one dies, or sleeps past its lease, the other finishes. */
export async function sideBySide(inst: Installation, end: 'killed' | 'frozen'): Promise<void> {
  const ids = await pressed(inst, 24);
  const first = await inst.startWorker();
  first.wire.set('hold', ids);
  await until('the first worker calls', () => first.wire.caught() > 0);
  const second = await inst.startWorker();
  if (end === 'killed') await first.kill();
  else first.freeze();
  await toRest(inst, allVerified(inst, ids), second);
  if (end === 'frozen') {
    first.wire.release();
    first.wake();
    await nap(1_500);
    await first.kill();
  }
  await second.kill();
  await holdsAtTheEnd(inst, ids);
}

const ENDS_MS = 120_000;

/** Another process writes without a break into the database of a worker at its work: neither keeps the other waiting. */
export async function writtenBeside(inst: Installation, rounds: number): Promise<string[]> {
  const worker = await inst.startWorker();
  const all: string[] = [];
  const told: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    while (performance.now() - from < 1_000) all.push(...(await pressed(inst, PER_KILL)));
    told.push(`${all.length} cases`);
  }
  await until('the worker ends them all', allVerified(inst, all), ENDS_MS);
  await worker.kill();
  await holdsAtTheEnd(inst, all);
  return told;
}
