import type {
  AdjustmentChange,
  AdjustmentPreview,
  BatchTotalsRecord,
} from '#contract/compensation.ts';
import type { ActionContext } from '#domain/context.ts';
import { adjustedAmount, approvalTierOf, type ApprovalLimits } from '#domain/batch-arithmetic.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { benefits, type Benefit, type PolicyRules } from '#domain/policy-types.ts';
import { applyMonthCap, episodeCapOf, monthCapOf, setOffCredits } from '#domain/policy.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { AdjustmentStore, ItemRow } from './adjustment-store.ts';
import { pinsOf, totalsOfRow, type BatchRow } from './batch-rows.ts';
import { BACK_TO_MAKERS, type BatchService } from './batch-service.ts';
import type { BatchStore } from './batch-store.ts';
import type { CalculationService } from './calculation-service.ts';
import { UNCAPPED } from './calculation-store.ts';
import { valuer } from './chunk-sums.ts';
import { createClassEvaluator } from './class-evaluation.ts';

interface Needs {
  store: BatchStore;
  adjustments: AdjustmentStore;
  startCalculation: BatchService['startCalculation'];
  retotal: CalculationService['retotal'];
  audit: AuditTrail;
  /** By the family of the batch. */
  approvalLimits(family: string): Promise<ApprovalLimits>;
}

type ItemsChange = Extract<AdjustmentChange, { kind: 'items' }>;

interface ItemChange {
  item: ItemRow;
  amount: number;
}

const ADJUSTABLE = ['calculated', 'submitted'];

