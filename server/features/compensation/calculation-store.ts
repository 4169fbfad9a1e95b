import type { Knex } from 'knex';
import { areaRange } from '#domain/area-range.ts';
import { outermostAreas } from '#domain/area-scope.ts';
import type { Benefit, LineClass, PolicyRules } from '#domain/policy-types.ts';
import { benefits } from '#domain/policy-types.ts';
import { chunkHashInput, type BatchItemFacts } from '#domain/batch-arithmetic.ts';
import { valueFenOf } from '#domain/policy.ts';
import { readSlice } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { sha256, type StoredPins } from './batch-pins.ts';
import { BENEFIT_LETTER, type BatchRow } from './batch-rows.ts';
import { classCodeSql, excludedSql, exclusionReasonSql } from './class-sql.ts';

/** Lines per chunk; the same on both engines, because the content hash is made of the chunks' hashes. */
export const CHUNK_LINES = 2000;

export interface Chunk {
  chunk_no: number;
  after_line_id: string;
  last_line_id: string;
  lines: number;
}

export interface ChunkSums {
  paidLines: number;
  items: number;
  excluded: number;
  amounts: Record<Benefit, number>;
  valueFen: number;
  hash: string;
}

/** A class with the code the lines are joined by. */
export interface CodedClass {
  code: number;
  classNo: number;
  classKey: string;
  facts: LineClass;
  lineCount: number;
  eligible: boolean;
  reason: string | null;
  benefits: readonly { benefit: Benefit; amount: number }[];
  benefitsJson: string;
  stepsJson: string;
}

/** The other batches a chunk looks at: those whose month counts, and those that already pay its lines. */
export interface Rivals {
  sameMonth: readonly string[];
  touching: readonly string[];
}

const INSERT_ROWS = 200;
/** After every id. */
const END = '~';

/** What a calculation is going to do: where it cuts the lines, and how many each class has. */
export interface CalculationPlan {
  lines: number;
  cuts: string[];
  classes: Map<number, number>;
}

