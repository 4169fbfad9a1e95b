import type { AttemptRecord } from '#contract/cases.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import { queryEndOf, refusalOf, sendKeyOf, type OrderQuery, type Reading } from './resync-calls.ts';
import type { ResyncFeatures, Run, Step, StepEnd } from './resync-job.ts';
import {
  againIn,
  ASK,
  backToOpen,
  backToQueue,
  freshly,
  lampsOf,
  policyOf,
  MAX_UNREACHED,
  READ,
  readBack,
  recordCall,
  settled,
  settleRefusal,
  verify,
  wait,
} from './resync-moves.ts';

/** A gateway may still be taking an order in for this long after it was sent: absence proves nothing before. */
const SETTLING_MS = 15_000;
/** Readings in which a confirmed cancel may still be under way. */
const MAX_LAGGING = 5;
/** Readings of a read-only job that may fail. */
const MAX_READS = 3;

/** Finds out what became of a send, by its key. Never sends. */
export function createUnknownStep(): Step {
  return async (run, row) => {
    const attempt = await run.needs.features.attempts.lastSend(row.id, row.generation);
    const outcome = await run.needs.provisioning.queryOrder(sendKeyOf(row));
    if (outcome.kind === 'found' && outcome.value.progress === 'failed')
      return refusedAfterAll(run, row, attempt, outcome);
    const reading = outcome.kind === 'not_found' ? await readBack(run, row) : null;
    return settled(run, (f) => settleQuery(f, run, row, { attempt, outcome, reading }));
  };
}

async function refusedAfterAll(
  run: Run,
  row: CaseRow,
  attempt: AttemptRecord | undefined,
  outcome: Extract<OrderQuery, { kind: 'found' }>,
): Promise<StepEnd> {
  const end = queryEndOf(outcome);
  if (attempt === undefined) throw new Error('a case is unknown without an attempt');
  await run.tools.fenced((f) => recordCall(f, run, row, 'query', end));
  return settleRefusal(
    run,
    row,
    { id: attempt.id, end: { ...end, outcome: 'refused', call: null } },
    refusalOf(outcome.value),
  );
}

interface Asked {
  attempt: AttemptRecord | undefined;
  outcome: OrderQuery;
  reading: Reading | null;
}

async function settleQuery(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  { attempt, outcome, reading }: Asked,
): Promise<StepEnd> {
  const fresh = await freshly(f, row);
  await recordCall(f, run, row, 'query', queryEndOf(outcome));
  if (reading !== null) await recordCall(f, run, row, 'read_back', reading.end);
  if (outcome.kind === 'found' && outcome.value.progress === 'done') {
    if (attempt !== undefined)
      await f.attempts.finish(attempt.id, { outcome: 'accepted', call: null });
    await f.caseStore.move(run.ctx, fresh, 'confirmed', {}, { cause: 'query' });
    return 'on';
  }
  if (reading?.agree === true) {
    await verify(f, run, fresh, reading);
    return 'done';
  }
  if (reading !== null && provesNoEffect(run, attempt, reading)) {
    if (attempt !== undefined)
      await f.attempts.finish(attempt.id, { outcome: 'not_found', call: null });
    return sendAnew(f, run, fresh, reading, { cause: 'no_effect' });
  }
  const tries = await f.attempts.countOf(run.job.id, row.id, { kind: 'query' });
  // Nobody can tell: the case stays unknown, and a person may ask again.
  return tries < MAX_UNREACHED ? againIn(run, wait(run, tries - 1, ASK)) : 'done';
}

/** The gateway knows no such order, and each system it was for is still as it was. */
function provesNoEffect(run: Run, attempt: AttemptRecord | undefined, reading: Reading): boolean {
  if (reading.lamps === null) return false;
  if (attempt === undefined) return true;
  if (run.needs.now() - attempt.startedAt < SETTLING_MS) return false;
  return attempt.systems.every((system) => reading.lagging.includes(system));
}

/** What was sent had no effect: a new generation, sent by itself a few times, then by a person. */
async function sendAnew(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  reading: Reading,
  detail: Record<string, unknown>,
): Promise<StepEnd> {
  const policy = await policyOf(f, row);
  const patch = { ...lampsOf(reading, row), generation: row.generation + 1 };
  const sends = await f.attempts.countOf(run.job.id, row.id, { kind: 'send' });
  if (run.mode === 'read_back' || sends >= policy.tries) {
    await backToOpen(f, run, row, patch, detail);
    return 'done';
  }
  return backToQueue(f, run, row, patch, { delayMs: wait(run, sends, policy), detail });
}

/** Accepted is not done: the four systems have to say so. */
export function createConfirmedStep(): Step {
  return async (run, row) => {
    const reading = await readBack(run, row);
    return settled(run, async (f) => settleConfirmed(f, run, await freshly(f, row), reading));
  };
}

/** What the reading after an accepted cancel comes to. */
export async function settleConfirmed(
  f: ResyncFeatures,
  run: Run,
  row: CaseRow,
  reading: Reading,
): Promise<StepEnd> {
  await recordCall(f, run, row, 'read_back', reading.end);
  if (reading.agree) {
    await verify(f, run, row, reading);
    return 'done';
  }
  const tries = await f.attempts.countOf(run.job.id, row.id, {
    kind: 'read_back',
    generation: row.generation,
  });
  if (tries < (reading.lamps === null ? MAX_UNREACHED : MAX_LAGGING)) {
    const { lagging } = reading;
    if (reading.lamps !== null)
      await f.caseStore.change(run.ctx, row, lampsOf(reading, row), 'case.read_back', { lagging });
    return againIn(run, wait(run, tries - 1, READ));
  }
  if (reading.lamps !== null) return sendAnew(f, run, row, reading, { cause: 'no_effect' });
  await backToOpen(f, run, row, {}, { cause: 'unreadable' });
  return 'done';
}

/** A reading that somebody asked for; a case that turns out to be right gets its end. */
export function createReadStep(): Step {
  return async (run, row) => {
    const reading = await readBack(run, row);
    return settled(run, async (f) => {
      const fresh = await freshly(f, row);
      await recordCall(f, run, row, 'read_back', reading.end);
      if (reading.lamps === null) {
        const tries = await f.attempts.countOf(run.job.id, row.id, { kind: 'read_back' });
        return tries < MAX_READS ? againIn(run, wait(run, tries - 1, READ)) : 'done';
      }
      // Held cases stay with whoever put them aside; a refused request has nothing to be verified.
      const ends = reading.agree && row.wanted === 'cancelled' && row.state !== 'held';
      if (ends) await verify(f, run, fresh, reading);
      else
        await f.caseStore.change(run.ctx, fresh, lampsOf(reading, fresh), 'case.read_back', {
          lagging: reading.lagging,
        });
      return 'done';
    });
  };
}
