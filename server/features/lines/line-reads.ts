import type { Knex } from 'knex';
import type { LineRecord } from '#contract/lines.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { whereInAreas } from '../../db/area-filter.ts';

const CHUNK = 500;

export function createLineReads(db: Knex) {
  async function latestFacts(lineId: string): Promise<Record<string, unknown> | undefined> {
    return (await db('line_facts')
      .join('snapshots', 'snapshots.id', 'line_facts.snapshot_id')
      .leftJoin('areas', 'areas.code', 'line_facts.area_code')
      .where('line_facts.line_id', lineId)
      .whereNot('snapshots.state', 'loading')
      .orderBy('snapshots.as_of_at', 'desc')
      .select('line_facts.*', 'snapshots.as_of_at', 'areas.name_zh', 'areas.name_en')
      .first()) as Record<string, unknown> | undefined;
  }

  /** Of these lines, those with a case or a home in the actor's areas; all for whom nothing is narrowed. */
  async function readableOf(actor: Actor, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (actor.areaCodes.length === 0) return new Set(ids);
    const readable = new Set<string>();
    for (const table of ['cases', 'line_facts'])
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows: { line_id: string }[] = await whereInAreas(
          db(table),
          'area_code',
          actor.areaCodes,
        )
          .whereIn('line_id', ids.slice(start, start + CHUNK))
          .distinct('line_id');
        for (const row of rows) readable.add(row.line_id);
      }
    return readable;
  }

  async function show(actor: Actor, id: string): Promise<LineRecord> {
    const line = (await db('lines').where({ id }).first()) as Record<string, unknown> | undefined;
    if (line === undefined) throw new DomainError('not_found', 'errors.notFound');
    const facts = await latestFacts(id);
    const [counts]: {
      n: number;
      open_n: number | null;
    }[] = await whereInAreas(db('cases'), 'area_code', actor.areaCodes)
      .where({ line_id: id })
      .count({ n: '*' })
      .select(db.raw('sum(case when ended_at is null then 1 else 0 end) as open_n'));
    const caseCount = Number(counts?.n ?? 0);
    if (caseCount === 0 && !(await readableOf(actor, [id])).has(id))
      throw new DomainError('not_found', 'errors.notFound');
    return {
      id: String(line['id']),
      msisdnMasked: String(line['msisdn_masked']),
      createdAt: Number(line['created_at']),
      caseCount,
      openCaseCount: Number(counts?.open_n ?? 0),
      facts: facts === undefined ? null : factsOf(facts),
    };
  }

  return {
    /** One line with the facts last known of it; for an actor narrowed to areas, only lines with something in them. */
    show,

    readableOf,

    /** Throws `not_found` for a line the actor may not read. */
    async assertReadable(actor: Actor, id: string): Promise<void> {
      await show(actor, id);
    },
  };
}

export type LineReads = ReturnType<typeof createLineReads>;

function factsOf(row: Record<string, unknown>): NonNullable<LineRecord['facts']> {
  const text = (name: string) => String(row[name]);
  const int = (name: string) => Number(row[name]);
  return {
    snapshotAsOfAt: int('as_of_at'),
    planCode: text('plan_code'),
    planName: text('plan_name'),
    planType: text('plan_type'),
    monthlyFeeFen: int('monthly_fee_fen'),
    dataQuotaMb: int('data_quota_mb'),
    dataRemainingMb: int('data_remaining_mb'),
    areaCode: text('area_code'),
    areaNameZh: text(row['name_zh'] == null ? 'area_code' : 'name_zh'),
    areaNameEn: text(row['name_en'] == null ? 'area_code' : 'name_en'),
    status: text('status'),
    paymentType: text('payment_type'),
    billDay: int('bill_day'),
    language: text('language'),
    lineKind: text('line_kind'),
    joinedOn: text('joined_on'),
  };
}
