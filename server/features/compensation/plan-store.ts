import type { Knex } from 'knex';
import type { Benefit, LineClass } from '#domain/policy-types.ts';
import { readSlice } from '../../db/dialect.ts';
import type { StoredPins } from './batch-pins.ts';
import type { AnswerNeeded } from './class-evaluation.ts';
import type { ClassHashes } from './class-record.ts';
import { classCodeSql, excludedSql } from './class-sql.ts';
import { scoped, signatureSql } from './scope-sql.ts';

/** Lines per chunk; the same on both engines, because the content hash is made of the chunks' hashes. */
const CHUNK_LINES = 2000;

const INSERT_ROWS = 200;
/** After every id. */
const END = '~';

/** What a calculation is going to do: where it cuts the lines, and how many each class has. */
export interface CalculationPlan {
  lines: number;
  cuts: string[];
  /** In order of signature and code. */
  classes: ClassCount[];
}

/** Lines of one class with the same signature (see `class-signature.ts`). */
export interface ClassCount {
  coverage: number;
  code: number;
  lines: number;
}

/** A class with the code the lines are joined by. */
export interface CodedClass {
  code: number;
  coverage: number;
  exposureNo: number;
  monthKey: string;
  classNo: number;
  classKey: string;
  facts: LineClass;
  lineCount: number;
  eligible: boolean;
  reason: string | null;
  benefits: readonly {
    benefit: Benefit;
    amount: number;
    /** Worth of earlier exposures of the line, which take of shared credits first. */
    aheadAmount: number;
    monthCap: number | null;
  }[];
  /** What its lines must have done, and before when, to be paid; null: nothing. */
  answer: AnswerNeeded | null;
  benefitsJson: string;
  stepsJson: string;
  /** What it was worked out with, beside the class itself. */
  around: { sitesAffected: number; batchFactorPerMille: number; coverage?: number };
  hashes: ClassHashes;
}

