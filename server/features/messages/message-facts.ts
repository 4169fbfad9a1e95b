import type { Knex } from 'knex';
import type { MessageFacts } from '#domain/message-gates.ts';
import type { MessageLanguage } from '#domain/message-text.ts';
import { readTextFacts } from '#domain/text-facts.ts';
import type { World } from '../../world.ts';
import type { CaseDbRow, CaseRow } from '../unsubscribes/case-row.ts';

/** A case with everything a message about it may say. */
export interface CaseForMessage {
  row: CaseRow;
  language: MessageLanguage;
  firstCode: string | null;
  exitFeeFen: number | null;
  serviceName: string;
  effectRule: 'at_once' | 'next_cycle';
  refundAcceptedFen: number;
  alternative: { label: string; feeFen: number | null } | null;
}

const CHUNK = 200;
/** What a customer answers to take up an offer. */
const REPLY_CODE = 'TD01';

/** Reads what messages say about cases, set-wise. */
export function createMessageFacts(db: Knex, world: World, caseRowOf: (row: CaseDbRow) => CaseRow) {
  /** The language in which each line is written to, from its latest snapshot. */
  async function languagesOf(lineIds: readonly string[]): Promise<Map<string, MessageLanguage>> {
    const languages = new Map<string, MessageLanguage>();
    const rows: { line_id: string; language: string }[] = await db('line_facts')
      .join('snapshots', 'snapshots.id', 'line_facts.snapshot_id')
      .whereIn('line_facts.line_id', [...new Set(lineIds)])
      .whereNot('snapshots.state', 'loading')
      .orderBy('snapshots.as_of_at')
      .select('line_facts.line_id', 'line_facts.language');
    for (const row of rows)
      languages.set(row.line_id, row.language.toLowerCase().startsWith('en') ? 'en' : 'zh');
    return languages;
  }

  async function refundsOf(caseIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { case_id: string; fen: unknown }[] = await db('overcharges')
      .whereIn('case_id', [...caseIds])
      .where('state', 'refunded')
      .groupBy('case_id')
      .select('case_id')
      .sum({ fen: 'fen' });
    return new Map(rows.map((row) => [row.case_id, Number(row.fen)]));
  }

  async function alternativesOf(caseIds: readonly string[]) {
    const rows: { case_id: string; label: string; fee_fen: number | null }[] = await db(
      'case_alternatives',
    )
      .whereIn('case_id', [...caseIds])
      .orderBy('id')
      .select('case_id', 'label', 'fee_fen');
    return new Map(
      rows.map((row) => [
        row.case_id,
        { label: row.label, feeFen: row.fee_fen === null ? null : Number(row.fee_fen) },
      ]),
    );
  }

  async function chunkOf(ids: readonly string[]): Promise<CaseForMessage[]> {
    const rows: CaseDbRow[] = await db('cases')
      .leftJoin('products', 'products.code', 'cases.product_code')
      .leftJoin('failure_codes', 'failure_codes.code', 'cases.failure_code')
      .whereIn('cases.id', [...ids])
      .select(
        'cases.*',
        'products.name as product_name',
        'products.effect_rule as product_effect_rule',
        'failure_codes.message_id as code_message_id',
      );
    const cases = rows.map(caseRowOf);
    const [languages, refunds, alternatives] = [
      await languagesOf(cases.map(({ lineId }) => lineId)),
      await refundsOf(ids),
      await alternativesOf(ids),
    ];
    return rows.map((dbRow, index) => {
      const row = cases[index] ?? caseRowOf(dbRow);
      const alternative = alternatives.get(row.id) ?? null;
      return {
        row,
        language: languages.get(row.lineId) ?? 'zh',
        firstCode: dbRow['code_message_id'] == null ? null : String(dbRow['code_message_id']),
        exitFeeFen: alternative?.feeFen ?? readTextFacts(row.rawText).exitFeeFen ?? null,
        serviceName: String(dbRow['product_name'] ?? row.productCode),
        effectRule: dbRow['product_effect_rule'] === 'next_cycle' ? 'next_cycle' : 'at_once',
        refundAcceptedFen: refunds.get(row.id) ?? 0,
        alternative,
      };
    });
  }

  return {
    async ofCases(ids: readonly string[]): Promise<Map<string, CaseForMessage>> {
      const found = new Map<string, CaseForMessage>();
      for (let start = 0; start < ids.length; start += CHUNK)
        for (const one of await chunkOf(ids.slice(start, start + CHUNK)))
          found.set(one.row.id, one);
      return found;
    },

    /** Those facts as the gates and texts want them, now. */
    factsOf(
      subject: CaseForMessage,
      settings: { hotline: string; promiseHours: number },
      confirmMinutes: number | null,
    ): MessageFacts {
      const { row, alternative } = subject;
      return {
        ...{ state: row.state, wanted: row.wanted, wantedFromAt: row.wantedFromAt },
        ...{ actual: row.actual, seenAt: row.seenAt, notBeforeAt: row.notBeforeAt },
        ...{ dueAt: row.dueAt, contractEndOn: row.contractEndOn, exitFeeFen: subject.exitFeeFen },
        effectRule: subject.effectRule,
        serviceName: subject.serviceName,
        refundAcceptedFen: subject.refundAcceptedFen,
        alternative: alternative?.label ?? null,
        replyCode: REPLY_CODE,
        confirmMinutes,
        hotline: settings.hotline,
        promiseMs: settings.promiseHours * 3_600_000,
        now: world.now(),
      };
    },
  };
}

export type MessageFactsReader = ReturnType<typeof createMessageFacts>;
