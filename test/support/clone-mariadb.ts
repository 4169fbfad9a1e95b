import type { Knex } from 'knex';
import { TEMPLATE_DATABASE } from './templates.ts';

interface Trigger {
  name: string;
  table: string;
  timing: string;
  event: string;
  body: string;
}

/** Copies tables, rows and triggers of the migrated template into an empty database of the same server. */
export async function cloneTemplate(root: Knex, name: string): Promise<void> {
  const tables = await column(
    root,
    `select table_name as v from information_schema.tables where table_schema = ?`,
  );
  for (const table of tables) {
    await root.raw(`create table ${name}.${table} like ${TEMPLATE_DATABASE}.${table}`);
    await root.raw(`insert into ${name}.${table} select * from ${TEMPLATE_DATABASE}.${table}`);
  }
  for (const { name: trigger, table, timing, event, body } of await triggersOf(root)) {
    await root.raw(
      `create trigger ${name}.${trigger} ${timing} ${event} on ${name}.${table} for each row ${body}`,
    );
  }
}

async function column(root: Knex, sql: string): Promise<string[]> {
  const [rows] = (await root.raw(sql, [TEMPLATE_DATABASE])) as [{ v: string }[]];
  return rows.map(({ v }) => v);
}

async function triggersOf(root: Knex): Promise<Trigger[]> {
  const [rows] = (await root.raw(
    `select trigger_name as name, event_object_table as \`table\`, action_timing as timing,
      event_manipulation as event, action_statement as body
     from information_schema.triggers where trigger_schema = ?`,
    [TEMPLATE_DATABASE],
  )) as [Trigger[]];
  return rows;
}
