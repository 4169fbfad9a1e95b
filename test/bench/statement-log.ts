import type { Knex } from 'knex';

interface Tally {
  n: number;
  ms: number;
}

const SHOWN = 110;

/** The same text for any number of rows. */
const shapeOf = (sql: string): string =>
  sql
    .replace(/\?(, ?\?)+/g, '?…')
    .replace(/(\((\?|\?…)\)(, )?)+/g, '(?…)')
    .replace(/(when \? then \? ?)+/g, 'when … ')
    .slice(0, SHOWN);

/** What is asked of a database between `start` and `report`: each text with how often and for how long. */
export function createStatementLog(db: Knex) {
  const tallies = new Map<string, Tally>();
  const begun = new Map<string, number>();
  let on = false;

  db.on('query', ({ __knexQueryUid: id }: { __knexQueryUid: string }) => {
    if (on) begun.set(id, performance.now());
  });
  db.on('query-response', (_: unknown, query: { __knexQueryUid: string; sql: string }) => {
    const since = begun.get(query.__knexQueryUid);
    if (since === undefined) return;
    begun.delete(query.__knexQueryUid);
    const key = shapeOf(query.sql);
    const tally = tallies.get(key) ?? { n: 0, ms: 0 };
    tallies.set(key, { n: tally.n + 1, ms: tally.ms + performance.now() - since });
  });

  return {
    start(): void {
      on = true;
    },
    /** The statements by the time they took, as many as there were for one of `items`. */
    report(items: number): string {
      on = false;
      const rows = [...tallies].sort(([, a], [, b]) => b.ms - a.ms);
      const total = rows.reduce((sum, [, { n }]) => sum + n, 0);
      const lines = rows.map(
        ([sql, { n, ms }]) =>
          `${(n / items).toFixed(2).padStart(6)} ${(ms / n).toFixed(2).padStart(6)} ms  ${sql}\n`,
      );
      return `  ${(total / items).toFixed(2)} statements a case\n${lines.join('')}`;
    },
  };
}

export type StatementLog = ReturnType<typeof createStatementLog>;
