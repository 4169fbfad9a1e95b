import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRecord, ImportReject } from '#contract/imports.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { codesIn, fixture, land, run, upload } from './import-support.ts';

const BOSS = 'boss-unsubscribe-failures.csv';
/** The fixtures name the columns of unusable rows in their own words. */
const COLUMN_NAMES: Readonly<Record<string, string>> = {
  手机号码: 'msisdn',
  受理时间: 'time',
  '月费(元)': 'fee',
};

interface TicketCode {
  ticket_no: string;
  failure_code: string;
}

onEachEngine('the BOSS sample over HTTP', (engine) => {
  let app: TestApp;
  let supervisor: TestClient;
  let file: ImportRecord;

  beforeAll(async () => {
    app = await startApp({ engine });
    supervisor = await app.signIn('supervisor');
    file = await upload(supervisor, 'unsubscribes', BOSS);
  });
  afterAll(() => app.close());

  const countIn = async (table: string): Promise<number> => {
    const [row] = await app.db(table).count<{ n: number }[]>({ n: '*' });
    return Number(row?.n);
  };

  it('is read as GB18030 with every column found', () => {
    expect(file).toMatchObject({ state: 'uploaded', encoding: 'gb18030', missing: [] });
    expect(file.columns).toMatchObject({ ticketNo: '工单号', msisdn: '手机号码' });
  });

  it('counts 3,009 rows and 30 that cannot be used in a dry run, and lands nothing', async () => {
    file = await run(app, supervisor, file, 'dry-run');
    expect(file).toMatchObject({
      state: 'checked',
      rowsTotal: 3_009,
      rowsBad: 30,
      rowsGood: 2_979,
      rowsRepeated: 9,
      rowsLanded: 2_970,
      rowsAlready: 0,
      rejectsKept: 30,
      bytesDone: file.sizeBytes,
    });
    expect(await countIn('cases')).toBe(0);
    expect(await countIn('lines')).toBe(0);
  });

  it('names the right column of each unusable ticket, and shows no number in clear', async () => {
    const reply = await supervisor.get<ImportReject[]>(
      `/api/imports/${file.id}/rejects?range=[0,99]`,
    );
    expect(reply.headers.get('X-Total-Count')).toBe('30');
    const wrong = Object.entries(codesIn('expected-codes.json')).filter(
      ([, code]) => !/^[A-Z]+-\d+$/u.test(code),
    );
    expect(wrong).toHaveLength(30);
    const named = reply.body.map((reject) => [reject.original[0], COLUMN_NAMES[reject.column]]);
    expect(Object.fromEntries(named)).toEqual(Object.fromEntries(wrong));
    expect(JSON.stringify(reply.body)).not.toMatch(/1[3-9]\d{9}/u);
  });

  it('lands what the dry run said, with the codes of the catalogue', async () => {
    const foretold = file;
    file = await run(app, supervisor, file, 'commit');
    expect(file).toMatchObject({ state: 'committed', rowsLanded: 2_970, fileKept: false });
    expect(file.rowsJoined).toBe(foretold.rowsJoined);
    expect(await countIn('cases')).toBe(2_970);

    const rows = await app.db('cases').select<TicketCode[]>('ticket_no', 'failure_code');
    const expected = codesIn('expected-codes.json');
    const right = rows.filter((row) => expected[row.ticket_no] === row.failure_code);
    expect(right.length / rows.length).toBeGreaterThanOrEqual(0.99);
  });

  it('joins a second ticket of the same number and product to the first', async () => {
    const rows = (await app.db('cases').select('*')) as Record<string, string>[];
    const joined = rows.filter((row) => row['state'] === 'duplicate');
    expect(joined).toHaveLength(file.rowsJoined);
    expect(joined.length).toBeGreaterThan(60);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    for (const row of joined) {
      const first = byId.get(String(row['duplicate_of_id']));
      expect([first?.['line_id'], first?.['product_code']]).toEqual([
        row['line_id'],
        row['product_code'],
      ]);
    }
  });

  it('lands nothing new from the same file again', async () => {
    const again = await upload(supervisor, 'unsubscribes', BOSS);
    const checked = await run(app, supervisor, again, 'dry-run');
    expect(checked).toMatchObject({ rowsLanded: 0, rowsAlready: 2_970, rowsRepeated: 9 });
    const refused = await supervisor.post<{ message: string }>(`/api/imports/${again.id}/commit`, {
      version: checked.version,
    });
    expect([refused.status, refused.body.message]).toEqual([409, 'errors.imports.nothingToLand']);

    const direct = await land(app, supervisor, 'unsubscribes', BOSS);
    expect(direct).toMatchObject({ rowsLanded: 0, rowsAlready: 2_970, rowsBad: 30 });
    expect(await countIn('cases')).toBe(2_970);
  });

  it('writes one audit event for the upload and for the commit', async () => {
    const events = (await app
      .db('audit_events')
      .where({ subject_type: 'import', subject_id: file.id })
      // What each landing says of deadlines that were over before.
      .whereNot({ action: 'import.past_deadlines' })
      .orderBy('id')
      .pluck('action')) as string[];
    expect(events).toEqual([
      'import.uploaded',
      'import.dry_run_started',
      'import.commit_started',
      'import.committed',
    ]);
  });

  it('lands the failed orders of TM Forum 641 with their codes', async () => {
    const done = await land(app, supervisor, 'tmf641', 'tmf641-failed-service-orders.json');
    const expected = codesIn('expected-codes-tmf641.json');
    expect(done).toMatchObject({
      kind: 'tmf641',
      rowsBad: 0,
      rowsLanded: Object.keys(expected).length,
    });
    const rows = await app
      .db('cases')
      .where({ import_id: done.id })
      .select<TicketCode[]>('ticket_no', 'failure_code');
    const right = rows.filter((row) => expected[row.ticket_no] === row.failure_code);
    expect(right.length / rows.length).toBeGreaterThanOrEqual(0.99);
  });
});

