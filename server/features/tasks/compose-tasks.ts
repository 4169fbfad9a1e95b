import type { Knex } from 'knex';
import type { World } from '../../world.ts';
import { createTaskReads } from './task-reads.ts';
import { createTaskService } from './task-service.ts';
import { createTaskStore } from './task-store.ts';

type Needs = Omit<Parameters<typeof createTaskService>[0], 'store' | 'now' | 'exists'>;

const TABLES = { group: 'cause_groups', outage: 'outages' } as const;

export function composeTasks(db: Knex, world: World, needs: Needs) {
  const taskStore = createTaskStore(db, world);
  return {
    taskStore,
    taskReads: createTaskReads(db, world),
    tasks: createTaskService({
      ...needs,
      store: taskStore,
      now: world.now,
      async exists(what, id) {
        const rows = (await db(TABLES[what]).where({ id }).limit(1).select('id')) as unknown[];
        return rows.length > 0;
      },
    }),
  };
}
