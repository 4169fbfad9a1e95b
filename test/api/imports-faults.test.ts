import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRecord, ImportRow, ImportSample } from '#contract/imports.ts';
import type { WireError } from '#contract/common.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import { runImport } from '#server/features/imports/import-run.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { fixture, land, run, upload, uploadPath } from './import-support.ts';

const HEAD =
  'ticketNo,msisdn,productCode,partnerCode,channel,requestedAt,stage,sourceSystem,rawCode,rawText,monthlyFee';

/** A line of a BOSS export in plain UTF-8. */
const row = (at: number, over: Partial<Record<'msisdn' | 'text' | 'product', string>> = {}) =>
  [
    `T-${String(at).padStart(6, '0')}`,
    over.msisdn ?? `170${String(10_000_000 + at)}`,
    over.product ?? '600001',
    'SP0001',
    'APP',
    '2026-11-01 10:00:00',
    '订单提交',
    'CRM',
    'E1',
    over.text ?? '',
    '10.00',
  ].join(',');

const csv = (rows: readonly string[]): string => [HEAD, ...rows, ''].join('\r\n');
const many = (count: number): string => csv(Array.from({ length: count }, (_, at) => row(at)));

let app: TestApp;
let supervisor: TestClient;
let network: TestClient;

beforeAll(async () => {
  app = await startApp();
  supervisor = await app.signIn('supervisor');
  network = await app.signIn('network_ops');
});
afterAll(() => app.close());

const countIn = async (table: string, where: Record<string, string> = {}): Promise<number> => {
  const [counted] = await app.db(table).where(where).count<{ n: number }[]>({ n: '*' });
  return Number(counted?.n);
};

const refusalOf = async (content: BodyInit, kind = 'unsubscribes', name = 'x.csv') => {
  const before = await countIn('imports');
  const reply = await supervisor.upload<WireError>(uploadPath(kind as 'volumes', name), content);
  // What is refused leaves neither a record nor bytes.
  expect(await countIn('imports')).toBe(before);
  return [reply.status, reply.body.message];
};

describe('a file that is none', () => {
  it.each([
    ['an empty one', '', 'errors.imports.empty'],
    ['only blanks', ' \r\n \r\n', 'errors.imports.empty'],
    ['noise', Buffer.from([0x89, 0x50, 0xff, 0xff, 0x00, 0x81]), 'errors.imports.encoding'],
    ['a workbook', Buffer.from('PK\u0003\u0004....'), 'errors.imports.spreadsheet'],
  ])('is refused whole: %s', async (_, content, message) => {
    expect(await refusalOf(content)).toEqual([422, message]);
    expect(await countIn('import_chunks')).toBe(0);
  });

  it('is refused where orders were promised and a table came, and the other way round', async () => {
    expect(await refusalOf(many(1), 'tmf641')).toEqual([422, 'errors.imports.notJson']);
    expect(await refusalOf('[]', 'volumes')).toEqual([422, 'errors.imports.jsonKind']);
  });

  it('fails in the dry run with the place where it breaks, and can be let go', async () => {
    const file = await upload(supervisor, 'tmf641', 'broken.json', '[{"externalId": }]');
    const failed = await run(app, supervisor, file, 'dry-run');
    expect(failed).toMatchObject({ state: 'failed', failureKey: 'errors.imports.badJson' });
    expect(failed.failureArgs).toMatchObject({ line: 1 });
    const reply = await supervisor.post<ImportRecord>(`/api/imports/${file.id}/cancel`, {
      version: failed.version,
    });
    expect(reply.body).toMatchObject({ state: 'cancelled', fileKept: false });
  });

  it('is refused before it is read when it says it is too large', async () => {
    const { status, body } = await declare(600 * 1024 * 1024);
    expect([status, (JSON.parse(body) as WireError).message]).toEqual([
      413,
      'errors.imports.tooLarge',
    ]);
  });

  /** Announces a size and sends only the beginning. */
  async function declare(bytes: number): Promise<{ status: number; body: string }> {
    const cookie = await signInCookie();
    return new Promise((resolve, reject) => {
      const call = request(
        `${app.url}${uploadPath('unsubscribes', 'huge.csv')}`,
        {
          method: 'POST',
          headers: { ...cookie, 'content-length': String(bytes) },
        },
        (answer) => {
          let body = '';
          answer.on('data', (part: Buffer) => (body += part.toString()));
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, body });
            call.destroy();
          });
        },
      );
      call.on('error', reject);
      call.write(HEAD);
    });
  }

  async function signInCookie(): Promise<Record<string, string>> {
    const reply = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'supervisor', password: supervisor.password }),
    });
    const view = (await reply.json()) as { csrfToken: string };
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { cookie, 'x-csrf-token': view.csrfToken };
  }
});

