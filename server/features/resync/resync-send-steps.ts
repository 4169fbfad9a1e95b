import { mustReadFirst, resyncVerdict } from '#domain/case-rules.ts';
import { systemOfSource } from '#domain/breaker.ts';
import { laggingSystems, type LampSystem } from '#domain/lamps.ts';
import { sideBySide } from '../../gather.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import {
  queryEndOf,
  refusalOf,
  sendEndOf,
  sendKeyOf,
  type Reading,
  type Send,
} from './resync-calls.ts';
import type { Run, Step, StepEnd } from './resync-job.ts';
import { settleConfirmed } from './resync-read-steps.ts';
import type { CallVerdict, Entry } from './system-gate.ts';
import {
  againIn,
  ASK,
  backToOpen,
  backToQueue,
  freshly,
  judge,
  lampsOf,
  MAX_UNREACHED,
  PUT_BACK,
  READ,
  readBack,
  recordCall,
  RETRY,
  settled,
  settleRefusal,
  verify,
  wait,
  type EndedAttempt,
} from './resync-moves.ts';

/** So long an acceptance waits for the reading after it. */
const READ_SOON_MS = 250;

/** Waits its time, looks first where the rules say so, then sends. */
export function createQueuedStep(): Step {
  return async (run, row) => {
    const now = run.needs.now();
    if (row.notBeforeAt !== null && row.notBeforeAt > now) return { again: row.notBeforeAt };
    const facts = { ...row, state: 'open' as const };
    const verdict = resyncVerdict(facts, now);
    const nothingLags = verdict.reasonKey === 'errors.cases.resync.nothingLags';
    if (!verdict.allowed && !nothingLags) return giveUp(run, row, { cause: verdict.reasonKey });
    const codes = await run.needs.features.catalogue.codes();
    const retry = codes.get(row.failureCode)?.retry ?? 'verify';
    if (!nothingLags && !mustReadFirst(facts, retry))
      return send(run, row, laggingSystems(row, now));
    return readFirst(run, row);
  };
}

async function giveUp(run: Run, row: CaseRow, detail: Record<string, unknown>): Promise<StepEnd> {
  await run.tools.fenced(async (f) => backToOpen(f, run, await freshly(f, row), {}, detail));
  return 'done';
}

async function readFirst(run: Run, row: CaseRow): Promise<StepEnd> {
  const reading = await readBack(run, row);
  if (reading.lamps === null) return unreadable(run, row, reading);
  const systems = reading.lagging;
  const known = await run.tools.fenced(async (f) => {
    const fresh = await freshly(f, row);
    await recordCall(f, run, row, 'read_back', reading.end);
    if (!reading.agree)
      return f.caseStore.change(run.ctx, fresh, lampsOf(reading, fresh), 'case.read_back', {
        systems,
      });
    await verify(f, run, fresh, reading);
    return null;
  });
  return known === null ? 'done' : send(run, { ...row, version: known.version }, systems);
}

async function unreadable(run: Run, row: CaseRow, reading: Reading): Promise<StepEnd> {
  return settled(run, async (f) => {
    await recordCall(f, run, row, 'read_back', reading.end);
    const tries = await f.attempts.countOf(run.job.id, row.id, { kind: 'read_back' });
    if (tries < MAX_UNREACHED) return againIn(run, wait(run, tries - 1, READ));
    await backToOpen(f, run, await freshly(f, row), {}, { cause: 'unreadable' });
    return 'done';
  });
}

/** Waits for its turn in every system it is for; an open breaker puts the case back for a while. */
async function send(run: Run, row: CaseRow, systems: readonly LampSystem[]): Promise<StepEnd> {
  const entry = await run.gate.enter(systems, run.job.leaseToken);
  if (!entry.admitted) return putBack(run, row, entry);
  let verdict: CallVerdict | null = null;
  try {
    const sent = await sendNow(run, row, systems);
    verdict = await verdictOf(run, row, systems, sent.outcome);
    await entry.leave(verdict);
    return await settleSend(run, sent.row, sent.attemptId, sent.outcome);
  } finally {
    if (verdict === null) await entry.leave(null);
  }
}

async function putBack(
  run: Run,
  row: CaseRow,
  entry: Extract<Entry, { admitted: false }>,
): Promise<StepEnd> {
  const { againAt, system, why } = entry;
  if (why !== 'breaker') return { again: againAt };
  const notBeforeAt = againAt + wait(run, 0, PUT_BACK);
  await run.tools.fenced(async (f) => {
    const fresh = await freshly(f, row);
    await f.caseStore.change(run.ctx, fresh, { notBeforeAt }, 'case.put_back', { system, why });
  });
  return { again: notBeforeAt };
}

/** Which systems did not answer, and which did, even with a no. */
async function verdictOf(
  run: Run,
  row: CaseRow,
  systems: readonly LampSystem[],
  outcome: Send,
): Promise<CallVerdict> {
  if (outcome.kind === 'accepted') return { faulted: [], answered: systems, text: '' };
  const text = `${outcome.rawCode} ${outcome.rawText}`;
  if (outcome.kind !== 'refused') return { faulted: systems, answered: [], text };
  const source = systemOfSource(outcome.sourceSystem);
  const { technical } = await judge(run, row, outcome);
  if (!technical || source === null) return { faulted: [], answered: systems, text };
  return { faulted: [source], answered: systems.filter((system) => system !== source), text };
}

