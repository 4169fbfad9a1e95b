import type { Knex } from 'knex';
import type { OutageAreas, OutageCalendar } from '#contract/outage-work.ts';
import { areaHolds, areaLineage } from '#domain/area-scope.ts';
import { addDays } from '#domain/civil-date.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { startOfDay, type Zone } from '#domain/time.ts';
import { reaches } from './outage-reach.ts';
import { daySums, type DayFamily } from './outage-days.ts';
import type { OutageSpan, OutageSpans } from './outage-spans.ts';

interface Needs {
  db: Knex;
  spans: Pick<OutageSpans, 'between'>;
  zone: Zone;
  now(): number;
}

type Reader = Pick<Actor, 'areaCodes'>;

/** So many outages are drawn; a longer stretch asks to be narrowed. */
const MAX_OUTAGES = 50_000;
const MAX_DAYS = 400;

/** The log as a calendar and as a tree of areas. */
export function createOutageBoards({ db, spans, zone, now }: Needs) {
  async function between(actor: Reader, from: number, until: number): Promise<OutageSpan[]> {
    const found = await spans.between(from, until, MAX_OUTAGES);
    if (found.length >= MAX_OUTAGES) throw new DomainError('invalid', 'errors.outages.narrow');
    return found.filter((span) => reaches(actor, span));
  }

  return {
    /** Day by day, `until` included. */
    async calendar(actor: Reader, range: { from: string; until: string }): Promise<OutageCalendar> {
      const days = daysOf(range);
      const last = days.at(-1) ?? range.from;
      const [from, until] = [startOfDay(zone, range.from), startOfDay(zone, addDays(last, 1))];
      const families = familiesOf(await between(actor, from, until));
      return { zone: zone.name, days: daySums(zone, days, families, now()) };
    },

    /** The areas that outages of an instant, or of a stretch of time, lie in or reach. */
    async areas(
      actor: Reader,
      asked: { at?: number | undefined; from?: number | undefined; until?: number | undefined },
    ): Promise<OutageAreas> {
      const from = asked.from ?? asked.at ?? now();
      const until = Math.max(from + 1, asked.until ?? from + 1);
      const found = (await between(actor, from, until)).map((span) => ({
        span,
        home: commonArea(span.areaCodes),
      }));
      const codes = [...new Set(found.flatMap(({ span }) => span.areaCodes.flatMap(areaLineage)))];
      const rows = await areaRows(codes);
      const elsewhere = found.filter(({ home }) => home === null).map(({ span }) => span);
      return {
        from,
        until,
        areas: rows.map((row) => {
          const touching = found.filter(
            ({ span }) => touches(span, row.code) || takesIn(span, row.code),
          );
          const inside = found.filter(({ home }) => home !== null && areaHolds(row.code, home));
          const spans = touching.map(({ span }) => span);
          return {
            code: row.code,
            parentCode: row.parent_code,
            level: row.level,
            nameZh: row.name_zh,
            nameEn: row.name_en,
            outages: spans.length,
            open: openOf(spans),
            worst: worstOf(spans),
            affectedLines: linesOf(inside.map(({ span }) => span)),
            fromAbove: found.some(({ span }) => takesIn(span, row.code)),
          };
        }),
        elsewhere: {
          outages: elsewhere.length,
          open: openOf(elsewhere),
          affectedLines: linesOf(elsewhere),
        },
      };
    },
  };

  async function areaRows(codes: readonly string[]): Promise<AreaRow[]> {
    const found: AreaRow[] = [];
    for (let start = 0; start < codes.length; start += 500)
      found.push(
        ...(await db('areas')
          .whereIn('code', codes.slice(start, start + 500))
          .select<AreaRow[]>('code', 'parent_code', 'level', 'name_zh', 'name_en')),
      );
    return found.sort((a, b) => (a.code < b.code ? -1 : 1));
  }
}

export type OutageBoards = ReturnType<typeof createOutageBoards>;

interface AreaRow {
  code: string;
  parent_code: string | null;
  level: 'province' | 'city' | 'district';
  name_zh: string;
  name_en: string;
}

function daysOf({ from, until }: { from: string; until: string }): string[] {
  const days: string[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) {
    days.push(day);
    if (days.length > MAX_DAYS)
      throw invalidField('until', 'errors.outages.tooManyDays', { days: MAX_DAYS });
  }
  return days;
}

function familiesOf(spans: readonly OutageSpan[]): DayFamily[] {
  const families = new Map<string, OutageSpan[]>();
  for (const span of spans) {
    const key = span.parentId ?? span.id;
    families.set(key, [...(families.get(key) ?? []), span]);
  }
  return [...families.values()];
}

/** The smallest area that holds them all; null where there is none. */
function commonArea(codes: readonly string[]): string | null {
  const [first, ...rest] = codes;
  if (first === undefined) return null;
  return areaLineage(first).findLast((area) => rest.every((code) => areaHolds(area, code))) ?? null;
}

const touches = (span: OutageSpan, area: string): boolean =>
  span.areaCodes.some((code) => areaHolds(area, code));
const takesIn = (span: OutageSpan, area: string): boolean =>
  span.areaCodes.some((code) => code !== area && areaHolds(code, area));
const openOf = (spans: readonly OutageSpan[]): number =>
  spans.filter(({ state }) => state === 'open').length;
const worstOf = (spans: readonly OutageSpan[]): OutageSpan['severity'] | null =>
  spans.find(({ severity }) => severity === 'full')?.severity ?? spans[0]?.severity ?? null;
const linesOf = (spans: readonly OutageSpan[]): number =>
  spans
    .filter(({ parentId }) => parentId === null)
    .reduce((sum, { affectedLines }) => sum + (affectedLines ?? 0), 0);
