import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import type { FieldFault } from '#domain/errors.ts';
import { reaches } from './outage-reach.ts';

interface Child {
  number: string;
  parentNumber: string | null;
}

/** Null ids: it will land with this file, or belongs to a dry run. */
interface Parent {
  id: string | null;
  isChild: boolean;
}

/** Numbers that rows above would have landed under in a dry run, and whether each would be a part of another. */
export type ForetoldOutages = Map<string, boolean>;

const CHUNK = 500;

/** Parents that a file names by number: outages that are there, or rows above. */
export function createOutageParents(db: Knex) {
  async function stored(actor: Actor, numbers: readonly string[]): Promise<Map<string, Parent>> {
    const found = new Map<string, Parent>();
    for (let start = 0; start < numbers.length; start += CHUNK) {
      const rows: Record<string, unknown>[] = await db('outages')
        .whereIn('number', numbers.slice(start, start + CHUNK))
        .whereNot({ state: 'cancelled' })
        .select('id', 'number', 'parent_id', 'area_codes');
      for (const row of rows) {
        const areaCodes = JSON.parse(String(row['area_codes'])) as string[];
        if (!reaches(actor, { areaCodes })) continue;
        found.set(String(row['number']), {
          id: String(row['id']),
          isChild: row['parent_id'] != null,
        });
      }
    }
    return found;
  }

  return {
    async among(actor: Actor, rows: readonly Child[], foretold: ForetoldOutages) {
      const parents = await stored(actor, [
        ...new Set(rows.flatMap(({ parentNumber }) => parentNumber ?? [])),
      ]);
      for (const [number, isChild] of foretold)
        if (!parents.has(number)) parents.set(number, { id: null, isChild });
      const parentOf = ({ parentNumber }: Child) =>
        parentNumber === null ? undefined : parents.get(parentNumber);

      return {
        /** Families are one level deep. */
        faultOf(row: Child): Record<string, FieldFault> {
          if (row.parentNumber === null) return {};
          const parent = parentOf(row);
          if (parent !== undefined && !parent.isChild) return {};
          const message =
            parent === undefined ? 'errors.outages.parentUnknown' : 'errors.outages.parentIsChild';
          return { parentNumber: { message, args: { text: row.parentNumber } } };
        },
        idOf: (row: Child): string | null => parentOf(row)?.id ?? null,
        /** A row that is sound may be named by those below. */
        foretell({ number, parentNumber }: Child): void {
          const isChild = parentNumber !== null;
          parents.set(number, { id: null, isChild });
          foretold.set(number, isChild);
        },
        landed: ({ number, parentNumber }: Child, id: string): void =>
          void parents.set(number, { id, isChild: parentNumber !== null }),
      };
    },
  };
}

export type OutageParents = ReturnType<typeof createOutageParents>;
