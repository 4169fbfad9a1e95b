import { MAX_EVIDENCE_BYTES } from '#contract/evidence.ts';
import { endingOfName } from '../../features/evidence/evidence-type.ts';
import type { NewEvidence } from '../../features/evidence/evidence-store.ts';
import type { DemoScene } from '../demo.ts';

/** Papers of the outages that a third party or nature brought about, by the keys of the plan. */
const papers: Readonly<Record<string, readonly (readonly [name: string, lines: string[]])[]>> = {
  fibre: [
    [
      '巡线记录.txt',
      [
        '巡线记录',
        '地点：青岚区云岭路与望江路口',
        '挖断位置：12 号井至 13 号井之间，距 12 号井 41 米',
        '挖掘机作业，施工许可编号 YZ-2291，现场未联系管线交底',
        '熔接完成并测试合格后恢复业务',
      ],
    ],
    [
      '光路告警.csv',
      [
        '告警号,网元,级别,内容',
        'AL-88120,QL-OTN-03,紧急,光信号丢失',
        'AL-88121,QL-OTN-04,紧急,光信号丢失',
        'AL-88127,QL-PTN-11,重要,业务倒换失败',
        'AL-88131,990103-S004,重要,基站脱网',
      ],
    ],
  ],
  'overlap-b': [['施工方确认函.txt', ['致运营商：', '我司在南浦区的施工挖断光缆一处，特此确认。']]],
  typhoon: [
    ['台风红色预警.txt', ['台风红色预警信号', '沙洲县全县，预计阵风十四级以上', '请停止户外作业']],
    [
      '应急局通报.txt',
      ['县应急管理局通报', '全县三十七处基站停电或倒塔，道路中断，抢修待风力减弱'],
    ],
  ],
  power: [['停电通知.txt', ['供电公司停电通知', '东湖区变电站设备跳闸，影响云栖路片区']]],
  rain: [['暴雨橙色预警.txt', ['暴雨橙色预警信号', '青岚区三小时降水量已达 50 毫米']]],
  theft: [['报案回执.txt', ['报案回执', '案号 LH-1187', '案由：通信光缆被盗割']]],
  interconnect: [
    [
      '互联网关告警.csv',
      ['网关,方向,接通率', 'IGW-01,出,61.2%', 'IGW-02,出,58.7%', 'IGW-02,入,97.9%'],
    ],
  ],
};

export type DemoPapers = ReadonlyMap<string, readonly Omit<NewEvidence, 'outageId'>[]>;

/** Lays the files into their store, so that a transaction has only to name them. */
export async function layPapers({ runtime }: DemoScene): Promise<DemoPapers> {
  const laid = new Map<string, Omit<NewEvidence, 'outageId'>[]>();
  for (const [key, files] of Object.entries(papers)) {
    const found: Omit<NewEvidence, 'outageId'>[] = [];
    for (const [fileName, lines] of files) {
      const arrived = await runtime.features.evidenceFiles.receive(
        bytesOf(lines),
        MAX_EVIDENCE_BYTES,
      );
      await arrived.keep();
      const { sizeBytes, sha256 } = arrived;
      found.push({ fileName, ending: endingOfName(fileName), sizeBytes, sha256 });
    }
    laid.set(key, found);
  }
  return laid;
}

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}
