import { problemOutcomes, type ProblemAnswer, type ProblemItem } from '#contract/outage-ingest.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { isUniqueViolation } from '../../db/driver-errors.ts';
import type { SentItem } from './ingest-body.ts';
import { readProblem, type ProblemRead } from './problem-item.ts';
import { faultsOfError, rejected, type ProblemService } from './problem-service.ts';

interface ProblemFeatures {
  inTransaction<T>(work: (f: { problems: ProblemService }) => Promise<T>): Promise<T>;
}

/** Somebody else changed the same outage meanwhile: what was read is read again. */
const TRIES = 3;

/** Every item in a transaction of its own and with an answer of its own, in the order they were sent. */
export async function runProblems(
  f: ProblemFeatures,
  ctx: ActionContext,
  sent: readonly SentItem[],
): Promise<ProblemAnswer> {
  const items: ProblemItem[] = [];
  for (const [index, item] of sent.entries()) {
    const read = readProblem(item);
    const answer = read.ok ? await take(f, ctx, read) : rejected(read.problemId, read.faults);
    items.push({ index, ...answer });
    // SQLite lands in this thread: others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const counts = Object.fromEntries(
    problemOutcomes.map((name) => [name, items.filter(({ outcome }) => outcome === name).length]),
  ) as Record<ProblemItem['outcome'], number>;
  return { received: items.length, ...counts, items };
}

async function take(
  f: ProblemFeatures,
  ctx: ActionContext,
  read: Extract<ProblemRead, { ok: true }>,
): Promise<Omit<ProblemItem, 'index'>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await f.inTransaction((t) => t.problems.take(ctx, read));
    } catch (error) {
      if (tries < TRIES && isRace(error)) continue;
      if (error instanceof DomainError) return rejected(read.problemId, faultsOfError(error));
      throw error;
    }
  }
}

const isRace = (error: unknown): boolean =>
  isUniqueViolation(error) || (error instanceof DomainError && error.key === 'errors.stale');
