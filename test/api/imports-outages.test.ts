import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OutageEffects } from '#contract/effects.ts';
import type { ImportReject } from '#contract/imports.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { land, run, upload } from './import-support.ts';

const OUTAGES = `事件编号,标题,影响业务,严重程度,行政区代码,基站编码,原因,责任归属,开始时间,恢复时间,上级事件编号,预计恢复时间
OUT-A-1,主干光缆中断,数据|语音,中断,320100,,施工挖断光缆,第三方,2026-10-10 17:30,,,2026-10-10 22:00
OUT-A-2,玄武基站退服,数据,劣化,320102,NJ-0001|NJ-0002,供电中断,第三方,2026-10-10 17:31,2026-10-10 21:00,OUT-A-1,
OUT-A-3,再下一级,数据,中断,320102,,供电中断,第三方,2026-10-10 17:32,,OUT-A-2,
OUT-A-4,上级不存在,数据,中断,320102,,供电中断,第三方,2026-10-10 17:32,,OUT-A-9,
OUT-A-5,预计早于开始,数据,中断,320102,,供电中断,第三方,2026-10-10 17:32,,,2026-10-10 17:00
`;
const EFFECTS = `事件编号,日期,类型,是否补偿,数量,评分
OUT-A-1,2026-10-10,投诉,否,12,
OUT-A-1,2026-10-11,投诉,否,8,
OUT-A-1,2026-10-11,投诉,是,3,
OUT-A-1,2026-10-12,携号转出,否,2,
OUT-A-1,2026-10-12,满意度,是,30,8.50
OUT-A-1,2026-10-13,满意度,是,10,6.5
OUT-A-1,2026-10-09,投诉,否,1,
OUT-X-1,2026-10-12,投诉,否,1,
OUT-A-1,2026-10-12,满意度,否,5,
OUT-A-1,2026-10-12,投诉,否,5,9
OUT-A-1,2026-10-12,满意度,未知,5,10.5
`;

onEachEngine('Files about outages', (engine) => {
  let app: TestApp;
  let ops: TestClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    ops = await app.signIn('network_ops');
  });
  afterAll(() => app.close());

  const rejectsOf = async (id: string) =>
    (await ops.get<ImportReject[]>(`/api/imports/${id}/rejects`)).body.map((reject) => [
      reject.rowNo,
      reject.column,
      reject.reasonKey,
    ]);
  async function outageOf(number: string): Promise<OutageShow> {
    const [id = ''] = await app.db('outages').where({ number }).pluck<string[]>('id');
    return (await ops.get<OutageShow>(`/api/outages/${id}`)).body;
  }

  it('carry parents, estimates and sites; a dry run says what would be refused', async () => {
    const file = await upload(ops, 'outages', 'outages.csv', OUTAGES);
    const dry = await run(app, ops, file, 'dry-run');
    expect(dry).toMatchObject({ rowsTotal: 5, rowsGood: 2, rowsBad: 3, rowsLanded: 2 });
    expect(await rejectsOf(file.id)).toEqual([
      [4, '上级事件编号', 'rejects.parentIsChild'],
      [5, '上级事件编号', 'rejects.outageUnknown'],
      [6, '预计恢复时间', 'rejects.endBeforeStart'],
    ]);
    expect(await run(app, ops, dry, 'commit')).toMatchObject({ rowsLanded: 2 });
    const whole = await outageOf('OUT-A-1');
    expect(whole).toMatchObject({
      estimatedEndAt: Date.parse('2026-10-10T22:00:00+08:00'),
      childCount: 1,
    });
    expect(await outageOf('OUT-A-2')).toMatchObject({
      parentId: whole.id,
      siteCodes: ['NJ-0001', 'NJ-0002'],
    });
  });

  it('name parents however far above; a dry run remembers them and lands nothing', async () => {
    const [head = '', whole = ''] = OUTAGES.split('\n');
    const row = (number: string, parent: string) =>
      whole.replace('OUT-A-1', number).replace(',,2026-10-10 22:00', `,${parent},`);
    const between = Array.from({ length: 2_100 }, (_, i) => row(`OUT-F-${i}`, ''));
    const rows = [
      row('OUT-F-P', ''),
      ...between,
      row('OUT-F-C', 'OUT-F-P'),
      row('OUT-F-D', 'OUT-F-C'),
    ];
    const file = await upload(ops, 'outages', 'far.csv', [head, ...rows].join('\n'));
    const dry = await run(app, ops, file, 'dry-run');
    expect(dry).toMatchObject({ rowsTotal: 2_103, rowsBad: 1, rowsLanded: 2_102 });
    expect(await rejectsOf(file.id)).toEqual([[2_104, '上级事件编号', 'rejects.parentIsChild']]);
    expect(await app.db('outages').where({ number: 'OUT-F-P' })).toEqual([]);
  });

  it('tell what outages led to, summed by kind, compensated or not', async () => {
    const file = await land(app, ops, 'outage_effects', 'effects.csv', EFFECTS);
    expect(file).toMatchObject({ rowsTotal: 11, rowsLanded: 6, rowsBad: 5 });
    expect(await rejectsOf(file.id)).toEqual([
      [8, '日期', 'rejects.beforeOutage'],
      [9, '事件编号', 'rejects.outageUnknown'],
      [10, '评分', 'rejects.required'],
      [11, '评分', 'rejects.scoreElsewhere'],
      [12, '评分', 'rejects.notScore'],
    ]);
    const { id } = await outageOf('OUT-A-1');
    const effects = async () => (await ops.get<OutageEffects>(`/api/outages/${id}/effects`)).body;
    expect(await effects()).toMatchObject({
      sums: [
        { kind: 'complaint', compensated: 'yes', count: 3, scoreHundredths: null },
        { kind: 'complaint', compensated: 'no', count: 20, scoreHundredths: null },
        { kind: 'port_out', compensated: 'no', count: 2, scoreHundredths: null },
        { kind: 'satisfaction', compensated: 'yes', count: 40, scoreHundredths: 800 },
      ],
      firstOn: '2026-10-10',
      lastOn: '2026-10-13',
    });
    // A later file replaces what it says again, and only that.
    const later = EFFECTS.split('\n').slice(0, 2).join('\n').replace(',12,', ',15,');
    expect(await land(app, ops, 'outage_effects', 'later.csv', later)).toMatchObject({
      rowsLanded: 1,
    });
    expect((await effects()).sums[1]).toMatchObject({ count: 23 });
    const supervisor = await app.signIn('supervisor');
    const refused = await supervisor.upload(
      '/api/imports?kind=outage_effects&fileName=effects.csv',
      EFFECTS,
    );
    expect(refused.status).toBe(403);
  });
});
