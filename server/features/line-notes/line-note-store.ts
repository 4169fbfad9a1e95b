import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { LineNotes } from '#contract/line-notes.ts';
import { canonicalJson, type Canonical } from '#domain/canonical-json.ts';
import { nothingKnown, type KnownFacts, type LineFactSet } from '#domain/line-notes.ts';
import type { LineNoteKind } from '#domain/line-notes.ts';
import type { Actor } from '#domain/context.ts';
import { numberOrNull } from '../../db/cells.ts';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

const CHUNK = 200;
const ROUNDS = 50;

/** What a batch fixes of an outage's line facts: the last round it counts, and what sets of facts there were. */
export interface NotesRound {
  upTo: number;
  /** By number from 1; the first stands for lines of which nothing is known. */
  sets: LineFactSet[];
}

type Row = Record<string, unknown>;

const textOf = (set: LineFactSet): string => canonicalJson(set as unknown as Canonical);

/** Facts of single lines in an outage. Nothing is overwritten: a row holds from one round to another. */
export function createLineNoteStore(db: Knex, world: World) {
  const current = (outageId: string) =>
    db('outage_line_facts').where({ outage_id: outageId }).whereNull('until_round');

  async function lastRound(outageId: string): Promise<number> {
    const [row] = await db('outage_note_rounds')
      .where({ outage_id: outageId })
      .max<{ n: number | null }[]>({ n: 'round_no' });
    return Number(row?.n ?? 0);
  }

  async function setsOf(outageId: string): Promise<{ no: number; facts: string }[]> {
    const rows = await db('outage_fact_sets')
      .where({ outage_id: outageId })
      .orderBy('set_no')
      .select<{ set_no: number; facts: string }[]>('set_no', 'facts');
    return rows.map(({ set_no, facts }) => ({ no: Number(set_no), facts }));
  }

  /** The numbers of sets of facts, new ones made. */
  async function numbered(outageId: string, sets: readonly string[]): Promise<Map<string, number>> {
    const known = await setsOf(outageId);
    const found = new Map([['{}', 0], ...known.map(({ no, facts }) => [facts, no] as const)]);
    const fresh = [...new Set(sets)].filter((facts) => !found.has(facts));
    const rows = fresh.map((facts, index) => {
      const no = known.length + index + 1;
      found.set(facts, no);
      const facts_hash = createHash('sha256').update(facts).digest('hex');
      return { outage_id: outageId, set_no: no, facts, facts_hash };
    });
    for (let start = 0; start < rows.length; start += CHUNK)
      await db('outage_fact_sets').insert(rows.slice(start, start + CHUNK));
    return found;
  }

  return {
    /** One round at a time; batches that are made meanwhile pin the one before. */
    async lock(outageId: string): Promise<void> {
      await lockRows(db, db('outages').where({ id: outageId }).select('id'));
    },

    /** What is known of lines now. */
    async known(outageId: string, lineIds: readonly string[]): Promise<Map<string, KnownFacts>> {
      const sets = new Map((await setsOf(outageId)).map(({ no, facts }) => [no, facts]));
      const found = new Map<string, KnownFacts>();
      for (let start = 0; start < lineIds.length; start += CHUNK) {
        const rows = (await current(outageId).whereIn(
          'line_id',
          lineIds.slice(start, start + CHUNK),
        )) as Row[];
        for (const row of rows)
          found.set(String(row['line_id']), {
            set: JSON.parse(sets.get(Number(row['set_no'])) ?? '{}') as LineFactSet,
            claimedAt: numberOrNull(row['claimed_at']),
            acceptedAt: numberOrNull(row['accepted_at']),
          });
      }
      return found;
    },

    /** The next round: what is known of these lines from now on. */
    async write(
      outageId: string,
      round: { kind: LineNoteKind; by: Pick<Actor, 'id' | 'name'> },
      facts: ReadonlyMap<string, KnownFacts>,
    ): Promise<void> {
      const no = (await lastRound(outageId)) + 1;
      const sets = await numbered(
        outageId,
        [...facts.values()].map(({ set }) => textOf(set)),
      );
      const lineIds = [...facts.keys()].sort();
      await db('outage_note_rounds').insert({
        outage_id: outageId,
        round_no: no,
        kind: round.kind,
        lines: lineIds.length,
        told_by: round.by.id,
        told_by_name: round.by.name,
        created_at: world.now(),
      });
      for (let start = 0; start < lineIds.length; start += CHUNK) {
        const some = lineIds.slice(start, start + CHUNK);
        await current(outageId).whereIn('line_id', some).update({ until_round: no });
        await db('outage_line_facts').insert(
          some.map((lineId) => {
            const { set, claimedAt, acceptedAt } = facts.get(lineId) ?? nothingKnown;
            return {
              outage_id: outageId,
              line_id: lineId,
              from_round: no,
              until_round: null,
              set_no: sets.get(textOf(set)) ?? 0,
              reported_at: set.reportedAt ?? null,
              claimed_at: claimedAt,
              accepted_at: acceptedAt,
            };
          }),
        );
      }
    },

    /** As it stands now, for a batch to pin. */
    async round(outageId: string): Promise<NotesRound> {
      const upTo = await lastRound(outageId);
      const sets = (await setsOf(outageId)).map(({ facts }) => JSON.parse(facts) as LineFactSet);
      return { upTo, sets: [{}, ...sets] };
    },

    async counts(outageId: string): Promise<LineNotes> {
      const has = (column: string) => db.raw(`count(${column}) as ${column}`);
      const [row] = (await current(outageId).select(
        ...['reported_at', 'claimed_at', 'accepted_at'].map(has),
      )) as unknown as Row[];
      const [suspended] = (await current(outageId)
        .whereIn(
          'set_no',
          db('outage_fact_sets')
            .where({ outage_id: outageId })
            .where('facts', 'like', '%"suspensions"%')
            .select('set_no'),
        )
        .count({ n: '*' })) as unknown as { n: number }[];
      const rounds = (await db('outage_note_rounds')
        .where({ outage_id: outageId })
        .orderBy('round_no', 'desc')
        .limit(ROUNDS)) as Row[];
      return {
        reported: Number(row?.['reported_at'] ?? 0),
        claimed: Number(row?.['claimed_at'] ?? 0),
        accepted: Number(row?.['accepted_at'] ?? 0),
        suspended: Number(suspended?.n ?? 0),
        rounds: rounds.map((one) => ({
          no: Number(one['round_no']),
          kind: String(one['kind']) as LineNoteKind,
          lines: Number(one['lines']),
          toldByName: String(one['told_by_name']),
          createdAt: Number(one['created_at']),
        })),
      };
    },
  };
}

export type LineNoteStore = ReturnType<typeof createLineNoteStore>;