onEachEngine('the other samples over HTTP', (engine) => {
  let app: TestApp;
  let network: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    network = await app.signIn('network_ops');
  });
  afterAll(() => app.close());

  it('lands 12,000 subscribers as one complete snapshot of the day the file names', async () => {
    const file = await upload(network, 'subscribers', 'subscribers.csv');
    expect(file.asOfOn).toBe('2026-08-01');
    const done = await run(app, network, file, 'commit');
    expect(done).toMatchObject({ state: 'committed', rowsLanded: 12_000, rowsBad: 0 });
    const snapshots: unknown = await app.db('snapshots').select('*');
    expect(snapshots).toMatchObject([
      { id: file.id, state: 'complete', line_count: 12_000, as_of_at: Date.UTC(2026, 6, 31, 16) },
    ]);
    const district = (await app.db('areas').where({ code: '510107' }).first()) as unknown;
    expect(district).toMatchObject({ parent_code: '510100', level: 'district' });
    const lines = await app.db('lines').select('msisdn_sealed', 'msisdn_masked').limit(50);
    expect(JSON.stringify(lines)).not.toMatch(/1[3-9]\d{9}/u);
  });

  it('keeps no second snapshot when the same file comes again', async () => {
    const again = await land(app, network, 'subscribers', 'subscribers.csv');
    expect(again).toMatchObject({ rowsLanded: 0, rowsAlready: 12_000 });
    const snapshots = (await app.db('snapshots').select('state')) as unknown[];
    expect(snapshots).toEqual([{ state: 'complete' }]);
    const [facts] = await app.db('line_facts').count<{ n: number }[]>({ n: '*' });
    expect(Number(facts?.n)).toBe(12_000);
  });

  it('makes a new snapshot beside the old one when a line changed', async () => {
    const text = fixture('subscribers.csv').toString('utf8');
    const changed = text.replace('5800,5120,756,', '5800,5120,755,');
    expect(changed).not.toBe(text);
    const file = await upload(network, 'subscribers', 'changed.csv', changed);
    expect(await run(app, network, file, 'dry-run')).toMatchObject({
      rowsLanded: 1,
      rowsAlready: 11_999,
    });
    const [again] = [await upload(network, 'subscribers', 'changed.csv', changed)];
    await run(app, network, again, 'commit');
    const counts = (await app
      .db('snapshots')
      .orderBy('id')
      .select('state', 'line_count')) as unknown;
    expect(counts).toEqual([
      { state: 'complete', line_count: 12_000 },
      { state: 'complete', line_count: 12_000 },
    ]);
  });

  it('lands 40 outages once, logged by who imported them', async () => {
    const done = await land(app, network, 'outages', 'outages.csv');
    expect(done).toMatchObject({ rowsLanded: 40, rowsBad: 0 });
    const again = await land(app, network, 'outages', 'outages.csv');
    expect(again).toMatchObject({ rowsLanded: 0, rowsAlready: 40 });
    const [row] = await app.db('outages').count<{ n: number }[]>({ n: '*' });
    expect(Number(row?.n)).toBe(40);
  });

  it('refuses the row of an outage whose area nobody knows', async () => {
    const text = fixture('outages.csv').toString('utf8').split('\r\n').slice(0, 2).join('\n');
    const wrong = text.replace('OUT-2026-1000', 'OUT-X').replace('320102', '990102');
    const file = await upload(network, 'outages', 'wrong.csv', wrong);
    expect(await run(app, network, file, 'dry-run')).toMatchObject({ rowsBad: 1, rowsLanded: 0 });
    const { body } = await network.get<ImportReject[]>(`/api/imports/${file.id}/rejects`);
    expect(body).toMatchObject([
      { rowNo: 2, column: '行政区代码', reasonKey: 'rejects.areaUnknown' },
    ]);
  });

  it('lands volumes, and counts as new only what a later file changes', async () => {
    const done = await land(app, network, 'volumes', 'unsubscribe-volumes.csv');
    expect(done).toMatchObject({ rowsLanded: 3_584, rowsBad: 0 });
    const text = fixture('unsubscribe-volumes.csv').toString('utf8');
    const changed = text.replace(',185,185,176', ',185,185,177');
    expect(changed).not.toBe(text);
    const again = await land(app, network, 'volumes', 'later.csv', changed);
    expect(again).toMatchObject({ rowsLanded: 1, rowsAlready: 3_583 });
  });
});

describe('the time a snapshot takes', () => {
  it('lands 12,000 lines without holding the database longer than a batch', async () => {
    const app = await startApp();
    try {
      const network = await app.signIn('network_ops');
      const file = await upload(network, 'subscribers', 'subscribers.csv');
      const started = await network.post(`/api/imports/${file.id}/commit`, {
        version: file.version,
      });
      expect(started.status).toBe(200);
      const work = app.work();
      // A page asked for meanwhile is answered before the landing ends.
      let ended = false;
      void work.then(() => {
        ended = true;
      });
      const reply = await network.get<ImportRecord>(`/api/imports/${file.id}`);
      expect([reply.status, ended]).toEqual([200, false]);
      await work;
    } finally {
      await app.close();
    }
  });
});