/** The set-wise half of a calculation: the same integers on both engines. */
export function createCalculationStore(db: Knex, world: World) {
  /** Affected lines of the snapshot; the `+` keeps SQLite on the primary key, along which chunks are cut. */
  const scoped = (pins: StoredPins, chunk?: Pick<Chunk, 'after_line_id' | 'last_line_id'>) => {
    const { areaCodes, siteCodes } = pins.outage.facts;
    const areas = outermostAreas(areaCodes).map(areaRange);
    const marks = (list: readonly string[]) => list.map(() => '?').join(', ');
    const parts = ['lf.snapshot_id = ?'];
    const binds: string[] = [pins.snapshot.id];
    if (chunk !== undefined) {
      parts.push('lf.line_id > ?', 'lf.line_id <= ?');
      binds.push(chunk.after_line_id, chunk.last_line_id);
    }
    const column = (name: string) => (chunk === undefined ? name : `+${name}`);
    const area = column('lf.area_code');
    const within = areas.map(() => `(${area} >= ? and ${area} < ?)`).join(' or ');
    parts.push(within === '' ? '1 = 0' : `(${within})`);
    binds.push(...areas.flatMap(({ from, until }) => [from, until]));
    if (siteCodes.length > 0) {
      parts.push(`${column('lf.site_code')} in (${marks(siteCodes)})`);
      binds.push(...siteCodes);
    }
    return { sql: parts.join(' and '), binds };
  };

  /** The last line of each stretch among the next `slice` affected lines, with how many those are. */
  async function cutsAfter(pins: StoredPins, after: string, slice: number) {
    const { sql, binds } = scoped(pins, { after_line_id: after, last_line_id: END });
    const page = db
      .fromRaw('line_facts lf')
      .whereRaw(sql, binds)
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
    const rows = (await db
      .from(numbered)
      .whereRaw(`n % ${CHUNK_LINES} = 0 or n = total`)
      .orderBy('n')
      .select('line_id', 'total')) as { line_id: string; total: number }[];
    return rows.map((row) => ({ lineId: row.line_id, total: Number(row.total) }));
  }

  /** Adds the lines of each class within a stretch; lines the policy leaves out are in none. */
  async function countClasses(
    pins: StoredPins,
    after: string,
    last: string,
    found: Map<number, number>,
  ): Promise<void> {
    const { sql, binds } = scoped(pins, { after_line_id: after, last_line_id: last });
    const { rules } = pins.policy;
    const coded = db
      .fromRaw('line_facts lf')
      .whereRaw(`${sql} and not ${excludedSql(rules)}`, binds)
      .select(db.raw(`${classCodeSql(rules)} as code`))
      .as('coded');
    const rows = (await db
      .from(coded)
      .groupBy('code')
      .select('code')
      .count({ n: '*' })) as unknown as { code: number; n: number }[];
    for (const row of rows) {
      const code = Number(row.code);
      found.set(code, (found.get(code) ?? 0) + Number(row.n));
    }
  }

  async function insertChunked(table: string, rows: Record<string, unknown>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += INSERT_ROWS)
      await db(table).insert(rows.slice(start, start + INSERT_ROWS));
  }

  return {
    /** Forgets an earlier calculation's plan; its items go chunk by chunk as the new one passes. */
    async forgetPlan(batchId: string): Promise<void> {
      for (const table of ['batch_chunks', 'batch_classes', 'batch_rates'])
        await db(table).where({ batch_id: batchId }).delete();
    },

    /**
     * Cuts the affected lines into stretches of the primary key and counts the classes in them. Only reads, and
     * in slices: the snapshot does not change, so this needs no transaction that would keep others waiting.
     */
    async readPlan(pins: StoredPins): Promise<CalculationPlan> {
      const slice = readSlice(db);
      const plan: CalculationPlan = { lines: 0, cuts: [], classes: new Map() };
      for (let after = ''; ;) {
        const found = await cutsAfter(pins, after, slice);
        const last = found.at(-1);
        if (last === undefined) return plan;
        plan.cuts.push(...found.map(({ lineId }) => lineId));
        plan.lines += last.total;
        await countClasses(pins, after, last.lineId, plan.classes);
        if (last.total < slice) return plan;
        after = last.lineId;
      }
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
        .whereRaw(sql, binds)
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
          facts: JSON.stringify({ ...one.facts, eligible: one.eligible, reason: one.reason }),
          benefits: one.benefitsJson,
          steps: one.stepsJson,
          line_count: one.lineCount,
        })),
      );
      const rates = classes.flatMap((one) => {
        const common = { batch_id: batchId, class_code: one.code, class_no: one.classNo };
        return one.eligible
          ? one.benefits.map(({ benefit, amount }) => ({
              ...common,
              benefit,
              amount,
              reason: null,
            }))
          : [{ ...common, benefit: 'none', amount: 0, reason: one.reason }];
      });
      await insertChunked('batch_rates', rates);
    },

    /** The next stretch that is not done yet. */
    async nextChunk(batchId: string): Promise<Chunk | undefined> {
      return (await db('batch_chunks')
        .where({ batch_id: batchId, hash: '' })
        .orderBy('chunk_no')
        .first('chunk_no', 'after_line_id', 'last_line_id', 'lines')) as Chunk | undefined;
    },

    async chunkOfLine(batchId: string, lineId: string): Promise<Chunk | undefined> {
      return (await db('batch_chunks')
        .where({ batch_id: batchId })
        .where('last_line_id', '>=', lineId)
        .orderBy('last_line_id')
        .first('chunk_no', 'after_line_id', 'last_line_id', 'lines')) as Chunk | undefined;
    },

    /** Replaces exclusions and items of one stretch. */
    async applyChunk(row: BatchRow, pins: StoredPins, chunk: Chunk, rivals: Rivals): Promise<void> {
      for (const table of ['batch_items', 'batch_exclusions']) {
        await db(table)
          .where({ batch_id: row.id })
          .where('line_id', '>', chunk.after_line_id)
          .where('line_id', '<=', chunk.last_line_id)
          .delete();
      }
      const scope = scoped(pins, chunk);
      const { rules } = pins.policy;
      await db.raw(exclusionsSql(rules, scope.sql), [row.id, row.id, ...scope.binds]);
      if (rivals.touching.length > 0) {
        const marks = rivals.touching.map(() => '?').join(', ');
        await db.raw(alreadyPaidSql(scope.sql, marks), [
          row.id,
          ...rivals.touching,
          ...scope.binds,
          row.id,
        ]);
      }
      const used = rivals.sameMonth.map(() => '?').join(', ');
      await db.raw(itemsSql(rules, scope.sql, used), [
        row.number,
        row.number,
        row.id,
        row.month_key,
        world.now(),
        ...(rivals.sameMonth.length === 0 ? [] : [row.month_key, ...rivals.sameMonth]),
        row.id,
        ...scope.binds,
        row.id,
      ]);
    },

    /** Puts the latest adjustment of each item of the stretch back on top of what was calculated. */
    async reapplyAdjustments(row: BatchRow, rules: PolicyRules, chunk: Chunk): Promise<void> {
      const latest = (await db('batch_adjustments')
        .join('batch_items', 'batch_items.id', 'batch_adjustments.item_id')
        .where('batch_adjustments.batch_id', row.id)
        .where('batch_items.line_id', '>', chunk.after_line_id)
        .where('batch_items.line_id', '<=', chunk.last_line_id)
        .orderBy('batch_adjustments.id')
        .select(
          'batch_items.id',
          'batch_items.benefit',
          'batch_items.month_used',
          'batch_adjustments.field',
          'batch_adjustments.to_value',
          'batch_adjustments.reason',
        )) as AdjustedRow[];
      const byItem = new Map(latest.map((one) => [one.id, one]));
      for (const one of byItem.values()) {
        const cap = rules.caps.perMonth[one.benefit];
        const left = cap === null ? Infinity : Math.max(0, cap - Number(one.month_used));
        const asked = Number(one.to_value);
        await db('batch_items')
          .where({ id: one.id })
          .update({
            adjusted_amount: asked,
            adjust_reason: one.reason,
            amount: one.field === UNCAPPED ? asked : Math.min(asked, left),
          });
      }
    },

    /** Sums and hash of one stretch as it stands. */
    async sumChunk(row: BatchRow, rules: PolicyRules, chunk: Chunk): Promise<ChunkSums> {
      const range = (table: string) =>
        db(table)
          .where({ batch_id: row.id })
          .where('line_id', '>', chunk.after_line_id)
          .where('line_id', '<=', chunk.last_line_id);
      const items = (await range('batch_items').select('line_id', 'benefit', 'amount')) as {
        line_id: string;
        benefit: Benefit;
        amount: number;
      }[];
      const [left] = (await range('batch_exclusions').count({ n: '*' })) as unknown as {
        n: number;
      }[];
      const worth = valuer(rules);
      const facts: BatchItemFacts[] = items.map((item) => ({
        lineId: item.line_id,
        benefit: item.benefit,
        amount: Number(item.amount),
        valueFen: worth(item.benefit, Number(item.amount)),
      }));
      return sumsOf(facts, Number(left?.n ?? 0));
    },

    async saveSums(batchId: string, chunkNo: number, sums: ChunkSums): Promise<void> {
      await db('batch_chunks').where({ batch_id: batchId, chunk_no: chunkNo }).update({
        paid_lines: sums.paidLines,
        items: sums.items,
        excluded: sums.excluded,
        total_mb: sums.amounts.data,
        total_minutes: sums.amounts.voice,
        total_days: sums.amounts.validity,
        total_fen: sums.amounts.money,
        value_fen: sums.valueFen,
        hash: sums.hash,
      });
    },

    /** Sums over all stretches, and their hashes in order. */
    async totals(
      batchId: string,
    ): Promise<{ sums: Omit<ChunkSums, 'hash'>; hashes: string[]; done: number }> {
      const rows = (await db('batch_chunks')
        .where({ batch_id: batchId })
        .orderBy('chunk_no')) as Record<string, unknown>[];
      const sum = (column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
      return {
        sums: {
          paidLines: sum('paid_lines'),
          items: sum('items'),
          excluded: sum('excluded'),
          amounts: {
            data: sum('total_mb'),
            voice: sum('total_minutes'),
            validity: sum('total_days'),
            money: sum('total_fen'),
          },
          valueFen: sum('value_fen'),
        },
        hashes: rows.map((row) => String(row['hash'])),
        done: rows
          .filter((row) => row['hash'] !== '')
          .reduce((n, row) => n + Number(row['lines']), 0),
      };
    },

    /** Deletes up to `limit` items and exclusions of a batch that is not to keep any; answers what went. */
    async clear(batchId: string, limit: number): Promise<number> {
      let gone = 0;
      for (const table of ['batch_items', 'batch_exclusions']) {
        const lines = (await db(table)
          .where({ batch_id: batchId })
          .orderBy('line_id')
          .limit(limit)
          .select('line_id')) as { line_id: string }[];
        const last = lines.at(-1)?.line_id;
        if (last === undefined) continue;
        gone += lines.length;
        await db(table).where({ batch_id: batchId }).where('line_id', '<=', last).delete();
      }
      return gone;
    },
  };
}