/** The attempt stands in the database before the call leaves; its outcome is written after. */
async function sendNow(run: Run, row: CaseRow, systems: readonly LampSystem[]) {
  const msisdn = await run.msisdn(row);
  const idempotencyKey = sendKeyOf(row);
  const { attemptId, sent } = await run.tools.fenced(async (f) => {
    const fresh = await freshly(f, row);
    const attemptId = await f.attempts.start({
      ...run.origin,
      caseId: row.id,
      kind: 'send',
      systems,
      generation: row.generation,
      idempotencyKey,
    });
    const moved = await f.caseStore.move(
      run.ctx,
      fresh,
      'sent',
      { attemptCount: fresh.attemptCount + 1, notBeforeAt: null },
      { attemptId, systems },
    );
    return { attemptId, sent: { ...moved, attemptCount: fresh.attemptCount + 1 } };
  });
  const outcome = await run.needs.provisioning.sendCancel({
    idempotencyKey,
    msisdn,
    productCode: row.productCode,
    targetSystems: systems,
    failedOrderId: row.orderRef,
  });
  return { row: sent, attemptId, outcome };
}

async function settleSend(
  run: Run,
  row: CaseRow,
  attemptId: string,
  outcome: Send,
): Promise<StepEnd> {
  const end = sendEndOf(outcome);
  if (outcome.kind === 'refused') {
    const { rawCode, rawText, sourceSystem } = outcome;
    return settleRefusal(run, row, { id: attemptId, end }, { rawCode, rawText, sourceSystem });
  }
  if (end.outcome === 'accepted') return settleAccepted(run, row, { id: attemptId, end });
  return settled(run, async (f) => {
    const fresh = await freshly(f, row);
    await f.attempts.finish(attemptId, end);
    if (end.outcome === 'in_progress') return againIn(run, wait(run, 0, ASK));
    const detail = { cause: end.outcome, rawCode: end.rawCode ?? null };
    if (end.outcome === 'unknown') {
      await f.caseStore.move(run.ctx, fresh, 'unknown', {}, detail);
      return againIn(run, wait(run, 0, ASK));
    }
    // It never left: the same key may be sent again.
    const tries = await f.attempts.countOf(run.job.id, row.id, {
      kind: 'send',
      outcomes: ['not_sent'],
    });
    if (tries < MAX_UNREACHED)
      return backToQueue(f, run, fresh, {}, { delayMs: wait(run, tries - 1, RETRY), detail });
    await backToOpen(f, run, fresh, {}, detail);
    return 'done';
  });
}

/**
 * The reading that follows at once mostly comes so soon that both are written together. A slow one is not waited for:
 * the acceptance is on record first. A worker that dies before leaves an attempt that is asked about, like any other.
 */
async function settleAccepted(run: Run, row: CaseRow, attempt: EndedAttempt): Promise<StepEnd> {
  const reading = readBack(run, row);
  const soon = await within(
    READ_SOON_MS,
    reading.catch(() => undefined),
  );
  const detail = { attemptId: attempt.id };
  if (soon?.agree === true)
    return settled(run, async (f) => {
      const fresh = await freshly(f, row);
      await sideBySide([
        f.attempts.finish(attempt.id, attempt.end),
        recordCall(f, run, row, 'read_back', soon.end),
        verify(f, run, fresh, soon, { confirmed: detail }),
      ]);
      return 'done';
    });
  const confirmed = await run.tools.fenced(async (f) => {
    const fresh = await freshly(f, row);
    await f.attempts.finish(attempt.id, attempt.end);
    return f.caseStore.move(run.ctx, fresh, 'confirmed', {}, detail);
  });
  if (run.tools.stopping()) return againIn(run, 0);
  await run.tools.extendLease();
  const read = await reading;
  return settled(run, async (f) => settleConfirmed(f, run, await freshly(f, confirmed), read));
}

/** What a promise that never fails comes to if it is soon, or undefined. */
function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/** A case found as sent: the gateway works on it, or whoever sent it never wrote down what came of it. */
export function createSentStep(): Step {
  return async (run, row) => {
    const attempt = await run.needs.features.attempts.lastSend(row.id, row.generation);
    if (attempt?.outcome === 'in_progress') return askProgress(run, row, attempt.id);
    await run.tools.fenced(async (f) => {
      const fresh = await freshly(f, row);
      if (attempt?.outcome === 'started')
        await f.attempts.finish(attempt.id, {
          outcome: 'unknown',
          rawCode: 'INTERRUPTED',
          call: null,
        });
      await f.caseStore.move(run.ctx, fresh, 'unknown', {}, { cause: 'interrupted' });
    });
    return 'on';
  };
}

async function askProgress(run: Run, row: CaseRow, attemptId: string): Promise<StepEnd> {
  const outcome = await run.needs.provisioning.queryOrder(sendKeyOf(row));
  const end = queryEndOf(outcome);
  if (outcome.kind === 'found' && outcome.value.progress === 'failed') {
    const refusal = refusalOf(outcome.value);
    const refused = { ...end, outcome: 'refused' as const };
    return settleRefusal(run, row, { id: attemptId, end: refused }, refusal);
  }
  return settled(run, async (f) => {
    const fresh = await freshly(f, row);
    await recordCall(f, run, row, 'query', end);
    if (outcome.kind === 'found' && outcome.value.progress === 'done') {
      await f.attempts.finish(attemptId, { outcome: 'accepted', call: null });
      await f.caseStore.move(run.ctx, fresh, 'confirmed', {}, { attemptId });
      return 'on';
    }
    const tries = await f.attempts.countOf(run.job.id, row.id, { kind: 'query' });
    if (outcome.kind !== 'not_found' && tries < MAX_UNREACHED)
      return againIn(run, wait(run, tries, ASK));
    await f.caseStore.move(run.ctx, fresh, 'unknown', {}, { cause: end.outcome });
    return againIn(run, wait(run, 0, ASK));
  });
}
