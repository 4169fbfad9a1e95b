import type { CaseRecord } from '#contract/cases.ts';
import type { Actor } from '#domain/context.ts';
import type { ListQuery } from '../../http/rest-list.ts';
import type { CaseFilter } from './case-list.ts';
import type { CaseReads } from './case-reads.ts';

type Parse = (query: Record<string, unknown>) => ListQuery<CaseFilter>;

/** The queue for features that keep its filters: saved views and rules. What they keep passes the list's own checks. */
export function createQueueDoor(caseReads: CaseReads, parse: Parse) {
  const parsed = (filter: unknown, sort?: unknown, range: readonly number[] = [0, 0]) =>
    parse({
      filter: JSON.stringify(filter),
      range: JSON.stringify(range),
      ...(sort === undefined ? {} : { sort: JSON.stringify(sort) }),
    });
  return {
    /** Throws where the queue would refuse the filter or the order. */
    assert(this: void, filter: unknown, sort?: unknown): void {
      parsed(filter, sort);
    },

    count(this: void, actor: Actor, filter: unknown): Promise<{ count: number; bounded: boolean }> {
      return caseReads.count(actor, parsed(filter).filter);
    },

    async first(this: void, actor: Actor, filter: unknown, limit: number): Promise<CaseRecord[]> {
      const query = parsed(filter, ['dueAt', 'ASC'], [0, limit - 1]);
      return (await caseReads.list(actor, { ...query, withTotal: false })).rows;
    },
  };
}
