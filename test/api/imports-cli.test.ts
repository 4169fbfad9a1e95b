import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#test/support/engines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sample = (name: string): string => join(root, 'test/fixtures', name);

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase('sqlite');
  folder = mkdtempSync(join(tmpdir(), 'redress-cli-'));
});
afterAll(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** `npm run import -- …` without npm. */
function importBy(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: database.url,
    REDRESS_DATA_DIR: folder,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'server/cli/import.ts', ...given],
      { cwd: root, env: environment },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const casesIn = async (): Promise<number> => {
  const [row] = await database.db('cases').count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
};

describe('the import command', { timeout: 120_000 }, () => {
  it('tells in a dry run what would land, writes the rejects and lands nothing', async () => {
    const rejects = join(folder, 'rejects.csv');
    const { code, out } = await importBy(
      'unsubscribes',
      sample('boss-unsubscribe-failures.csv'),
      '--dry-run',
      '--rejects',
      rejects,
      '--lang',
      'en',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^would land +2970$/mu);
    expect(out).toMatch(/^cannot be used +30$/mu);
    expect(readFileSync(rejects, 'utf8').trimEnd().split('\r\n')).toHaveLength(31);
    expect(await casesIn()).toBe(0);
  });

  it('lands the good rows and says who did it', async () => {
    const { code, out } = await importBy('unsubscribes', sample('boss-unsubscribe-failures.csv'));
    expect(code).toBe(0);
    expect(out).toMatch(/^landed +2970$/mu);
    expect(await casesIn()).toBe(2_970);
    const event = (await database
      .db('audit_events')
      .where({ action: 'import.uploaded' })
      .orderBy('id', 'desc')
      .first()) as { actor_id: string; detail: string };
    expect(event.actor_id).toBe('system');
    expect(JSON.parse(event.detail)).toMatchObject({ by: 'command line' });
  });

  it('joins two lists, and does not begin with one of them', async () => {
    const list = (name: string, state: string) => {
      const path = join(folder, name);
      const header = '手机号码,业务代码,SP代码,状态,变更时间';
      writeFileSync(path, `${header}\n13912340001,601204,SP0044,${state},2026-11-20 09:00:00\n`);
      return path;
    };
    const platform = list('platform.csv', '在用');
    const both = ['relations', platform, '--crm', list('crm.csv', '已退订'), '--dry-run'];
    const { code, out } = await importBy(...both);
    expect([code, out]).toEqual([0, expect.stringMatching(/^would land +1$/mu)]);
    expect((await importBy('relations', platform)).code).toBe(2);
  });

  it('ends with a fault, and says which, when the file as a whole cannot be used', async () => {
    const broken = join(folder, 'broken.csv');
    writeFileSync(broken, 'a,b\n1,2\n');
    const columns = await importBy('volumes', broken);
    expect(columns.code).toBe(1);
    expect(columns.err).toContain('No column was found for: hourStart');
    const missing = await importBy('volumes', join(folder, 'absent.csv'));
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('There is no file')]);
    const kind = await importBy('anything', broken);
    expect(kind.code).toBe(2);
    expect(kind.err).toContain('npm run import');
  });
});