/** Changes of a whole batch's factor or of single items, each with a reason; the author becomes a maker. */
export function createAdjustmentService(needs: Needs) {
  const { store, adjustments, audit } = needs;

  function assertAdjustable(row: BatchRow): void {
    if (!ADJUSTABLE.includes(row.state))
      throw new DomainError('conflict', 'errors.batch.notAdjustable', {
        args: { state: row.state },
      });
  }

  /** The items asked for with their new amounts; refuses what is not in the batch or above a cap. */
  async function itemChanges(row: BatchRow, change: ItemsChange): Promise<ItemChange[]> {
    const { rules } = pinsOf(row).policy;
    const ids = change.items.map((one) => one.itemId);
    if (new Set(ids).size !== ids.length)
      throw invalidField('change.items', 'errors.field.duplicate');
    const rows = new Map((await adjustments.items(row.id, ids)).map((item) => [item.id, item]));
    return change.items.map(({ itemId, amount }, index) => {
      const item = rows.get(itemId);
      const field = `change.items.${index}`;
      if (item === undefined) throw invalidField(`${field}.itemId`, 'errors.batch.noSuchItem');
      if (!change.overrideCap) assertUnderCaps(rules, item, amount, `${field}.amount`);
      return { item, amount };
    });
  }

  async function previewItems(row: BatchRow, change: ItemsChange) {
    const { rules } = pinsOf(row).policy;
    const worth = valuer(rules);
    const after = { ...totalsOfRow(row) };
    const changes = await itemChanges(row, change);
    for (const { item, amount } of changes) {
      const before = Number(item.amount);
      const key = TOTAL[item.benefit];
      after[key] += amount - before;
      after.valueFen += worth(item.benefit, amount) - worth(item.benefit, before);
    }
    after.lineCount += await adjustments.paidLinesChange(
      row.id,
      changes.map(({ item, amount }) => ({ id: item.id, lineId: item.line_id, amount })),
    );
    const itemsChanged = changes.filter(
      ({ item, amount }) => amount !== Number(item.amount),
    ).length;
    return { after, itemsChanged };
  }

  /**
   * Exact over what is listed: items of one class, month's use and adjustment change alike, so that each such
   * group is worked out once.
   */
  async function previewFactor(row: BatchRow, factorPerMille: number) {
    const pins = pinsOf(row);
    const { rules } = pins.policy;
    const { evaluate } = createClassEvaluator(pins, await adjustments.sites(row.id, pins));
    const worth = valuer(rules);
    const results = new Map(
      (await adjustments.classes(row.id)).map(({ classNo, facts, coverage }) => {
        const { benefits: owed } = evaluate(facts, factorPerMille, coverage);
        return [classNo, { owed, monthlyFeeFen: facts.monthlyFeeFen }];
      }),
    );
    const after: BatchTotalsRecord = {
      ...totalsOfRow(row),
      totalMb: 0,
      totalMinutes: 0,
      totalDays: 0,
      totalFen: 0,
      valueFen: 0,
    };
    let itemsChanged = 0;
    for (const group of await adjustments.groups(row.id)) {
      const { benefit } = group;
      const result = results.get(group.classNo);
      const found = result?.owed.find((one) => one.benefit === benefit);
      const cap = monthCapOf(rules, benefit, result?.monthlyFeeFen ?? null);
      const computed = applyMonthCap(found?.amount ?? 0, cap, group.monthUsed);
      const amount = group.adjusted ? group.amount : setOffCredits(computed, group.creditedBefore);
      after[TOTAL[group.benefit]] += amount * group.items;
      after.valueFen += worth(group.benefit, amount) * group.items;
      if (amount !== group.amount) itemsChanged += group.items;
    }
    return { after, itemsChanged };
  }

  async function adjustItems(
    ctx: ActionContext,
    row: BatchRow,
    change: ItemsChange,
    reason: string,
  ) {
    const changes = await itemChanges(row, change);
    for (const { item, amount } of changes) await adjustments.setAmount(item.id, amount, reason);
    await store.addAdjustments(
      row,
      ctx.actor,
      reason,
      changes.map(({ item, amount }) => ({
        itemId: item.id,
        field: change.overrideCap ? UNCAPPED : 'amount',
        from: Number(item.amount),
        to: amount,
      })),
    );
    const lineIds = changes.map(({ item }) => item.line_id);
    const totals = await needs.retotal(row, pinsOf(row), lineIds);
    const voided = await store.voidApprovals(row.id);
    if (row.state === 'submitted')
      await store.move(row, 'calculated', { ...totals, ...BACK_TO_MAKERS });
    else await store.change(row, totals);
    await store.addMaker(row.id, ctx.actor, 'adjusted');
    await audit.record(
      { ...ctx, reason },
      {
        action: 'batch.items_adjusted',
        subjectType: 'batch',
        subjectId: row.id,
        detail: {
          from: row.state,
          overrideCap: change.overrideCap,
          items: changes.map(({ item, amount }) => ({
            id: item.id,
            from: Number(item.amount),
            to: amount,
          })),
          contentHashFrom: row.content_hash,
          contentHash: totals.content_hash,
          voided,
        },
      },
    );
  }

  async function adjustFactor(
    ctx: ActionContext,
    row: BatchRow,
    factorPerMille: number,
    reason: string,
  ) {
    const from = Number(row.factor_per_mille);
    if (from === factorPerMille)
      throw invalidField('change.factorPerMille', 'errors.batch.sameFactor');
    await store.addAdjustments(row, ctx.actor, reason, [
      { itemId: null, field: 'factor', from, to: factorPerMille },
    ]);
    const voided = await store.voidApprovals(row.id);
    await store.addMaker(row.id, ctx.actor, 'adjusted');
    let current = row;
    if (row.state === 'submitted') {
      await store.move(row, 'calculated', { ...BACK_TO_MAKERS, factor_per_mille: factorPerMille });
    } else {
      await store.change(row, { factor_per_mille: factorPerMille });
    }
    current = await store.lock(row.id);
    await needs.startCalculation({ ...ctx, reason }, current, 'factor_adjusted', {
      stateFrom: row.state,
      factorFrom: from,
      factorTo: factorPerMille,
      voided,
    });
  }

  return {
    /** What a change would do to the totals and the tier; nothing is written. */
    async preview(id: string, change: AdjustmentChange): Promise<AdjustmentPreview> {
      const row = await store.byId(id);
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      assertAdjustable(row);
      const { after, itemsChanged } =
        change.kind === 'items'
          ? await previewItems(row, change)
          : await previewFactor(row, change.factorPerMille);
      const limits = await needs.approvalLimits(row.family);
      return {
        before: totalsOfRow(row),
        after,
        tierBefore: approvalTierOf(Number(row.value_fen), limits),
        tierAfter: approvalTierOf(after.valueFen, limits),
        itemsChanged,
        approvalsVoided: (await store.validApprovals(row)).length,
      };
    },

    /** Items change at once; a factor starts a new calculation, which items' adjustments survive. */
    async adjust(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string; change: AdjustmentChange },
    ): Promise<void> {
      const row = await store.lock(id);
      if (Number(row.version) !== input.version) throw new DomainError('conflict', 'errors.stale');
      assertAdjustable(row);
      if (input.change.kind === 'items') await adjustItems(ctx, row, input.change, input.reason);
      else await adjustFactor(ctx, row, input.change.factorPerMille, input.reason);
    },
  };
}

export type AdjustmentService = ReturnType<typeof createAdjustmentService>;

const TOTAL = {
  data: 'totalMb',
  voice: 'totalMinutes',
  validity: 'totalDays',
  money: 'totalFen',
} as const satisfies Record<Benefit, keyof BatchTotalsRecord>;

function assertUnderCaps(rules: PolicyRules, item: ItemRow, amount: number, field: string): void {
  const benefit = benefits.find((one) => one === item.benefit) ?? 'data';
  try {
    const capWaived = false;
    adjustedAmount({ amount, capWaived }, episodeCapOf(rules, benefit, item.monthlyFeeFen));
  } catch (error) {
    if (error instanceof DomainError) throw invalidField(field, error.key, error.args);
    throw error;
  }
  const cap = monthCapOf(rules, benefit, item.monthlyFeeFen);
  const used = Number(item.month_used) + Number(item.credited_before);
  const left = applyMonthCap(amount, cap, used);
  if (left < amount)
    throw invalidField(field, 'errors.batch.aboveMonthCap', {
      cap: cap ?? 0,
      used,
    });
}
