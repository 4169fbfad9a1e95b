import type { Knex } from 'knex';
import { readSlice } from '../../db/dialect.ts';
import type { StoredPins } from './batch-pins.ts';
import { classCodeSql, classOfCode, excludedSql, exclusionReasonSql } from './class-sql.ts';
import { coverageOf } from './class-signature.ts';
import { createExposures } from './exposures.ts';
import { lineCreditColumns } from './line-credits.ts';
import type { LineKey, OutcomeNeeds } from './line-outcome.ts';
import { answerSql, coverageSql, leftScope, scoped, signatureSql, type Sql } from './scope-sql.ts';

/** One outage under one policy, and the batches whose credits count against it. */
export interface Side extends OutcomeNeeds {
  /** Ids of those batches, in order. */
  others: readonly string[];
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
type Credits = Pick<LineKey, 'exclusive' | 'credits'>;

const noCredits: Credits = { exclusive: false, credits: null };
const joined = (parts: readonly Sql[]): Sql => ({
  sql: parts.map(({ sql }) => sql).join(', '),
  binds: parts.flatMap(({ binds }) => binds),
});

/** Counts the affected lines of one outage by class under one policy or two, set-wise. Only reads. */
export function createLineGroups(db: Knex) {
  /** What each side looks at in `lf`, and the columns that tell it. */
  function keySql(sides: readonly Side[]): { select: Sql; columns: string[] } {
    const parts = sides.map(({ pins }, index): Sql => {
      const { rules } = pins.policy;
      const reason = `case when ${excludedSql(rules)} then ${exclusionReasonSql(rules)} end`;
      const signature = signatureSql(pins);
      const answer = answerSql(pins);
      return {
        sql: `${classCodeSql(rules)} as code_${index}, ${reason} as out_${index},
          ${signature.sql} as cov_${index}, ${answer.sql} as ans_${index}`,
        binds: [...signature.binds, ...answer.binds],
      };
    });
    return {
      select: joined(parts),
      columns: sides.flatMap((_, index) =>
        ['code', 'out', 'cov', 'ans'].map((name) => `${name}_${index}`),
      ),
    };
  }

  const keyOf = (row: Row, index: number, credits: Credits): LineKey => ({
    code: Number(row[`code_${index}`]),
    coverage: Number(row[`cov_${index}`]),
    answered: Number(row[`ans_${index}`]) === 1,
    excluded: row[`out_${index}`] == null ? null : String(row[`out_${index}`]),
    ...credits,
  });

  /** Everybody in the stretch, as if there were no other credits. */
  async function plain(sides: readonly Side[], scope: Sql) {
    const { select, columns } = keySql(sides);
    const rows = (await db
      .from(
        db
          .fromRaw('line_facts lf')
          .whereRaw(scope.sql, [...scope.binds])
          .select(db.raw(`lf.area_code as area_code, ${select.sql}`, [...select.binds]))
          .as('keyed'),
      )
      .groupBy('area_code', ...columns)
      .select('area_code', ...columns)
      .count({ n: '*' })) as unknown as Row[];
    return rows.map((row): LineGroup => ({
      areaCode: String(row['area_code']),
      lines: Number(row['n']),
      keys: sides.map((_, index) => keyOf(row, index, noCredits)),
    }));
  }

  /** Those of the stretch with other credits, and what those are. */
  async function credited(
    sides: readonly Side[],
    first: Side,
    found: readonly (readonly LineKey[])[],
    scope: Sql,
    whom: Whom,
  ): Promise<LineGroup[]> {
    const others = [...new Set(sides.flatMap((side) => side.others))].sort();
    if (others.length === 0) return [];
    const credits = sides.map((side, index) => creditsOf(side, index, found, whom));
    const { select, columns } = keySql(sides);
    const sums = joined(credits.flatMap((one) => one.sums));
    const coverages = joined(
      sides.map(({ pins }, index) => {
        const { sql, binds } = coverageSql(pins);
        return { sql: `${sql} as cov_${index}`, binds };
      }),
    );
    const creditColumns = credits.flatMap((one) => one.columns);
    const names = creditColumns.map((name) => `y.${name} as ${name}`).join(', ');
    const grouped = ['area_code', ...columns, ...creditColumns];
    const marks = others.map(() => '?').join(', ');
    const rows = (await db
      .from(
        db.raw(
          `(select lf.area_code as area_code, ${select.sql}, ${names} from (
              select x.line_id as line_id, ${sums.sql} from (
                select i.line_id as line_id, i.batch_id as batch_id, i.exposure_no as exposure_no,
                  i.benefit as benefit, i.month_key as month_key, i.amount as amount,
                  lf.bill_day as bill_day, ${coverages.sql}
                from line_facts lf join batch_items i on i.line_id = lf.line_id
                where ${scope.sql} and i.batch_id in (${marks}) and i.amount > 0 and i.state <> 'reversed'
              ) x group by x.line_id
            ) y join line_facts lf on lf.snapshot_id = ? and lf.line_id = y.line_id) as keyed`,
          [
            ...select.binds,
            ...sums.binds,
            ...coverages.binds,
            ...scope.binds,
            ...others,
            first.pins.snapshot.id,
          ],
        ),
      )
      .groupBy(...grouped)
      .select(...grouped)
      .count({ n: '*' })) as unknown as Row[];
    return rows.flatMap((row): LineGroup[] => {
      const known = { areaCode: String(row['area_code']), lines: Number(row['n']) };
      const bare = sides.map((_, index) => keyOf(row, index, noCredits));
      const full = credits.map((one, index) => keyOf(row, index, one.read(row)));
      // They stand among everybody as well: taken out there, put in here.
      return [
        { ...known, lines: -known.lines, keys: bare },
        { ...known, keys: full },
      ];
    });
  }

  async function grouped(sides: readonly Side[], scope: Sql, whom: Whom): Promise<LineGroup[]> {
    const [first] = sides;
    if (first === undefined) return [];
    const everybody = await plain(sides, scope);
    if (everybody.length === 0) return [];
    const keys = everybody.map((group) => group.keys);
    return [...everybody, ...(await credited(sides, first, keys, scope, whom))];
  }

  return {
    /** Lines that one reading of a large snapshot takes. */
    stretchLines: Math.min(readSlice(db), MOST_LINES),

    /** The groups of the whole outage, or of one stretch of the snapshot's lines; some take lines away again. */
    groups: (sides: readonly Side[], stretch?: Stretch): Promise<LineGroup[]> => {
      const [first] = sides;
      return first === undefined
        ? Promise.resolve([])
        : grouped(sides, scoped(first.pins, stretch), 'hit');
    },

    /** Lines that batches paid and the outage no longer hits. */
    leftGroups: (side: Side, batchIds: readonly string[], stretch: Stretch) =>
      grouped([side], leftScope(side.pins, batchIds, stretch), 'left'),

    /** Affected lines, counted no further than `most`. */
    async countUpTo(pins: StoredPins, most: number): Promise<number> {
      const { sql, binds } = scoped(pins);
      const [row] = (await db
        .from(
          db
            .fromRaw('line_facts lf')
            .whereRaw(sql, [...binds])
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

/** Lines the outage hits, or lines it no longer does. */
type Whom = 'hit' | 'left';

/** The credits that count for a side, as columns, for the exposures that its lines have. */
function creditsOf(side: Side, index: number, found: readonly (readonly LineKey[])[], whom: Whom) {
  const { rules } = side.pins.policy;
  const byBillDay = rules.counting.collect === 'billing_period';
  const exposures = createExposures(side.pins);
  const kinds = new Map<string, { coverage: number; billDay: number | null }>();
  for (const keys of found) {
    const key = keys[index];
    if (key === undefined) continue;
    const billDay = byBillDay ? classOfCode(key.code, rules).billDay : null;
    const coverage = coverageOf(side.pins, key.coverage);
    kinds.set(`${coverage} ${billDay}`, { coverage, billDay });
  }
  const keyed = [...kinds.values()].map((kind, no) => ({ no, ...kind }));
  const numbered = keyed.map(({ no, coverage, billDay }) => ({
    no,
    found: whom === 'hit' ? exposures.of(coverage, billDay) : exposures.without(coverage, billDay),
  }));
  return lineCreditColumns({ index, exposures: keyed, links: side.rivalsFor(numbered).links });
}