export type CalculationStore = ReturnType<typeof createCalculationStore>;

/** `batch_adjustments.field` of an adjustment that the caps do not hold for. */
export const UNCAPPED = 'amount_uncapped';

interface AdjustedRow {
  id: string;
  benefit: Benefit;
  month_used: number;
  field: string;
  to_value: number;
  reason: string;
}

/** Worth of an amount; the few different amounts of a batch are worked out once. */
export function valuer(rules: PolicyRules): (benefit: Benefit, amount: number) => number {
  const known = new Map<string, number>();
  return (benefit, amount) => {
    const key = `${benefit} ${amount}`;
    const value = known.get(key) ?? valueFenOf(benefit, amount, rules.prices);
    known.set(key, value);
    return value;
  };
}

function sumsOf(facts: readonly BatchItemFacts[], excluded: number): ChunkSums {
  const amounts: Record<Benefit, number> = { data: 0, voice: 0, validity: 0, money: 0 };
  const paid = new Set<string>();
  let valueFen = 0;
  for (const item of facts) {
    amounts[item.benefit] += item.amount;
    valueFen += item.valueFen;
    if (item.amount > 0) paid.add(item.lineId);
  }
  return {
    paidLines: paid.size,
    items: facts.length,
    excluded,
    amounts,
    valueFen,
    hash: sha256(chunkHashInput(facts)),
  };
}

