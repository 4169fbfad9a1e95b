import type { Knex } from 'knex';
import type { FailureCategory } from '#contract/catalogue.ts';
import { fingerprintOf } from '#domain/cause-groups.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import { lockRows } from '../../db/dialect.ts';
import { gather } from '../../gather.ts';
import type { CaseListener, MovedCase, OpenedCase } from '../unsubscribes/case-listener.ts';
import { emptyStep, stepsOf, type GroupCounters } from './group-counters.ts';
import type { GroupMembers } from './group-members.ts';
import type { GroupStore } from './group-store.ts';

interface Needs {
  db: Knex;
  store: Pick<GroupStore, 'findOrCreate' | 'byIds'>;
  counters: GroupCounters;
  members: GroupMembers;
  codes(): Promise<ReadonlyMap<string, { category: FailureCategory }>>;
  /** Landings hold these locks too, so that a group's customers are counted one after the other. */
  lockLines(ids: readonly string[]): Promise<void>;
}

/** A case that changes its group, as it is after its failure code was changed. */
export interface RegroupedCase {
  id: string;
  lineId: string;
  groupId: string | null;
  sourceSystem: string;
  rawCode: string;
  failureCode: string;
  requestedAt: number;
  open: boolean;
  demo: boolean;
}

const CHUNK = 200;

/** Puts cases into groups as they open, and counts them out as they end: set-wise, in the landing's transaction. */
export function createGroupLanding(needs: Needs) {
  const { db, store, counters, members, codes, lockLines } = needs;

  async function groupsFor(cases: readonly Omit<RegroupedCase, 'groupId' | 'open' | 'lineId'>[]) {
    const known = await codes();
    return store.findOrCreate(
      cases.map((one) => ({
        failureCode: one.failureCode,
        sourceSystem: one.sourceSystem,
        rawCode: one.rawCode,
        category: known.get(one.failureCode)?.category ?? 'unclassified',
        requestedAt: one.requestedAt,
        demo: one.demo,
      })),
    );
  }

  async function join(cases: readonly (Omit<RegroupedCase, 'groupId'> & object)[]): Promise<void> {
    const groups = await groupsFor(cases);
    const groupIds = cases.map((one) => groups.get(fingerprintOf(one)) ?? '');
    await members.setGroups(cases, groupIds);
    const customers = await members.addLines(
      cases.map((one, index): [string, string] => [groupIds[index] ?? '', one.lineId]),
    );
    const counted = cases.map(({ requestedAt, open }, index) => ({
      groupId: groupIds[index] ?? '',
      requestedAt,
      open,
    }));
    await counters.note(stepsOf(counted, customers));
  }

  async function leave(cases: readonly RegroupedCase[]): Promise<void> {
    const byGroup = new Map<string, RegroupedCase[]>();
    for (const one of cases) {
      if (one.groupId === null) continue;
      const list = byGroup.get(one.groupId);
      if (list === undefined) byGroup.set(one.groupId, [one]);
      else list.push(one);
    }
    for (const [groupId, list] of byGroup) {
      const gone = await members.dropLines(
        groupId,
        list.map(({ lineId }) => lineId),
      );
      const counted = list.map(({ requestedAt, open }) => ({ groupId, requestedAt, open }));
      await counters.note(stepsOf(counted, new Map([[groupId, gone]]), -1));
    }
  }

  const groupOf = gather(async (ids: readonly string[]) => {
    const rows: { id: string; group_id: string | null }[] = await db('cases')
      .whereIn('id', [...ids])
      .select('id', 'group_id');
    const groups = new Map(rows.map((row) => [row.id, row.group_id]));
    return ids.map((id) => groups.get(id) ?? null);
  });

  const listener: CaseListener = {
    async opened(_ctx, cases: readonly OpenedCase[]) {
      await join(cases.map((one) => ({ ...one, open: !isCaseEnded(one.state) })));
    },

    async moved(_ctx, moved: MovedCase) {
      if (!isCaseEnded(moved.to) || isCaseEnded(moved.from)) return;
      const groupId = await groupOf(moved.id);
      if (groupId === null) return;
      await counters.note([{ ...emptyStep(groupId, null), openCases: -1 }]);
    },
  };

  return {
    listener,

    /** After failure codes were changed: each case leaves its group and joins the one of its new fingerprint. */
    async regroup(cases: readonly RegroupedCase[]): Promise<void> {
      if (cases.length === 0) return;
      await lockLines(cases.map(({ lineId }) => lineId));
      await join(cases);
      await leave(cases);
    },

    /**
     * Moves up to `limit` cases of one group into another, with their counts. Answers how many; below the limit
     * nothing is left. In the caller's transaction.
     */
    async moveSome(fromId: string, intoId: string, limit: number): Promise<number> {
      const rows = (await lockRows(
        db,
        db('cases')
          .where({ group_id: fromId })
          .orderBy('requested_at')
          .limit(limit)
          .select('id', 'line_id', 'requested_at', 'ended_at'),
      )) as Record<string, unknown>[];
      if (rows.length === 0) return 0;
      const ids = rows.map((row) => String(row['id']));
      for (let start = 0; start < ids.length; start += CHUNK)
        await db('cases')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .update({ group_id: intoId });
      const lineIds = rows.map((row) => String(row['line_id']));
      await lockLines(lineIds);
      const came = await members.addLines(lineIds.map((id): [string, string] => [intoId, id]));
      const went = await members.dropLines(fromId, lineIds);
      const counted = (groupId: string) =>
        rows.map((row) => ({
          groupId,
          requestedAt: Number(row['requested_at']),
          open: row['ended_at'] == null,
        }));
      await counters.note([
        ...stepsOf(counted(fromId), new Map([[fromId, went]]), -1),
        ...stepsOf(counted(intoId), came),
      ]);
      return rows.length;
    },
  };
}

export type GroupLanding = ReturnType<typeof createGroupLanding>;
