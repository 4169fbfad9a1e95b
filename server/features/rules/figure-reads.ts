import type { Knex } from 'knex';
import type { RuleFigures } from '#contract/rules.ts';
import { reviewThresholds } from '#domain/rule-review.ts';

const DAY_MS = 86_400_000;

export interface PolicyCode {
  code: string;
  nameZh: string;
  nameEn: string;
}

/** Counts around the rules that refuse: along the indexes of code and time. */
export function createFigureReads(db: Knex, now: () => number) {
  /** Answers as `code → n`. */
  async function byCode(query: Knex.QueryBuilder): Promise<Map<string, number>> {
    const rows = (await query) as { code: string; n: number }[];
    return new Map(rows.map((row) => [row.code, Number(row.n)]));
  }

  return {
    async policyCodes(): Promise<PolicyCode[]> {
      const rows: Record<string, string>[] = await db('failure_codes')
        .where('policy_refusal', true)
        .orderBy('code')
        .select('code', 'name_zh', 'name_en');
      return rows.map((row) => ({
        code: row['code'] ?? '',
        nameZh: row['name_zh'] ?? '',
        nameEn: row['name_en'] ?? '',
      }));
    },

    async figuresOf(codes: readonly string[]): Promise<Map<string, RuleFigures>> {
      const { days } = reviewThresholds;
      const from = now() - days * DAY_MS;
      const counted = (table: string, at: string) =>
        byCode(
          db(table)
            .whereIn('failure_code', [...codes])
            .where(at, '>=', from)
            .groupBy('failure_code')
            .select('failure_code as code', db.raw('count(*) as n')),
        );
      const answered = (answer: string) =>
        byCode(
          db('survey_answers')
            .whereIn('failure_code', [...codes])
            .where('answered_at', '>=', from)
            .where({ answer })
            .groupBy('failure_code')
            .select('failure_code as code', db.raw('count(*) as n')),
        );
      const refusals = await counted('cases', 'requested_at');
      const waivers = await counted('waivers', 'created_at');
      const complaints = await byCode(
        db('case_complaints')
          .join('cases', 'cases.id', 'case_complaints.case_id')
          .whereIn('cases.failure_code', [...codes])
          .where('case_complaints.created_at', '>=', from)
          .groupBy('cases.failure_code')
          .select('cases.failure_code as code', db.raw('count(*) as n')),
      );
      const [solved, unsolved] = [await answered('solved'), await answered('unsolved')];
      return new Map(
        codes.map((code) => [
          code,
          {
            days,
            refusals: refusals.get(code) ?? 0,
            waivers: waivers.get(code) ?? 0,
            complaints: complaints.get(code) ?? 0,
            solved: solved.get(code) ?? 0,
            unsolved: unsolved.get(code) ?? 0,
          },
        ]),
      );
    },
  };
}

export type FigureReads = ReturnType<typeof createFigureReads>;
