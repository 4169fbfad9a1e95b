import type { Knex } from 'knex';
import { benefits, type Benefit } from '#domain/policy-types.ts';
import type { StoredPins } from './batch-pins.ts';
import { readSlice } from '../../db/dialect.ts';
import { classCodeSql, excludedSql, exclusionReasonSql } from './class-sql.ts';
import type { LineKey } from './line-outcome.ts';
import { scoped } from './scope-sql.ts';

/** Other batches that a side looks at, as `Rivals` of a calculation. */
export interface Side {
  pins: StoredPins;
  monthKey: string;
  sameMonth: readonly string[];
  touching: readonly string[];
}

/** Affected lines of one area that agree in what each side looks at. */
export interface LineGroup {
  areaCode: string;
  lines: number;
  keys: readonly LineKey[];
}

interface Stretch {
  after_line_id: string;
  last_line_id: string;
}

/** Few enough to tell progress by, where the database would read all at once. */
const MOST_LINES = 100_000;

type Row = Record<string, number | string | null>;

/** Counts the affected lines of one outage by class under one policy or two, set-wise. Only reads. */
export function createLineGroups(db: Knex) {
  /** What each side looks at in `lf`, and the columns that tell it. */
  function keySql(sides: readonly Side[]): { select: string; columns: string[] } {
    const parts = sides.map(({ pins: { policy } }, index) => {
      const reason = `case when ${excludedSql(policy.rules)} then ${exclusionReasonSql(policy.rules)} end`;
      return `${classCodeSql(policy.rules)} as code_${index}, ${reason} as out_${index}`;
    });
    return {
      select: parts.join(', '),
      columns: sides.flatMap((_, index) => [`code_${index}`, `out_${index}`]),
    };
  }

  const keyOf = (row: Row, index: number, used: LineKey['used'], paid: boolean): LineKey => ({
    code: Number(row[`code_${index}`]),
    excluded: row[`out_${index}`] == null ? null : String(row[`out_${index}`]),
    paid,
    used,
  });

  /** Everybody in the stretch, as if there were no other credits. */
  async function plain(sides: readonly Side[], first: Side, stretch?: Stretch) {
    const { select, columns } = keySql(sides);
    const scope = scoped(first.pins, stretch);
    const rows = (await db
      .from(
        db
          .fromRaw('line_facts lf')
          .whereRaw(scope.sql, scope.binds)
          .select(db.raw(`lf.area_code as area_code, ${select}`))
          .as('keyed'),
      )
      .groupBy('area_code', ...columns)
      .select('area_code', ...columns)
      .count({ n: '*' })) as unknown as Row[];
    return rows.map((row): LineGroup => ({
      areaCode: String(row['area_code']),
      lines: Number(row['n']),
      keys: sides.map((_, index) => keyOf(row, index, null, false)),
    }));
  }

  /** Those of the stretch with other credits, and what those are. */
  async function credited(sides: readonly Side[], first: Side, stretch?: Stretch) {
    const rivals = [...new Set(sides.flatMap((s) => [...s.sameMonth, ...s.touching]))].sort();
    if (rivals.length === 0) return [];
    const { select, columns } = keySql(sides);
    const found = creditSql(sides);
    const scope = scoped(first.pins, stretch);
    const names = found.columns.map((name) => `x.${name} as ${name}`).join(', ');
    const marks = rivals.map(() => '?').join(', ');
    const grouped = ['area_code', ...columns, ...found.columns];
    const rows = (await db
      .from(
        db.raw(
          `(select lf.area_code as area_code, ${select}, ${names} from (
              select i.line_id as line_id, ${found.select}
              from line_facts lf join batch_items i on i.line_id = lf.line_id
              where ${scope.sql} and i.batch_id in (${marks}) and i.amount > 0 and i.state <> 'reversed'
              group by i.line_id
            ) x join line_facts lf on lf.snapshot_id = ? and lf.line_id = x.line_id) as keyed`,
          [...found.binds, ...scope.binds, ...rivals, first.pins.snapshot.id],
        ),
      )
      .groupBy(...grouped)
      .select(...grouped)
      .count({ n: '*' })) as unknown as Row[];
    return rows.flatMap((row): LineGroup[] => {
      const known = { areaCode: String(row['area_code']), lines: Number(row['n']) };
      const bare = sides.map((_, index) => keyOf(row, index, null, false));
      const full = sides.map((_, index) =>
        keyOf(row, index, usedOf(row, index), Number(row[`paid_${index}`]) > 0),
      );
      // They stand among everybody as well: taken out there, put in here.
      return [
        { ...known, lines: -known.lines, keys: bare },
        { ...known, keys: full },
      ];
    });
  }

  return {
    /** Lines that one reading of a large snapshot takes. */
    stretchLines: Math.min(readSlice(db), MOST_LINES),

    /** The groups of the whole outage, or of one stretch of the snapshot's lines; some take lines away again. */
    async groups(sides: readonly Side[], stretch?: Stretch): Promise<LineGroup[]> {
      const [first] = sides;
      if (first === undefined) return [];
      const everybody = await plain(sides, first, stretch);
      return everybody.length === 0
        ? []
        : [...everybody, ...(await credited(sides, first, stretch))];
    },

    /** Affected lines, counted no further than `most`. */
    async countUpTo(pins: StoredPins, most: number): Promise<number> {
      const { sql, binds } = scoped(pins);
      const [row] = (await db
        .from(
          db
            .fromRaw('line_facts lf')
            .whereRaw(sql, binds)
            .limit(most)
            .select('lf.line_id')
            .as('bounded'),
        )
        .count({ n: '*' })) as unknown as { n: number }[];
      return Number(row?.n ?? 0);
    },

    /** The last of the next `lines` lines of a snapshot; undefined at its end. */
    async cutAfter(snapshotId: string, after: string, lines: number) {
      const row = await db('line_facts')
        .where({ snapshot_id: snapshotId })
        .where('line_id', '>', after)
        .orderBy('line_id')
        .offset(lines - 1)
        .first<{ line_id: string } | undefined>('line_id');
      return row?.line_id;
    },
  };
}

export type LineGroups = ReturnType<typeof createLineGroups>;

function usedOf(row: Row, index: number): Record<Benefit, number> {
  const of = (benefit: Benefit) => Number(row[`${benefit}_${index}`] ?? 0);
  return { data: of('data'), voice: of('voice'), validity: of('validity'), money: of('money') };
}

/** Per line: whether another batch pays it for the same time, and what others credit it in the month. */
function creditSql(sides: readonly Side[]) {
  const columns: string[] = [];
  const parts: string[] = [];
  const binds: string[] = [];
  const among = (ids: readonly string[]) =>
    ids.length === 0 ? '1 = 0' : `i.batch_id in (${ids.map(() => '?').join(', ')})`;
  for (const [index, { monthKey, sameMonth, touching }] of sides.entries()) {
    columns.push(`paid_${index}`);
    parts.push(`max(case when ${among(touching)} then 1 else 0 end) as paid_${index}`);
    binds.push(...touching);
    for (const benefit of benefits) {
      columns.push(`${benefit}_${index}`);
      parts.push(
        `sum(case when i.benefit = '${benefit}' and i.month_key = ? and ${among(sameMonth)} then i.amount else 0 end) as ${benefit}_${index}`,
      );
      binds.push(monthKey, ...sameMonth);
    }
  }
  return { select: parts.join(', '), columns, binds };
}
