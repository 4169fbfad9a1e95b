import type { Knex } from 'knex';
import type { Restatement, RestatedSums } from '#contract/restatements.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { batchLiveStates } from '#domain/lifecycles.ts';
import { impactsOf } from '#domain/outage-facts.ts';
import type { Benefit } from '#domain/policy-types.ts';
import type { PinnedOutage, StoredPins } from './batch-pins.ts';
import { COUNTED_STATES, pinsOf, type BatchRow } from './batch-rows.ts';
import { assertCalculable, FAMILY, pinsFor, type BatchSources } from './batch-sources.ts';
import type { LineDifference } from './line-outcome.ts';
import type { Valuation } from './valuation.ts';

interface Needs {
  sources: BatchSources;
  valuation: Pick<Valuation, 'restatedSide' | 'lines' | 'outcomesOf'>;
  zone: string;
}

/** After every id. */
const END = '~';

/** What a corrected outage owes against what was credited before the correction; only reads. */
export function createRestatements(db: Knex, { sources, valuation, zone }: Needs) {
  /** Batches that counted an earlier revision, as their own outage or together with another. */
  async function earlierThan(revision: number, outageId: string, family: string) {
    const rows = await db('batches as b')
      .join('batch_outages as o', 'o.batch_id', 'b.id')
      .where({ 'o.outage_id': outageId, 'b.family': family })
      .where('o.revision', '<', revision)
      .whereIn('b.state', [...COUNTED_STATES])
      .orderBy('b.id')
      .select<BatchRow[]>('b.*');
    return rows.flatMap((row) => {
      const { outage, companions = [] } = pinsOf(row);
      const pinned = [outage, ...companions].find(({ id }) => id === outageId);
      return pinned === undefined ? [] : [{ row, pinned }];
    });
  }

  async function madeOf(pins: StoredPins): Promise<Restatement['made']> {
    const row = await db('batches')
      .where({
        ...{ outage_id: pins.outage.id, outage_revision: pins.outage.revision },
        family: pins.policy.family,
      })
      .whereIn('state', [...batchLiveStates])
      .orderBy('id', 'desc')
      .first<BatchRow | undefined>();
    return row === undefined ? null : { id: row.id, number: row.number, state: row.state };
  }

  /** Every line once: those that the outage hits, and those that it was paid for and no longer hits. */
  async function differences(pins: StoredPins, batches: readonly string[], made: string | null) {
    const side = await valuation.restatedSide(pins, made);
    const { difference, leftOver, worth } = valuation.outcomesOf(side);
    const sums = createSums(worth);
    const { lines } = valuation;
    const { id } = pins.snapshot;
    for (let after = ''; ;) {
      const last = await lines.cutAfter(id, after, lines.stretchLines);
      const stretch = { after_line_id: after, last_line_id: last ?? END };
      for (const { keys, lines: count } of await lines.groups([side], stretch))
        for (const key of keys) sums.add(difference(key), count, false);
      for (const { keys, lines: count } of await lines.leftGroups(side, batches, stretch))
        for (const key of keys) sums.add(leftOver(key), count, true);
      if (last === undefined) return sums.told();
      after = last;
      // SQLite answers in the same turn of the loop: let others have theirs.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    /** Null where nothing of an earlier revision was credited, or the outage is not confirmed as it stands. */
    async of(
      ctx: ActionContext,
      outageId: string,
      family: string = FAMILY,
    ): Promise<Restatement | null> {
      const outage = await sources.outage(ctx, outageId);
      const earlier = await earlierThan(outage.revision, outageId, family);
      const latest = earlier.at(-1);
      if (latest === undefined) return null;
      const alsoIn = earlier.map(({ pinned }) => pinned.facts);
      const { pins } = await pinsFor(ctx, sources, { outageId, family, alsoIn }, zone);
      assertCalculable(pins);
      const made = await madeOf(pins);
      return {
        ...{ outageId, family, zone: pins.outage.facts.zone },
        from: revisionOf(latest.pinned),
        to: revisionOf(pins.outage),
        ...(await differences(
          pins,
          earlier.map(({ row }) => row.id),
          made?.id ?? null,
        )),
        overpaid: pins.policy.rules.caps.overpaid ?? 'forgiven',
        batches: earlier.map(({ row, pinned }) => ({
          ...{ id: row.id, number: row.number, state: row.state, kind: row.kind },
          ...{ revision: pinned.revision, valueFen: Number(row.value_fen) },
        })),
        made,
      };
    },

    /** Refuses an outage that is not there or not the reader's to read. */
    async required(ctx: ActionContext, outageId: string, family?: string): Promise<Restatement> {
      const found = await this.of(ctx, outageId, family);
      if (found === null) throw new DomainError('not_found', 'errors.restatement.none');
      return found;
    },
  };
}

export type Restatements = ReturnType<typeof createRestatements>;

function revisionOf({ id, revision, facts }: PinnedOutage): Restatement['from'] {
  return {
    revision,
    services: impactsOf(id, facts).map(({ service, severity, startAt, endAt }) => ({
      ...{ service, severity, startedAt: startAt, endedAt: endAt },
    })),
    startedAt: facts.startedAt,
    endedAt: facts.endedAt ?? facts.startedAt,
    areaCodes: [...facts.areaCodes],
    siteCodes: [...facts.siteCodes],
    cause: facts.cause,
    responsibility: facts.responsibility,
  };
}

const noSums = (): RestatedSums => ({
  lines: 0,
  amounts: { data: 0, voice: 0, validity: 0, money: 0 },
  valueFen: 0,
});

type Worth = (benefit: Benefit, amount: number) => number;

/** Adds up groups of lines; some take lines away that another one brought. */
function createSums(worth: Worth) {
  const [credited, owed, more, less] = [noSums(), noSums(), noSums(), noSums()];
  let [leftLines, unchangedLines] = [0, 0];

  function add(sums: RestatedSums, amounts: readonly [Benefit, number][], count: number): boolean {
    let any = false;
    for (const [benefit, amount] of amounts) {
      if (amount === 0) continue;
      any = true;
      sums.amounts[benefit] = (sums.amounts[benefit] ?? 0) + amount * count;
      sums.valueFen += worth(benefit, amount) * count;
    }
    if (any) sums.lines += count;
    return any;
  }

  return {
    add(found: LineDifference, count: number, left: boolean): void {
      const of = (amount: (one: LineDifference[number]) => number) =>
        found.map((one): [Benefit, number] => [one.benefit, amount(one)]);
      const paid = add(
        credited,
        of((one) => one.before),
        count,
      );
      const due = add(
        owed,
        of((one) => one.before + one.more - one.less),
        count,
      );
      const gains = add(
        more,
        of((one) => one.more),
        count,
      );
      const loses = add(
        less,
        of((one) => one.less),
        count,
      );
      if (loses && left) leftLines += count;
      if (!gains && !loses && (paid || due)) unchangedLines += count;
    },
    told: () => ({ credited, owed, more, less: { ...less, leftLines }, unchangedLines }),
  };
}