describe('columns', () => {
  const odd = many(2).replace('ticketNo', 'Nummer').replace('msisdn', 'Rufnummer');

  it('are asked for by name when a required one is not found', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'odd.csv', odd);
    expect(file).toMatchObject({ missing: ['ticketNo', 'msisdn'], remembered: false });
    const reply = await supervisor.post<WireError>(`/api/imports/${file.id}/dry-run`, {
      version: file.version,
    });
    expect([reply.status, reply.body.message]).toEqual([422, 'errors.imports.missingColumns']);
    expect(Object.keys(reply.body.errors ?? {})).toEqual(['columns.ticketNo', 'columns.msisdn']);
  });

  it('that were chosen are kept for the next file with the same headers', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'odd.csv', odd);
    const chosen = { ...file.columns, ticketNo: 'Nummer', msisdn: 'Rufnummer' };
    const set = await supervisor.put<ImportRecord>(`/api/imports/${file.id}/columns`, {
      version: file.version,
      columns: chosen,
    });
    expect([set.status, set.body.missing]).toEqual([200, []]);
    const next = await upload(supervisor, 'unsubscribes', 'next.csv', odd);
    expect(next).toMatchObject({ missing: [], remembered: true, columns: chosen });
  });

  it('are refused by field when they do not exist or serve twice', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'plain.csv', many(1));
    const reply = await supervisor.put<WireError>(`/api/imports/${file.id}/columns`, {
      version: file.version,
      columns: { ...file.columns, rawText: 'rawCode', stage: 'nowhere', constructor: 'stage' },
    });
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toMatchObject({
      'columns.rawText': { message: 'errors.imports.headerUsedTwice' },
      'columns.stage': { message: 'errors.imports.noSuchHeader' },
      'columns.constructor': { message: 'errors.field.unknown' },
    });
  });

  it('show their first values, without phone numbers', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'plain.csv', many(5));
    const { body } = await supervisor.get<ImportSample>(`/api/imports/${file.id}/sample`);
    expect(body.headers[0]).toBe('ticketNo');
    expect(body.rows).toHaveLength(3);
    expect(body.rows[0]?.slice(0, 2)).toEqual(['T-000000', '170****0000']);
  });
});

describe('the day of a snapshot', () => {
  const line = (day: string, at: number): string =>
    `1701000000${at},P1,Plan,data,1000,100,50,320102,江苏省,南京市,玄武区,S1,在用,2020-01-01,prepaid,1,zh,A${at},normal,${day}`;
  const lines = (days: readonly string[]): string =>
    [fixture('subscribers.csv').toString('utf8').split('\n')[0]?.trim(), ...days.map(line)].join(
      '\n',
    );

  it('is refused when the person and the file name different ones', async () => {
    const reply = await network.upload<WireError>(
      uploadPath('subscribers', 's.csv', { asOf: '2026-08-02' }),
      lines(['2026-08-01']),
    );
    expect(reply.status).toBe(422);
    expect(reply.body.errors?.['asOf']?.message).toBe('errors.imports.asOfDiffers');
  });

  it('fails the import when a later row is of another day, and leaves no snapshot', async () => {
    const file = await upload(network, 'subscribers', 's.csv', lines(['2026-08-01', '2026-08-03']));
    const failed = await run(app, network, file, 'commit');
    expect(failed).toMatchObject({ state: 'failed', failureKey: 'errors.imports.otherDay' });
    expect(failed.failureArgs).toMatchObject({ row: 3, found: '2026-08-03' });
    expect(await countIn('snapshots', { id: file.id })).toBe(0);
    expect(await countIn('line_facts', { snapshot_id: file.id })).toBe(0);
  });
});

