import type { Knex } from 'knex';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import { createAssignmentService, type AssignmentNeeds } from './assignment-service.ts';
import { createHandoverService } from './handover-service.ts';

/** Who works on what; the queue's reads and the cases' own store come in. */
export function composeAssignment(
  db: Knex,
  world: World,
  given: Omit<AssignmentNeeds, 'db' | 'world' | 'namesOf'> & { zone: Zone },
) {
  const namesOf = async (ids: readonly string[]) => {
    const rows: { id: string; name: string }[] =
      ids.length === 0
        ? []
        : await db('staff')
            .whereIn('id', [...ids])
            .select('id', 'name');
    return new Map(rows.map((row) => [row.id, row.name]));
  };
  const needs = { ...given, db, world, namesOf };
  return {
    assignment: createAssignmentService(needs),
    handovers: createHandoverService(needs),
  };
}
