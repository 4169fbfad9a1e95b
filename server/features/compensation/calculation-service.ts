import type { ActionContext } from '#domain/context.ts';
import {
  approvalTierOf,
  contentHashInput,
  type ApprovalLimits,
  type BatchTotals,
} from '#domain/batch-arithmetic.ts';
import { DomainError } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { sha256, type StoredPins } from './batch-pins.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import type { BatchChange, BatchStore } from './batch-store.ts';
import type { CalculationStore, Chunk } from './calculation-store.ts';
import type { ChunkSums } from './chunk-sums.ts';
import type { Lineage } from './lineage.ts';
import { classesOfPlan, exposuresOfPlan } from './plan-classes.ts';
import type { CalculationPlan, PlanStore } from './plan-store.ts';

interface Needs {
  store: BatchStore;
  plans: PlanStore;
  lineage: Lineage;
  calculations: CalculationStore;
  audit: AuditTrail;
  now(): number;
  /** By the family of the batch. */
  approvalLimits(family: string): Promise<ApprovalLimits>;
}

export type ReadPlan = CalculationPlan & { sites: number };

/** Rows that one step of clearing a cancelled calculation removes. */
const CLEAR_ROWS = 2000;

/**
 * One step of a calculation per transaction: the plan with the classes, then one stretch of lines after the
 * other, then the totals and the hash. What is done is on the rows, so any worker can go on from there.
 */