describe('who may import what', () => {
  it('outages are network operations’ alone', async () => {
    const refused = await supervisor.upload<WireError>(
      uploadPath('outages', 'outages.csv'),
      fixture('outages.csv'),
    );
    expect([refused.status, refused.body.message]).toEqual([403, 'errors.imports.kindForbidden']);
    const file = await upload(network, 'outages', 'outages.csv');
    const other = await supervisor.post<WireError>(`/api/imports/${file.id}/commit`, {
      version: file.version,
    });
    expect(other.status).toBe(403);
    expect(await countIn('outages')).toBe(0);
  });

  it.each(['manager', 'auditor'] as const)('a %s only reads', async (role) => {
    const reader = await app.signIn(role);
    const refused = await reader.upload<WireError>(uploadPath('volumes', 'v.csv'), 'x');
    expect(refused.status).toBe(403);
    const seen = await reader.get<ImportRow[]>('/api/imports');
    expect(seen.status).toBe(200);
    expect(seen.body.length).toBeGreaterThan(0);
  });

  it('an administrator does not even read', async () => {
    const admin = await app.signIn('administrator');
    expect((await admin.get('/api/imports')).status).toBe(403);
  });
});

describe('the reject file', () => {
  it('names row, column and reason in the language asked for, runs no formula and shows no number', async () => {
    const bad = csv([
      row(1, { msisdn: '1380013', text: '=cmd|calc' }),
      row(2, { text: '+1' }),
      row(3, { product: '', msisdn: '13800138000', text: '＝HYPERLINK("x")' }),
    ]);
    const file = await upload(supervisor, 'unsubscribes', '=1 13800138000.csv', bad);
    expect(file.fileName).toBe('=1 138****8000.csv');
    await run(app, supervisor, file, 'dry-run');
    const reply = await supervisor.get<string>(`/api/imports/${file.id}/reject-file?lang=en`);
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+";/u);
    expect(reply.headers.get('content-type')).toMatch(/^text\/csv/u);
    const [head, ...lines] = reply.body
      .replace(/^\ufeff/u, '')
      .trimEnd()
      .split('\r\n');
    expect(head).toMatch(/^Row.*masked.*,Column,Reason,ticketNo,msisdn/u);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^2,msisdn,Not a valid mobile number,T-000001,1380013,/u);
    expect(lines[0]).toContain(`,'=cmd|calc,`);
    expect(lines[1]).toMatch(/^4,productCode,Required,T-000003,138\*\*\*\*8000,/u);
    expect(lines[1]).toContain(`'＝HYPERLINK`);
    const chinese = await supervisor.get<string>(`/api/imports/${file.id}/reject-file?lang=zh`);
    expect(chinese.body).toContain('不是有效的手机号码');
  });
});

