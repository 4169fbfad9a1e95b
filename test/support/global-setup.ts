import type { TestProject } from 'vitest/node';
import { hasMariadb, startMariadb } from './mariadb.ts';
import { makeTemplates } from './templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the suite's own MariaDB without a database name; null where it is not installed. */
    mariadbUrl: string | null;
    sqliteTemplate: string;
  }
}

/** Starts what the suite shares: one private MariaDB, and a migrated template of each engine to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!hasMariadb && process.env['CI'] === 'true')
    throw new Error('CI must not leave the MariaDB tests out: install mariadb-server');
  const mariadb = hasMariadb ? await startMariadb() : undefined;
  const templates = await makeTemplates(mariadb?.url ?? null);
  project.provide('mariadbUrl', mariadb?.url ?? null);
  project.provide('sqliteTemplate', templates.sqlite);
  return async () => {
    templates.remove();
    await mariadb?.stop();
  };
}
