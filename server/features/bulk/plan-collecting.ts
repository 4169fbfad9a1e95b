import {
  exclusionOf,
  maskOf,
  systemsOf,
  type ExclusionReason,
  type PlanKind,
} from '#domain/bulk-rules.ts';
import type { Actor } from '#domain/context.ts';
import { maskMsisdn, redactNumbers } from '#domain/msisdn.ts';
import { parsePastedList } from '#domain/pasted-list.ts';
import type { LineStore } from '../lines/line-store.ts';
import type { CaseFilter } from '../unsubscribes/case-list.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseWalk } from '../unsubscribes/case-walk.ts';
import type { PlanRow } from './plan-row.ts';
import type { Harvest, PlanStore } from './plan-store.ts';

export interface CollectingNeeds {
  store: PlanStore;
  walk: CaseWalk;
  lines: Pick<LineStore, 'byNumbers'>;
  parseFilter(raw: unknown): CaseFilter;
  now(): number;
}

/** Rows read, judged and frozen in one transaction of the walk. */
const STEP = 1_000;
const NOT_FOUND_SHOWN = 200;
/** Acts that would trip over another job's hands. */
const EXCLUSIVE: readonly PlanKind[] = ['resync', 'hold', 'release'];

type Excluded = Partial<Record<ExclusionReason, number>>;

/** What a list or a choice of rows comes to, before its cases are judged. */
export interface Candidates {
  ids: string[];
  excluded: Excluded;
  notFound: string[];
}

/** Collects the cases of a plan: reads them, leaves out with a reason, freezes the rest. */
export function createPlanCollecting(needs: CollectingNeeds) {
  const { store, walk, now } = needs;

  async function harvestOf(plan: PlanRow, rows: readonly CaseRow[]): Promise<Harvest> {
    const elsewhere = EXCLUSIVE.includes(plan.kind)
      ? await store.takenElsewhere(
          plan.id,
          rows.map(({ id }) => id),
        )
      : new Set<string>();
    const at = now();
    const act = { kind: plan.kind, assigneeId: plan.params.assigneeId };
    const harvest = {
      items: [] as Harvest['items'][number][],
      matched: rows.length,
      byCode: {} as PlanRow['byCode'],
      bySystem: {} as PlanRow['bySystem'],
      excluded: {} as Excluded,
      cursor: rows.at(-1)?.id ?? plan.freezeCursor ?? '',
    };
    for (const row of rows) {
      const why = elsewhere.has(row.id) ? 'in_other_job' : exclusionOf(act, row, at);
      if (why !== null) {
        harvest.excluded[why] = (harvest.excluded[why] ?? 0) + 1;
        continue;
      }
      const systems = systemsOf(plan.kind, row, at);
      harvest.items.push({
        caseId: row.id,
        failureCode: row.failureCode,
        systemMask: maskOf(systems),
      });
      harvest.byCode[row.failureCode] = (harvest.byCode[row.failureCode] ?? 0) + 1;
      for (const system of systems) harvest.bySystem[system] = (harvest.bySystem[system] ?? 0) + 1;
    }
    return harvest;
  }

  async function complete(plan: PlanRow): Promise<void> {
    await store.complete(plan, await store.hashOf(plan), now());
  }

  async function takeAll(plan: PlanRow, ids: readonly string[]): Promise<void> {
    let current = plan;
    for (let start = 0; start < ids.length; start += STEP) {
      const rows = await walk.byIds(plan.maker, ids.slice(start, start + STEP));
      current = await store.addHarvest(current, await harvestOf(current, rows));
    }
    await complete(current);
  }

  return {
    /** Ticked rows: what the maker may not read is as unknown as what does not exist. */
    async ofIds(actor: Actor, given: readonly string[]): Promise<Candidates> {
      const ids = [...new Set(given)].sort();
      const known: string[] = [];
      for (let start = 0; start < ids.length; start += STEP)
        known.push(
          ...(await walk.byIds(actor, ids.slice(start, start + STEP))).map(({ id }) => id),
        );
      return {
        ids: known,
        excluded: counted({
          not_found: ids.length - known.length,
          repeated: given.length - ids.length,
        }),
        notFound: [],
      };
    },

    /** A pasted list. A number stands for the open cases of its line; it is looked up and kept nowhere. */
    async ofList(actor: Actor, text: string): Promise<Candidates> {
      const { numbers, tickets, repeated } = parsePastedList(text);
      const lines = await needs.lines.byNumbers(numbers);
      const found = await walk.idsOfEntries(actor, {
        lineIds: [...lines.values()].map(({ id }) => id),
        tickets,
      });
      const byTicket = new Set(found.map(({ ticketNo }) => ticketNo));
      const lineCases = new Map<string, boolean>();
      for (const one of found)
        lineCases.set(one.lineId, (lineCases.get(one.lineId) ?? false) || !one.ended);
      const asked = new Set(tickets);
      const ids = new Set(
        found.filter((one) => !one.ended || asked.has(one.ticketNo)).map(({ id }) => id),
      );
      const lost = [
        ...tickets.filter((ticket) => !byTicket.has(ticket)).map(redactNumbers),
        ...numbers.filter((number) => !lineCases.has(lines.get(number)?.id ?? '')).map(maskMsisdn),
      ];
      const allEnded = numbers.filter(
        (number) => lineCases.get(lines.get(number)?.id ?? '') === false,
      );
      return {
        ids: [...ids].sort(),
        excluded: counted({ not_found: lost.length, ended: allEnded.length, repeated }),
        notFound: lost.slice(0, NOT_FOUND_SHOWN),
      };
    },

    /** The ids of a filter that matches few; null when a job has to walk. */
    async ofFilter(actor: Actor, filter: unknown): Promise<Candidates | null> {
      const parsed = needs.parseFilter(filter);
      const ids = (await walk.isIndexed(actor, parsed)) ? await walk.idsOfFew(actor, parsed) : null;
      return ids === null ? null : { ids, excluded: {}, notFound: [] };
    },

    takeAll,

    /** One step of the walk, in the caller's transaction; true when the plan is whole or gone. */
    async step(planId: string): Promise<boolean> {
      const plan = await store.find(planId);
      if (plan?.state !== 'frozen' || plan.frozenAt !== null) return true;
      const filter = needs.parseFilter(plan.filter);
      const from = plan.freezeCursor ?? '';
      const { rows, through } = await walk.after(plan.maker, filter, from, STEP);
      const harvest = await harvestOf(plan, rows);
      const next = await store.addHarvest(plan, { ...harvest, cursor: through ?? harvest.cursor });
      if (through !== null) return false;
      await complete(next);
      return true;
    },
  };
}

export type PlanCollecting = ReturnType<typeof createPlanCollecting>;

const counted = (counts: Excluded): Excluded =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