/** The plan of a calculation: where the lines are cut, and what each class of them gets. */
export function createPlanStore(db: Knex) {
  /** The last line of each stretch among the next `slice` affected lines, with how many those are. */
  async function cutsAfter(pins: StoredPins, after: string, slice: number) {
    const { sql, binds } = scoped(pins, { after_line_id: after, last_line_id: END });
    const page = db
      .fromRaw('line_facts lf')
      .whereRaw(sql, [...binds])
      .orderBy('lf.line_id')
      .limit(slice)
      .select('lf.line_id')
      .as('page');
    const numbered = db
      .from(page)
      .select(
        'line_id',
        db.raw('row_number() over (order by line_id) as n'),
        db.raw('count(*) over () as total'),
      )
      .as('numbered');
    const rows = await db
      .from(numbered)
      .whereRaw(`n % ${CHUNK_LINES} = 0 or n = total`)
      .orderBy('n')
      .select<{ line_id: string; total: number }[]>('line_id', 'total');
    return rows.map((row) => ({ lineId: row.line_id, total: Number(row.total) }));
  }

  /** Adds the lines of each class within a stretch; lines the policy leaves out are in none. */
  async function countClasses(
    pins: StoredPins,
    after: string,
    last: string,
    found: Map<string, ClassCount>,
  ): Promise<void> {
    const { sql, binds } = scoped(pins, { after_line_id: after, last_line_id: last });
    const { rules } = pins.policy;
    const coverage = signatureSql(pins);
    const coded = db
      .fromRaw('line_facts lf')
      .whereRaw(`${sql} and not ${excludedSql(rules)}`, [...binds])
      .select(
        db.raw(`${classCodeSql(rules)} as code, ${coverage.sql} as coverage`, [...coverage.binds]),
      )
      .as('coded');
    const rows = (await db
      .from(coded)
      .groupBy('coverage', 'code')
      .select('coverage', 'code')
      .count({ n: '*' })) as unknown as { coverage: number; code: number; n: number }[];
    for (const row of rows) {
      const [covered, code] = [Number(row.coverage), Number(row.code)];
      const key = `${covered} ${code}`;
      const one = found.get(key) ?? { coverage: covered, code, lines: 0 };
      found.set(key, { ...one, lines: one.lines + Number(row.n) });
    }
  }

  async function insertChunked(table: string, rows: Record<string, unknown>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += INSERT_ROWS)
      await db(table).insert(rows.slice(start, start + INSERT_ROWS));
  }

  return {
    /** Forgets an earlier calculation's plan; its items go chunk by chunk as the new one passes. */
    async forgetPlan(batchId: string): Promise<void> {
      for (const table of ['batch_chunks', 'batch_classes', 'batch_class_rates', 'batch_answers'])
        await db(table).where({ batch_id: batchId }).delete();
    },

    /**
     * Cuts the affected lines into stretches of the primary key and counts the classes in them. Only reads, and
     * in slices: the snapshot does not change, so this needs no transaction that would keep others waiting.
     */
    async readPlan(pins: StoredPins): Promise<CalculationPlan> {
      const slice = readSlice(db);
      const cuts: string[] = [];
      const classes = new Map<string, ClassCount>();
      let lines = 0;
      for (let after = ''; ;) {
        const found = await cutsAfter(pins, after, slice);
        const last = found.at(-1);
        if (last === undefined) break;
        cuts.push(...found.map(({ lineId }) => lineId));
        lines += last.total;
        await countClasses(pins, after, last.lineId, classes);
        if (last.total < slice) break;
        after = last.lineId;
      }
      const ordered = [...classes.values()].sort(
        (a, b) => a.coverage - b.coverage || a.code - b.code,
      );
      return { lines, cuts, classes: ordered };
    },

    async savePlan(batchId: string, plan: CalculationPlan): Promise<void> {
      await insertChunked(
        'batch_chunks',
        plan.cuts.map((lineId, index) => ({
          batch_id: batchId,
          chunk_no: index,
          after_line_id: plan.cuts[index - 1] ?? '',
          last_line_id: lineId,
          lines: Math.min(CHUNK_LINES, plan.lines - index * CHUNK_LINES),
          paid_lines: 0,
          items: 0,
          excluded: 0,
          total_mb: 0,
          total_minutes: 0,
          total_days: 0,
          total_fen: 0,
          value_fen: 0,
          hash: '',
        })),
      );
    },

    async countSites(pins: StoredPins): Promise<number> {
      const { sql, binds } = scoped(pins);
      const [row] = (await db
        .fromRaw('line_facts lf')
        .whereRaw(sql, [...binds])
        .select(db.raw('count(distinct lf.site_code) as n'))) as unknown as { n: number }[];
      return Number(row?.n ?? 0);
    },

    async saveClasses(batchId: string, classes: readonly CodedClass[]): Promise<void> {
      await insertChunked(
        'batch_classes',
        classes.map((one) => ({
          batch_id: batchId,
          class_no: one.classNo,
          class_key: one.classKey,
          facts: JSON.stringify({
            ...one.facts,
            ...one.around,
            eligible: one.eligible,
            reason: one.reason,
          }),
          benefits: one.benefitsJson,
          steps: one.stepsJson,
          line_count: one.lineCount,
          coverage: one.coverage,
          exposure_no: one.exposureNo,
          facts_hash: one.hashes.factsHash,
          rules_hash: one.hashes.rulesHash,
          result_hash: one.hashes.resultHash,
        })),
      );
      const rates = classes.flatMap((one): Record<string, unknown>[] => {
        const common = {
          batch_id: batchId,
          coverage: one.coverage,
          class_code: one.code,
          class_no: one.classNo,
          exposure_no: one.exposureNo,
          month_key: one.monthKey,
        };
        const nothing = { benefit: 'none', amount: 0, ahead_amount: 0, month_cap: null };
        return one.eligible
          ? one.benefits.map(({ benefit, amount, aheadAmount, monthCap }) => ({
              ...common,
              ...{ benefit, amount, reason: null },
              ...{ ahead_amount: aheadAmount, month_cap: monthCap },
            }))
          : [{ ...common, ...nothing, reason: one.reason }];
      });
      await insertChunked('batch_class_rates', rates);
      await insertChunked(
        'batch_answers',
        classes.flatMap(({ coverage, code, answer }) =>
          answer === null
            ? []
            : [
                {
                  ...{ batch_id: batchId, coverage, class_code: code },
                  ...{ kind: answer.kind, until_at: answer.untilAt },
                },
              ],
        ),
      );
    },
  };
}

export type PlanStore = ReturnType<typeof createPlanStore>;
