import type { Knex } from 'knex';
import type { FailureCategory, RunPair } from '#contract/catalogue.ts';
import { compileMapping } from '#domain/classification.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { CaseState } from '#domain/lifecycles.ts';
import { reclassified, type Reclassified, type RunScope } from '#domain/mapping-runs.ts';
import type { Zone } from '#domain/time.ts';
import { seenVersion } from '#domain/versions.ts';
import { lockRows } from '../../db/dialect.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CodeRule } from './catalogue-store.ts';
import type { MappingRun, MappingRunStore, RunStep } from './mapping-run-store.ts';
import type { MappingStore, MappingVersion } from './mapping-store.ts';

export const MAPPING_JOB = 'mapping.run';
const TRY_AT_ONCE = 2000;
/** Cases looked at by one step, and changed by one step of applying. */
const TRY_CHUNK = 2000;
const APPLY_CHUNK = 500;
const SAMPLES = 3;
const PAIRS_KEPT = 200;

interface Needs {
  db: Knex;
  zone: Zone;
  now(): number;
  runs: MappingRunStore;
  versions: MappingStore;
  audit: Pick<AuditTrail, 'record'>;
  codes(): Promise<Map<string, CodeRule>>;
  caseRowOf(row: Record<string, unknown>): CaseRow;
  /** Gives a case its new code, in the caller's transaction. */
  apply(
    ctx: ActionContext,
    stored: CaseRow,
    change: Reclassified & { category: FailureCategory; mappingVersionNo: number },
  ): Promise<void>;
  /** After codes were changed: the cases as they were. */
  applied(changes: readonly { before: CaseRow; to: string; state: CaseState }[]): Promise<void>;
  enqueue(request: JobRequest): Promise<string>;
  totalCases(): Promise<number>;
}