export function createCalculationService(needs: Needs) {
  const { store, plans, lineage, calculations, audit } = needs;

  /** Exposures, what other batches credited for them, and every class: what the stretches are joined with. */
  async function saveLineage(row: BatchRow, pins: StoredPins, read: ReadPlan): Promise<void> {
    const plan = exposuresOfPlan(pins, read.classes);
    const { links, sharing, replaces } = await lineage.rivals(row, pins, plan.exposures);
    await lineage.saveEpisodes(row.id, plan.exposures, replaces);
    await lineage.saveLinks(row.id, links);
    const factorPerMille = Number(row.factor_per_mille);
    const given = { sites: read.sites, counts: read.classes, plan, sharing, factorPerMille };
    await plans.saveClasses(row.id, classesOfPlan(pins, given));
  }

  async function calculate(ctx: ActionContext, row: BatchRow, pins: StoredPins, chunk: Chunk) {
    await calculations.applyChunk(row, pins, chunk, await lineage.rolesIn(row.id));
    await calculations.reapplyAdjustments(row, pins.policy.rules, chunk);
    const sums = await sumChunk(row, pins, chunk);
    await store.progress(row.id, Number(row.progress_done) + chunk.lines);
    await audit.record(ctx, {
      action: 'batch.items_written',
      subjectType: 'batch',
      subjectId: row.id,
      detail: {
        chunk: chunk.chunk_no,
        items: sums.items,
        excluded: sums.excluded,
        hash: sums.hash,
      },
    });
  }

  async function sumChunk(row: BatchRow, pins: StoredPins, chunk: Chunk): Promise<ChunkSums> {
    const sums = await calculations.sumChunk(row, pins.policy.rules, chunk);
    await calculations.saveSums(row.id, chunk.chunk_no, sums);
    return sums;
  }

  /** Totals, tier and content hash over the stretches as they stand. */
  async function totalled(row: BatchRow, pins: StoredPins): Promise<BatchChange> {
    const { sums, hashes } = await calculations.totals(row.id);
    const totals: BatchTotals = {
      items: sums.items,
      lines: sums.paidLines,
      amounts: sums.amounts,
      valueFen: sums.valueFen,
    };
    const pinned = { factorPerMille: Number(row.factor_per_mille), hash: pins.hash };
    return {
      line_count: sums.paidLines,
      item_count: sums.items,
      excluded_count: sums.excluded,
      total_mb: sums.amounts.data,
      total_minutes: sums.amounts.voice,
      total_days: sums.amounts.validity,
      total_fen: sums.amounts.money,
      value_fen: sums.valueFen,
      tier: approvalTierOf(sums.valueFen, await needs.approvalLimits(row.family)),
      content_hash: sha256(contentHashInput({ chunkHashes: hashes, pinned, totals })),
    };
  }

  async function finish(ctx: ActionContext, row: BatchRow, pins: StoredPins): Promise<void> {
    const change = await totalled(row, pins);
    await store.move(row, 'calculated', { ...change, failure: null });
    await audit.record(ctx, {
      action: 'batch.calculated',
      subjectType: 'batch',
      subjectId: row.id,
      detail: {
        contentHash: change.content_hash,
        lines: change.line_count,
        items: change.item_count,
        excluded: change.excluded_count,
        valueFen: change.value_fen,
      },
    });
  }

  /** A cancelled calculation keeps nothing; when all is gone the batch is a draft again. */
  async function unwind(ctx: ActionContext, row: BatchRow): Promise<boolean> {
    if ((await calculations.clear(row.id, CLEAR_ROWS)) > 0) return true;
    await plans.forgetPlan(row.id);
    await lineage.forget(row.id);
    await store.move(row, 'draft', { cancel_requested: false, ...EMPTY_TOTALS });
    await audit.record(ctx, {
      action: 'batch.calculation_cancelled',
      subjectType: 'batch',
      subjectId: row.id,
    });
    return false;
  }

  return {
    /** Reads the plan of a calculation outside any transaction; undefined when it is not asked for. */
    async readPlan(id: string): Promise<ReadPlan | undefined> {
      const row = await store.byId(id);
      if (row?.state !== 'calculating') return undefined;
      const pins = pinsOf(row);
      const { rules } = pins.policy;
      const plan = await plans.readPlan(pins);
      const sites = rules.eligibility.minimumSites > 0 ? await plans.countSites(pins) : 0;
      return { ...plan, sites };
    },

    /** Writes the plan down with its classes, each evaluated once. Throws `errors.batch.noLines`. */
    async savePlan(id: string, plan: ReadPlan): Promise<void> {
      const row = await store.lock(id);
      if (row.state !== 'calculating' || Number(row.progress_total) > 0) return;
      if (plan.lines === 0) throw new DomainError('invalid', 'errors.batch.noLines');
      const pins = pinsOf(row);
      await plans.savePlan(id, plan);
      await saveLineage(row, pins, plan);
      await store.progress(id, 0, plan.lines);
    },

    /** Does the next step, or says what comes next. Throws what the rules refuse (see `fail`). */
    async step(ctx: ActionContext, id: string): Promise<'plan' | 'more' | 'done'> {
      const row = await store.lock(id);
      if (row.state !== 'calculating') return 'done';
      if (row.cancel_requested) return (await unwind(ctx, row)) ? 'more' : 'done';
      if (Number(row.progress_total) === 0) return 'plan';
      const pins = pinsOf(row);
      const chunk = await calculations.nextChunk(id);
      if (chunk === undefined) {
        await finish(ctx, row, pins);
        return 'done';
      }
      await calculate(ctx, row, pins, chunk);
      return 'more';
    },

    /** Notes what the rules refused; the next steps clear the rest away, and the batch is a draft again. */
    async fail(ctx: ActionContext, id: string, error: DomainError): Promise<void> {
      const row = await store.lock(id);
      if (row.state !== 'calculating') return;
      const failure = {
        message: error.key,
        ...(error.args === undefined ? {} : { args: error.args }),
      };
      await store.change(row, { failure: JSON.stringify(failure), cancel_requested: true });
      await audit.record(ctx, {
        action: 'batch.calculation_failed',
        subjectType: 'batch',
        subjectId: id,
        detail: failure,
      });
    },

    /** Works one stretch's sums and the batch's totals out again after single items changed. */
    async retotal(
      row: BatchRow,
      pins: StoredPins,
      lineIds: readonly string[],
    ): Promise<BatchChange> {
      const chunks = new Map<number, Chunk>();
      for (const lineId of lineIds) {
        const chunk = await calculations.chunkOfLine(row.id, lineId);
        if (chunk !== undefined) chunks.set(chunk.chunk_no, chunk);
      }
      for (const chunk of chunks.values()) await sumChunk(row, pins, chunk);
      return totalled(row, pins);
    },
  };
}

export type CalculationService = ReturnType<typeof createCalculationService>;

export const EMPTY_TOTALS = {
  line_count: 0,
  item_count: 0,
  excluded_count: 0,
  total_mb: 0,
  total_minutes: 0,
  total_days: 0,
  total_fen: 0,
  value_fen: 0,
  tier: null,
  content_hash: null,
  progress_done: 0,
  progress_total: 0,
} as const satisfies BatchChange;