const exclusionsSql = (rules: PolicyRules, scope: string): string => `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, x.line_id, x.reason, null from (
    select lf.line_id, case when ${excludedSql(rules)} then ${exclusionReasonSql(rules)} else r.reason end as reason
    from line_facts lf
    left join batch_rates r on r.batch_id = ? and r.benefit = 'none' and r.class_code = ${classCodeSql(rules)}
    where ${scope}
  ) x where x.reason is not null`;

const alreadyPaidSql = (scope: string, marks: string): string => `
  insert into batch_exclusions (batch_id, line_id, reason, detail)
  select ?, paid.line_id, 'already_compensated', min(paid.number) from (
    select i.line_id as line_id, b.number as number
    from batch_items i
    join batches b on b.id = i.batch_id
    join line_facts lf on lf.line_id = i.line_id
    where i.batch_id in (${marks}) and i.amount > 0 and i.state <> 'reversed' and ${scope}
      and not exists (select 1 from batch_exclusions e where e.batch_id = ? and e.line_id = i.line_id)
  ) paid group by paid.line_id`;

function itemsSql(rules: PolicyRules, scope: string, monthMarks: string): string {
  const caps = benefits.flatMap((benefit) => {
    const cap = rules.caps.perMonth[benefit];
    return cap === null ? [] : [`when '${benefit}' then ${Math.trunc(cap)}`];
  });
  const cap = caps.length === 0 ? 'null' : `case x.benefit ${caps.join(' ')} else null end`;
  const letters = benefits.map((benefit) => `when '${benefit}' then '${BENEFIT_LETTER[benefit]}'`);
  const used =
    monthMarks === ''
      ? '0'
      : `coalesce((select sum(o.amount) from batch_items o where o.line_id = lf.line_id
          and o.benefit = r.benefit and o.month_key = ? and o.batch_id in (${monthMarks})
          and o.state <> 'reversed'), 0)`;
  return `
  insert into batch_items (id, batch_id, line_id, benefit, class_no, computed_amount, month_used,
    adjusted_amount, adjust_reason, amount, state, credit_id, gateway_ref, parked_reason, tries,
    month_key, updated_at)
  select concat(?, '-', x.line_id, '-', x.letter), x.batch_id, x.line_id, x.benefit, x.class_no, x.computed,
    x.used, null, null,
    case when ${cap} is null then x.computed
      when x.used >= ${cap} then 0
      when x.computed > ${cap} - x.used then ${cap} - x.used
      else x.computed end,
    'fixed', concat('CR-', ?, '-', x.line_id, '-', x.letter), null, null, 0, x.month_key, x.now
  from (
    select lf.line_id as line_id, r.benefit as benefit, r.class_no as class_no, r.amount as computed,
      ? as batch_id, ? as month_key, ? as now, ${used} as used,
      case r.benefit ${letters.join(' ')} end as letter
    from line_facts lf
    join batch_rates r on r.batch_id = ? and r.benefit <> 'none' and r.class_code = ${classCodeSql(rules)}
    where ${scope} and not exists (
      select 1 from batch_exclusions e where e.batch_id = ? and e.line_id = lf.line_id)
  ) x`;
}