describe('a run that is cut short', () => {
  it('stops after whole batches when it is cancelled', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'long.csv', longFile('C', 1_200));
    await app.features.inTransaction((f) =>
      f.imports.startCommit(systemCtx, file.id, file.version, true),
    );
    let batches = 0;
    let cancelled = 0;
    await runImport(systemCtx, file.id, 'commit', {
      world: app.world,
      outside: app.features,
      tools: {
        fenced: async (work) => {
          batches += 1;
          if (batches === 2) cancelled = await cancelNow(file.id);
          return app.features.inTransaction(work);
        },
        extendLease: () => Promise.resolve(),
        stopping: () => false,
      },
    });
    expect(cancelled).toBe(200);
    const after = await show(file.id);
    expect(after.state).toBe('cancelled');
    expect(after.rowsLanded).toBe(1_000);
    expect(await countIn('cases', { import_id: file.id })).toBe(after.rowsLanded);
    expect(after.fileKept).toBe(false);
  });

  it('goes on behind the last landed batch after a crash, and its counts are right', async () => {
    const text = longFile('R', 1_100).replace('R-000700', 'R-000001');
    const file = await upload(supervisor, 'unsubscribes', 'crash.csv', text);
    const started = await supervisor.post<ImportRecord>(`/api/imports/${file.id}/commit`, {
      version: file.version,
    });
    expect(started.status).toBe(200);
    // The worker dies in its second batch, with the transaction open.
    let batches = 0;
    const crash = runImport(systemCtx, file.id, 'commit', {
      world: app.world,
      outside: app.features,
      tools: {
        fenced: (work) =>
          app.features.inTransaction(async (f) => {
            const done = await work(f);
            batches += 1;
            if (batches === 2) throw new Error('power cut');
            return done;
          }),
        extendLease: () => Promise.resolve(),
        stopping: () => false,
      },
    });
    await expect(crash).rejects.toThrow('power cut');
    expect(await show(file.id)).toMatchObject({ state: 'committing', rowsTotal: 500 });
    await app.work();
    expect(await show(file.id)).toMatchObject({
      state: 'committed',
      rowsTotal: 1_100,
      rowsGood: 1_100,
      rowsRepeated: 1,
      rowsLanded: 1_099,
      rowsAlready: 0,
    });
    expect(await countIn('cases', { import_id: file.id })).toBe(1_099);
  });

  it('lets a cancelled dry run be started again', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'dry.csv', longFile('D', 10));
    const started = await supervisor.post<ImportRecord>(`/api/imports/${file.id}/dry-run`, {
      version: file.version,
    });
    const cancel = await supervisor.post(`/api/imports/${file.id}/cancel`, {
      version: started.body.version,
    });
    expect(cancel.status).toBe(200);
    await app.work();
    const idle = await show(file.id);
    expect(idle).toMatchObject({ state: 'uploaded', rowsTotal: 0, cancelRequested: false });
    expect(await run(app, supervisor, idle, 'dry-run')).toMatchObject({ rowsLanded: 10 });
  });

  it('refuses a stale version', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'stale.csv', longFile('S', 2));
    await run(app, supervisor, file, 'dry-run');
    const late = await supervisor.post<WireError>(`/api/imports/${file.id}/commit`, {
      version: file.version,
    });
    expect([late.status, late.body.message]).toEqual([409, 'errors.stale']);
  });

  const systemCtx = { actor: SYSTEM_ACTOR, requestId: 'test' };
  const show = async (id: string) =>
    (await supervisor.get<ImportRecord>(`/api/imports/${id}`)).body;
  const longFile = (prefix: string, count: number): string =>
    csv(
      Array.from({ length: count }, (_, at) =>
        row(at, { product: `7${prefix.charCodeAt(0)}` }).replace('T-', `${prefix}-`),
      ),
    );
  async function cancelNow(id: string): Promise<number> {
    const { version } = await show(id);
    return (await supervisor.post(`/api/imports/${id}/cancel`, { version })).status;
  }
});

describe('files nobody commits', () => {
  it('lose their bytes after a week', async () => {
    const file = await upload(supervisor, 'unsubscribes', 'old.csv', many(3));
    app.world.advance(8 * 86_400_000);
    const again = await app.signIn('supervisor');
    await app.work();
    const { body } = await again.get<ImportRecord>(`/api/imports/${file.id}`);
    expect(body).toMatchObject({ state: 'cancelled', fileKept: false });
  });

  it('are listed newest first, by kind and state', async () => {
    const client = await app.signIn('supervisor');
    await land(app, client, 'volumes', 'unsubscribe-volumes.csv');
    const filter = encodeURIComponent(JSON.stringify({ kind: ['volumes'], state: ['committed'] }));
    const { body } = await client.get<ImportRow[]>(`/api/imports?filter=${filter}`);
    expect(body).toMatchObject([{ kind: 'volumes', state: 'committed', rowsLanded: 3_584 }]);
  });
});
