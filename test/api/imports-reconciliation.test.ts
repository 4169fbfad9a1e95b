import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRecord } from '#contract/cases.ts';
import type { ImportRecord } from '#contract/imports.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

const HEADER = '手机号码,业务代码,SP代码,平台状态,CRM状态,计费状态,变更时间';
const row = (
  n: number,
  platform: string,
  crm: string,
  billing = '',
  since = '2026-11-20 09:00:00',
) => `1391234${String(n).padStart(4, '0')},601204,SP0044,${platform},${crm},${billing},${since}`;

const FILE = [
  HEADER,
  row(1, '在用', '在用'),
  row(2, '在用', '已退订'),
  row(3, '在用', ''),
  row(4, '', '在用'),
  row(5, '已退订', '已退订', '在用'),
  row(6, '已取消', '无'),
  row(2, '在用', '已退订'),
  row(7, '', ''),
  row(8, '半开', '在用'),
  row(9, '在用', '未知'),
  row(1, '在用', '在用'),
].join('\n');

onEachEngine('A reconciliation of platform and CRM', (engine) => {
  let app: TestApp;
  let client: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    client = await app.signIn('network_ops');
  });
  afterAll(() => app.close());

  async function upload(content: string): Promise<ImportRecord> {
    const reply = await client.upload<ImportRecord>(
      '/api/imports?kind=reconciliation&fileName=relations.csv',
      content,
    );
    expect([200, 201]).toContain(reply.status);
    return reply.body;
  }
  async function run(record: ImportRecord, verb: string): Promise<ImportRecord> {
    const begun = await client.post(`/api/imports/${record.id}/${verb}`, {
      version: record.version,
    });
    expect(begun.status).toBe(200);
    await app.work();
    return (await client.get<ImportRecord>(`/api/imports/${record.id}`)).body;
  }
  const foundIn = async (record: ImportRecord) => {
    const filter = encodeURIComponent(JSON.stringify({ importId: [record.id] }));
    return (await client.get<CaseRecord[]>(`/api/cases?filter=${filter}&range=[0,99]`)).body;
  };

  it('foretells the differences with the first of them, and lands nothing yet', async () => {
    const checked = await run(await upload(FILE), 'dry-run');
    expect(checked).toMatchObject({
      state: 'checked',
      missing: [],
      rowsTotal: 11,
      rowsBad: 2,
      rowsRepeated: 1,
      rowsLanded: 4,
      rowsAlready: 4,
      findings: {
        agreeing: 4,
        kinds: { PLATFORM_ONLY: 2, CRM_ONLY: 1, BILLING_ONLY: 1 },
      },
    });
    expect(
      checked.findings?.first.map(({ rowNo, kind, platform, crm }) => [rowNo, kind, platform, crm]),
    ).toEqual([
      [3, 'PLATFORM_ONLY', 'active', 'cancelled'],
      [4, 'PLATFORM_ONLY', 'active', 'absent'],
      [5, 'CRM_ONLY', 'absent', 'active'],
      [6, 'BILLING_ONLY', 'cancelled', 'cancelled'],
    ]);
    expect(JSON.stringify(checked)).not.toMatch(/1391234\d{4}/);
    expect(await app.db('cases')).toEqual([]);
  });

  it('opens a case of the right code for each difference, with the states that were read', async () => {
    const done = await run(await upload(FILE), 'commit');
    expect(done).toMatchObject({ state: 'committed', rowsLanded: 4, rowsJoined: 0 });
    const found = await foundIn(done);
    const codes = Object.fromEntries(found.map((one) => [one.msisdnMasked, one.failureCode]));
    expect(codes).toEqual({
      '139****0002': 'SYN-01',
      '139****0003': 'SYN-01',
      '139****0004': 'SYN-02',
      '139****0005': 'SYN-03',
    });
    const second = found.find((one) => one.msisdnMasked === '139****0002');
    expect(second).toMatchObject({ state: 'open', ticketNo: expect.stringMatching(/^RC-/) });
    expect(JSON.stringify(found)).not.toContain('13912340002');
    const [stored] = await app.db('cases').where({ ticket_no: second?.ticketNo });
    expect(stored).toMatchObject({ crm_actual: 'cancelled', platform_actual: 'active' });
  });

  it('of the same lists again opens nothing, one that came back opens anew', async () => {
    const again = await run(await upload(FILE), 'commit');
    expect(again).toMatchObject({ rowsLanded: 0, findings: { agreeing: 4 } });
    await app.db('cases').update({ ended_at: app.world.now(), state: 'verified' });
    const back = [HEADER, row(2, '在用', '已退订', '', '2026-11-21 09:00:00')].join('\n');
    expect(await run(await upload(back), 'commit')).toMatchObject({ rowsLanded: 1 });
  });

  it('names what cannot be read: a row of neither list, a word that means nothing', async () => {
    const checked = await run(await upload(FILE), 'dry-run');
    const rejects = await client.get<{ reasonKey: string; rowNo: number }[]>(
      `/api/imports/${checked.id}/rejects`,
    );
    expect(rejects.body.map(({ rowNo, reasonKey }) => [rowNo, reasonKey])).toEqual([
      [9, 'rejects.noRelation'],
      [10, 'rejects.unknownWord'],
    ]);
  });

  it('needs both sides: a list of one only is sent back to its columns', async () => {
    const [, ...rows] = FILE.split('\n');
    const one = [HEADER.replace('CRM状态', '备注'), ...rows].join('\n');
    expect((await upload(one)).missing).toEqual(['crmState']);
  });

  describe('of two files', () => {
    const PLATFORM = [
      '手机号码,业务代码,SP代码,状态,变更时间',
      ...side('在用', 11, 12, 13),
      side('已退订', 14, 15, 17)[0],
      '13912340099,601204,SP0044,半开,2026-11-20 09:00:00',
      // An older state of a relation that stands above.
      '13912340011,601204,SP0044,已退订,2026-11-01 09:00:00',
    ].join('\n');
    const CRM = [
      'mobile,product,partner,state,billing,since',
      ...side('active', 11, 16).map((line) => line.replace(/,([^,]*)$/u, ',,$1')),
      ...side('cancelled', 12).map((line) => line.replace(/,([^,]*)$/u, ',,$1')),
      ...side('cancelled', 14).map((line) => line.replace(/,([^,]*)$/u, ',active,$1')),
      'nobody,601204,SP0044,active,,2026-11-20 09:00:00',
    ].join('\n');

    function side(state: string, ...numbers: number[]): string[] {
      return numbers.map((n) => `139123400${n},601204,SP0044,${state},2026-11-20 09:00:00`);
    }
    async function uploadBoth(platform = PLATFORM, crm = CRM): Promise<ImportRecord> {
      const first = await client.upload<ImportRecord>(
        '/api/imports?kind=relations&fileName=platform.csv',
        platform,
      );
      expect(first.status).toBe(201);
      const second = await client.upload<ImportRecord>(
        `/api/imports/${first.body.id}/crm-file?fileName=crm.csv`,
        crm,
      );
      expect([second.status, second.body]).toMatchObject([200, { crmFile: { missing: [] } }]);
      return second.body;
    }
    const tellings = (record: ImportRecord) =>
      record.findings?.first
        .map(({ msisdnMasked, kind, list, rowNo }) => [msisdnMasked, kind, list, rowNo])
        .sort();

    it('joins them, and counts what each of them held', async () => {
      const checked = await run(await uploadBoth(), 'dry-run');
      expect(checked).toMatchObject({
        state: 'checked',
        rowsTotal: 7,
        rowsBad: 2,
        rowsLanded: 4,
        rowsAlready: 1,
        findings: {
          agreeing: 1,
          kinds: { PLATFORM_ONLY: 2, CRM_ONLY: 1, BILLING_ONLY: 1 },
          lists: {
            platform: { rows: 6, bad: 1, repeated: 1 },
            crm: { rows: 5, bad: 1, repeated: 0 },
          },
        },
      });
      expect(tellings(checked)).toEqual([
        ['139****0012', 'PLATFORM_ONLY', 'platform', 3],
        ['139****0013', 'PLATFORM_ONLY', 'platform', 4],
        ['139****0014', 'BILLING_ONLY', 'platform', 5],
        ['139****0016', 'CRM_ONLY', 'crm', 3],
      ]);
      expect(await app.db('import_parts').whereNot('part', 'crm')).toEqual([]);
    });

    it('names the rows of each that cannot be read, and hands each its own reject file', async () => {
      const checked = await run(await uploadBoth(), 'dry-run');
      const rejects = await client.get<{ reasonKey: string; rowNo: number; list: string }[]>(
        `/api/imports/${checked.id}/rejects`,
      );
      expect(rejects.body.map(({ list, rowNo, reasonKey }) => [list, rowNo, reasonKey])).toEqual([
        ['platform', 6, 'rejects.unknownWord'],
        ['crm', 6, 'rejects.notMsisdn'],
      ]);
      const file = await client.get<string>(
        `/api/imports/${checked.id}/reject-file?list=crm&lang=en`,
      );
      const lines = file.body.trim().split('\r\n');
      expect(lines).toHaveLength(2);
      expect(lines[0]).toContain('mobile,product,partner,state,billing,since');
      expect(file.headers.get('content-disposition')).toContain('crm-rejects.csv');
    });

    it('opens the same cases as one joined file, and none of them twice', async () => {
      const done = await run(await uploadBoth(), 'commit');
      expect(done).toMatchObject({ state: 'committed', rowsLanded: 4, fileKept: false });
      const codes = (await foundIn(done)).map((one) => [one.msisdnMasked, one.failureCode]).sort();
      expect(codes).toEqual([
        ['139****0012', 'SYN-01'],
        ['139****0013', 'SYN-01'],
        ['139****0014', 'SYN-03'],
        ['139****0016', 'SYN-02'],
      ]);
      const joined = [HEADER, row(12, '在用', '已退订'), row(16, '', '在用')].join('\n');
      expect(await run(await upload(joined), 'commit')).toMatchObject({ rowsLanded: 0 });
      expect(await app.db('import_parts').where({ import_id: done.id })).toEqual([]);
    });

    it('does not begin without the second list, and takes a better one in its place', async () => {
      const only = await client.upload<ImportRecord>(
        '/api/imports?kind=relations&fileName=platform.csv',
        PLATFORM,
      );
      const early = await client.post(`/api/imports/${only.body.id}/dry-run`, {
        version: only.body.version,
      });
      expect([early.status, early.body]).toMatchObject([
        422,
        { errors: { crmFile: { message: 'errors.imports.crmMissing' } } },
      ]);
      const both = await uploadBoth();
      const path = `/api/imports/${both.id}/crm-file?fileName=better.csv`;
      const better = await client.upload<ImportRecord>(path, `${CRM.split('\n')[0] ?? ''}\n`);
      expect(better.body).toMatchObject({ crmFile: { fileName: 'better.csv' } });
      const checked = await run(better.body, 'dry-run');
      expect(checked.findings).toMatchObject({
        kinds: { PLATFORM_ONLY: 3 },
        lists: { crm: { rows: 0 } },
      });
    });
  });
});
