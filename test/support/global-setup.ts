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

interface Shared {
  mariadbUrl: string | null;
  sqliteTemplate: string;
  end(): Promise<void>;
}

/** What the projects of one run share. Each loads this module anew, so that it stands beside all of them. */
const suite = globalThis as { redressSuite?: { shared: Promise<Shared>; users: number } };

/** Starts what the suite shares: one private MariaDB, and a migrated template of each engine to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const held = (suite.redressSuite ??= { shared: begin(), users: 0 });
  held.users += 1;
  const shared = await held.shared;
  project.provide('mariadbUrl', shared.mariadbUrl);
  project.provide('sqliteTemplate', shared.sqliteTemplate);
  return async () => {
    held.users -= 1;
    if (held.users === 0) await shared.end();
  };
}

async function begin(): Promise<Shared> {
  if (!hasMariadb && process.env['CI'] === 'true')
    throw new Error('CI must not leave the MariaDB tests out: install mariadb-server');
  const mariadb = hasMariadb ? await startMariadb() : undefined;
  const templates = await makeTemplates(mariadb?.url ?? null);
  return {
    mariadbUrl: mariadb?.url ?? null,
    sqliteTemplate: templates.sqlite,
    async end() {
      templates.remove();
      await mariadb?.stop();
    },
  };
}