/** A mapping version tried on stored cases, and applied to the open ones: in steps that a kill cannot tear. */
export function createMappingRuns(needs: Needs) {
  const { db, runs, versions, audit } = needs;

  async function classifier(version: MappingVersion) {
    const classify = compileMapping(await versions.rules(version.id));
    const codes = await needs.codes();
    const effect = await effectRules();
    return (stored: CaseRow) => {
      const change = reclassified(stored, {
        classify,
        ruleOf: (code) => codes.get(code),
        effectRule: effect.get(stored.productCode) ?? 'at_once',
        now: needs.now(),
        zone: needs.zone,
      });
      const category = codes.get(change?.to ?? '')?.category ?? 'unclassified';
      return change === null ? null : { ...change, category };
    };
  }

  async function effectRules(): Promise<Map<string, 'at_once' | 'next_cycle'>> {
    const rows: { code: string; effect_rule: 'at_once' | 'next_cycle' }[] = await db(
      'products',
    ).select('code', 'effect_rule');
    return new Map(rows.map((row) => [row.code, row.effect_rule]));
  }

  /** The next cases by id, no more rows read than `limit`, whatever the filter. */
  async function slice(scope: RunScope, cursorId: string | null, limit: number, lock = false) {
    const after = (query: Knex.QueryBuilder) =>
      cursorId === null ? query : query.where('id', '>', cursorId);
    const ids: { id: string }[] = await after(db('cases')).orderBy('id').limit(limit).select('id');
    const last = ids.at(-1)?.id;
    if (last === undefined) return { rows: [], scanned: 0, cursorId };
    const query = after(db('cases')).where('id', '<=', last).orderBy('id');
    if (scope === 'open') void query.whereNull('ended_at');
    const rows = (await (lock ? lockRows(db, query) : query)) as Record<string, unknown>[];
    return { rows: rows.map(needs.caseRowOf), scanned: ids.length, cursorId: last };
  }

  async function newest(): Promise<CaseRow[]> {
    const rows = (await db('cases')
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(TRY_AT_ONCE)) as Record<string, unknown>[];
    return rows.map(needs.caseRowOf);
  }

  async function tryStep(run: MappingRun, version: MappingVersion): Promise<RunStep> {
    const decide = await classifier(version);
    const chunk =
      run.scope === 'newest'
        ? { rows: await newest(), scanned: 0, cursorId: null }
        : await slice(run.scope, run.cursorId, TRY_CHUNK);
    const pairs = pairBook(run.pairs);
    let moved = 0;
    for (const stored of chunk.rows) {
      const change = decide(stored);
      if (change === null) continue;
      moved += 1;
      pairs.add(stored, change);
    }
    const done = run.scope === 'newest' || chunk.scanned < TRY_CHUNK;
    const scanned = run.scope === 'newest' ? chunk.rows.length : chunk.scanned;
    return { cursorId: chunk.cursorId, scanned, moved, pairs: pairs.list(), done };
  }

  async function applyStep(
    ctx: ActionContext,
    run: MappingRun,
    version: MappingVersion,
  ): Promise<RunStep> {
    const decide = await classifier(version);
    const chunk = await slice('open', run.cursorId, APPLY_CHUNK, true);
    const pairs = pairBook(run.pairs);
    const changes: { before: CaseRow; to: string; state: CaseState }[] = [];
    for (const stored of chunk.rows) {
      const change = decide(stored);
      if (change === null || change.fate === 'ended') continue;
      pairs.add(stored, change);
      if (change.fate !== 'moves') continue;
      await needs.apply(ctx, stored, { ...change, mappingVersionNo: version.versionNo });
      const state = change.opening?.state ?? stored.state;
      changes.push({ before: stored, to: change.to, state });
    }
    await needs.applied(changes);
    return {
      cursorId: chunk.cursorId,
      scanned: chunk.scanned,
      moved: changes.length,
      pairs: pairs.list(),
      done: chunk.scanned < APPLY_CHUNK,
    };
  }

  async function start(
    ctx: ActionContext,
    version: MappingVersion,
    kind: MappingRun['kind'],
    scope: RunScope,
  ): Promise<string> {
    if (await runs.isRunning(version.id, kind))
      throw new DomainError('conflict', 'errors.mappings.running');
    const all = await needs.totalCases();
    const total = scope === 'newest' ? Math.min(all, TRY_AT_ONCE) : all;
    const id = await runs.insert(ctx, version, { kind, scope, total });
    await audit.record(ctx, {
      action: kind === 'try' ? 'mapping.tried' : 'mapping.applied',
      subjectType: 'mapping_version',
      subjectId: version.id,
      detail: { runId: id, scope, total },
    });
    return id;
  }

  return {
    /** Tries a version: the newest at once, or all by a job. Answers the run's id. */
    async try(
      ctx: ActionContext,
      id: string,
      input: { version: number; scope: 'newest' | 'all' },
    ): Promise<string> {
      const version = seenVersion(await versions.byId(id), input.version);
      const runId = await start(ctx, version, 'try', input.scope);
      if (input.scope === 'all') await needs.enqueue({ kind: MAPPING_JOB, subjectId: runId });
      else {
        const run = await runs.find(runId);
        if (run !== undefined) await runs.save(run, await tryStep(run, version));
      }
      return runId;
    },

    /** Gives open cases the codes of the published version: an act of its own, asked for by a person. */
    async apply(ctx: ActionContext, id: string, input: { version: number }): Promise<string> {
      const version = seenVersion(await versions.byId(id), input.version);
      if (version.state !== 'published')
        throw new DomainError('conflict', 'errors.mappings.notPublished');
      const runId = await start(ctx, version, 'apply', 'open');
      const { actor } = ctx;
      await needs.enqueue({ kind: MAPPING_JOB, subjectId: runId, payload: { actor } });
      return runId;
    },

    async cancel(ctx: ActionContext, runId: string): Promise<void> {
      const run = await runs.find(runId);
      if (run === undefined) throw new DomainError('not_found', 'errors.notFound');
      await runs.cancel(runId);
      await audit.record(ctx, {
        action: 'mapping.run_cancelled',
        subjectType: 'mapping_version',
        subjectId: run.mappingVersionId,
        detail: { runId, scanned: run.scanned, moved: run.moved },
      });
    },

    /** One step in the caller's transaction; true when nothing is left. */
    async step(ctx: ActionContext, runId: string): Promise<boolean> {
      const run = await runs.find(runId);
      if (run?.state !== 'running') return true;
      const version = await versions.byId(run.mappingVersionId);
      // Rules edited under a try-out, or another version published under an applying run: what it says is over.
      const stale =
        version === undefined ||
        version.rulesVersion !== run.rulesVersion ||
        (run.kind === 'apply' && version.state !== 'published');
      if (stale) {
        await runs.cancel(runId);
        return true;
      }
      const step = await (run.kind === 'try'
        ? tryStep(run, version)
        : applyStep(ctx, run, version));
      await runs.save(run, step);
      return step.done;
    },
  };
}

export type MappingRuns = ReturnType<typeof createMappingRuns>;

/** Pairs of codes with their counts, the largest first. */
function pairBook(known: readonly RunPair[]) {
  const pairs = new Map(known.map((pair) => [`${pair.from} ${pair.to}`, { ...pair }]));
  return {
    add(stored: CaseRow, change: Reclassified): void {
      const key = `${stored.failureCode} ${change.to}`;
      const pair = pairs.get(key) ?? newPair(stored.failureCode, change.to);
      pairs.set(key, pair);
      pair.count += 1;
      if (change.fate === 'moves') pair.moves += 1;
      if (change.fate === 'person') pair.person += 1;
      if (pair.samples.length >= SAMPLES) return;
      const { id: caseId, ticketNo, sourceSystem, rawCode } = stored;
      const rawText = stored.rawText.slice(0, 120);
      pair.samples = [...pair.samples, { caseId, ticketNo, sourceSystem, rawCode, rawText }];
    },
    list: () => [...pairs.values()].sort((a, b) => b.count - a.count).slice(0, PAIRS_KEPT),
  };
}

const newPair = (from: string, to: string): RunPair => ({
  from,
  to,
  count: 0,
  moves: 0,
  person: 0,
  samples: [],
});
