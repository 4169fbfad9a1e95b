import { z } from 'zod';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import { fieldFaults } from './validation.ts';

/**
 * The list dialect of ra-data-simple-rest: `filter={…}&range=[from,to]&sort=["field","ASC"]`.
 * Filters and sorts are allow-lists; a filter's schema has its column's type, because MySQL coerces
 * (`name = 0` matches every text).
 */
export interface ListSpec<Filters extends z.ZodRawShape = z.ZodRawShape> {
  filters: Filters;
  /** Wire field → column. */
  sorts: Readonly<Record<string, string>>;
  defaultSort: readonly [field: string, direction: 'ASC' | 'DESC'];
}

export interface ListQuery<Filter> {
  filter: Filter;
  sort: { column: string; descending: boolean };
  offset: number;
  limit: number;
  /** False when the caller does not want a total (`total=false`). */
  withTotal: boolean;
  /** The row behind which (or, `back`, before which) the page begins, for lists that page so. */
  cursor?: Cursor | undefined;
}

/** A place in an order: the value it is ordered by, and the id that breaks ties. */
export interface Cursor {
  value: string | number | null;
  id: string;
  back: boolean;
}

export interface ListResult<Row> {
  rows: Row[];
  /** `bounded` says that counting stopped there: there are at least so many. */
  total: { count: number; bounded: boolean } | null;
}

export type FilterOf<Spec> =
  Spec extends ListSpec<infer Filters> ? Partial<z.output<z.ZodObject<Filters>>> : never;

const MAX_PAGE = 500;
/** Jumps further than this are slow everywhere; the list asks to narrow instead. */
export const MAX_OFFSET = 10_000;

const rangeSchema = z.tuple([z.int().min(0), z.int().min(0)]);
const cursorSchema = z.tuple([
  z.union([z.string().max(64), z.int(), z.null()]),
  z.string().min(1).max(48),
]);
const sortSchema = z.tuple([z.string().max(40), z.enum(['ASC', 'DESC'])]);

/** A filter that takes one value or a list of them; an empty list means no rows. */
export const oneOrMany = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item).max(500)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

/**
 * Makes the parser of one list. Made once, when the route is mounted: a zod object costs far more to build than
 * to use.
 */
export function createListParser<Filters extends z.ZodRawShape>(spec: ListSpec<Filters>) {
  type Filter = Partial<z.output<z.ZodObject<Filters>>>;
  const filterSchema = z.strictObject(spec.filters).partial();

  function parseFilter(raw: unknown): Filter {
    const json = raw === undefined ? {} : parseJson(raw, 'filter');
    const parsed = filterSchema.safeParse(json);
    if (parsed.success) return parsed.data as Filter;
    throw new DomainError('invalid', 'errors.list.filter', {
      fields: fieldFaults(parsed.error, 'filter'),
    });
  }

  return (query: Record<string, unknown>): ListQuery<Filter> => {
    const [from, to] = parsePart(query['range'], rangeSchema, 'range') ?? [0, 24];
    const [field, direction] = parsePart(query['sort'], sortSchema, 'sort') ?? spec.defaultSort;
    const column = Object.hasOwn(spec.sorts, field) ? spec.sorts[field] : undefined;
    if (column === undefined) throw listFault('sort', 'errors.list.sort', { field });
    const limit = to - from + 1;
    if (limit < 1 || limit > MAX_PAGE)
      throw listFault('range', 'errors.list.range', { max: MAX_PAGE });
    if (from > MAX_OFFSET) throw listFault('range', 'errors.list.tooDeep', { max: MAX_OFFSET });
    return {
      filter: parseFilter(query['filter']),
      sort: { column, descending: direction === 'DESC' },
      offset: from,
      limit,
      withTotal: query['total'] !== 'false',
      cursor: parseCursor(query),
    };
  };
}

/** `after=[value,id]` or `before=[value,id]`: what the last or first row of the page at hand is ordered by. */
function parseCursor(query: Record<string, unknown>): Cursor | undefined {
  const back = query['before'] !== undefined;
  const name = back ? 'before' : 'after';
  const place = parsePart(query[name], cursorSchema, name);
  return place === undefined ? undefined : { value: place[0], id: place[1], back };
}

function parsePart<T extends z.ZodType>(
  raw: unknown,
  schema: T,
  name: string,
): z.output<T> | undefined {
  if (raw === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(raw, name));
  if (parsed.success) return parsed.data;
  const key = name === 'after' || name === 'before' ? 'cursor' : name;
  throw listFault(name, `errors.list.${key}`, {});
}

function parseJson(raw: unknown, name: string): unknown {
  try {
    return JSON.parse(String(raw)) as unknown;
  } catch {
    throw listFault(name, 'errors.list.json', {});
  }
}

function listFault(name: string, message: string, args: Record<string, string | number>) {
  const fields: Record<string, FieldFault> = { [name]: { message, args } };
  return new DomainError('invalid', message, { args, fields });
}
