import { noCredits, type EarlierCredits } from '#domain/set-off.ts';
import { benefits, type Benefit } from '#domain/policy-types.ts';
import type { LineCredits } from './line-outcome.ts';
import type { RivalLink, RivalRole } from './rivals.ts';
import type { Sql } from './scope-sql.ts';

/** An exposure with what tells, in SQL, whether a line has it. */
export interface KeyedExposure {
  no: number;
  coverage: number;
  /** Null: whatever its billing day. */
  billDay: number | null;
}

interface Asked {
  /** Of the side whose columns these are. */
  index: number;
  exposures: readonly KeyedExposure[];
  links: readonly RivalLink[];
}

type Row = Record<string, number | string | null>;
type Field = keyof EarlierCredits;

const FIELDS = ['own', 'shared', 'ahead', 'inMonth', 'month'] as const satisfies Field[];
const NEVER: Sql = { sql: '1 = 0', binds: [] };

const anyOf = (parts: readonly Sql[]): Sql =>
  parts.length === 0
    ? NEVER
    : {
        sql: `(${parts.map(({ sql }) => sql).join(' or ')})`,
        binds: parts.flatMap(({ binds }) => binds),
      };

/** Things under one key, in order of the keys. */
function grouped<T>(list: readonly T[], keyOf: (one: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const one of list) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Columns that add up, per line, what other batches credit it, over rows `x` of their items with the line's coverage
 * (`cov_n`) and billing day: the sums of `creditsSql` where no calculation has written its links down.
 */
export function lineCreditColumns({ index, exposures, links }: Asked) {
  const byNo = new Map(exposures.map((one) => [one.no, one]));
  const linesOf = (numbers: readonly number[]): string => {
    const parts = numbers.flatMap((no) => byNo.get(no) ?? []);
    const plain = parts.filter(({ billDay }) => billDay === null).map(({ coverage }) => coverage);
    const dated = parts
      .filter(({ billDay }) => billDay !== null)
      .map(({ coverage, billDay }) => `(x.cov_${index} = ${coverage} and x.bill_day = ${billDay})`);
    const all = plain.length === 0 ? dated : [`x.cov_${index} in (${plain.join(', ')})`, ...dated];
    return `(${all.join(' or ')})`;
  };

  function itemsIn(roles: readonly RivalRole[]): Sql {
    const chosen = links.filter(({ role }) => roles.includes(role));
    const parts = grouped(chosen, ({ rivalId }) => rivalId).flatMap(([rivalId, ofRival]) => {
      const numbersOf = grouped(ofRival, ({ exposureNo }) => String(exposureNo)).map(
        ([no, those]) => ({
          no: Number(no),
          rivals: those.map(({ rivalExposure }) => Number(rivalExposure)).sort((a, b) => a - b),
        }),
      );
      return grouped(numbersOf, ({ rivals }) => rivals.join(', ')).map(([rivals, those]): Sql => ({
        sql: `(x.batch_id = ? and x.exposure_no in (${rivals}) and ${linesOf(those.map(({ no }) => no))})`,
        binds: [rivalId],
      }));
    });
    return anyOf(parts);
  }

  function inMonth(): Sql {
    const months = grouped(links, ({ monthKey }) => monthKey).map(([monthKey, those]): Sql => {
      const numbers = [...new Set(those.map(({ exposureNo }) => exposureNo))];
      return { sql: `(x.month_key = ? and ${linesOf(numbers)})`, binds: [monthKey] };
    });
    return anyOf(months);
  }

  const month = inMonth();
  const lineage = itemsIn(['own', 'shared']);
  const conditions: Record<Field, Sql> = {
    own: itemsIn(['own']),
    shared: itemsIn(['shared']),
    ahead: itemsIn(['ahead']),
    inMonth: {
      sql: `${lineage.sql} and ${month.sql}`,
      binds: [...lineage.binds, ...month.binds],
    },
    month,
  };
  const told = FIELDS.filter((field) => !conditions[field].sql.startsWith(NEVER.sql));
  const columns = told.flatMap((field) =>
    benefits.map((benefit) => `${field}_${benefit}_${index}`),
  );
  const sums = told.flatMap((field) =>
    benefits.map((benefit): Sql => ({
      sql: `sum(case when x.benefit = '${benefit}' and ${conditions[field].sql} then x.amount else 0 end) as ${field}_${benefit}_${index}`,
      binds: conditions[field].binds,
    })),
  );
  const excluding = itemsIn(['exclusive']);
  const exclusive = `exclusive_${index}`;
  return {
    columns: [exclusive, ...columns],
    sums: [
      {
        sql: `max(case when ${excluding.sql} then 1 else 0 end) as ${exclusive}`,
        binds: excluding.binds,
      },
      ...sums,
    ],
    read(row: Row): { exclusive: boolean; credits: LineCredits | null } {
      const of = (benefit: Benefit): EarlierCredits =>
        FIELDS.reduce(
          (found, field) => ({
            ...found,
            [field]: Number(row[`${field}_${benefit}_${index}`] ?? 0),
          }),
          noCredits,
        );
      const credits = {
        data: of('data'),
        voice: of('voice'),
        validity: of('validity'),
        money: of('money'),
      };
      const any = benefits.some((benefit) => FIELDS.some((field) => credits[benefit][field] !== 0));
      return { exclusive: Number(row[exclusive] ?? 0) > 0, credits: any ? credits : null };
    },
  };
}
