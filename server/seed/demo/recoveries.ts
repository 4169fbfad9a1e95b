import type { RecoveryHead } from '#domain/recoveries.ts';
import { localDateAt } from '#domain/time.ts';
import type { Features } from '../../compose.ts';
import type { DemoScene } from '../demo.ts';
import type { DemoOutages } from './outages.ts';
import { DAY, HOUR } from './timeline.ts';

const AGENT = 'linzx';

/** A claim of the demo, and how far it gets. */
interface PlannedClaim {
  outage: string;
  party: string;
  address: string;
  heads: readonly (readonly [head: RecoveryHead, fen: number, basis: string])[];
  filedDaysAgo: number;
  paper: readonly [name: string, lines: readonly string[]];
  /** Claims what customers were credited as well. */
  withCredits?: boolean;
  fate: 'settled' | 'part' | 'late' | 'filed';
}

const plan: readonly PlannedClaim[] = [
  {
    outage: 'interconnect',
    party: '友商互联中心',
    address: '云州市东湖区互联路 8 号',
    heads: [['traffic', 1_260_000, '网间话务损失 4,200 分钟，按结算价']],
    filedDaysAgo: 41,
    paper: ['话务损失计算表.csv', ['时段,损失分钟,单价', '10:10-11:05,4200,3.00']],
    fate: 'settled',
  },
  {
    outage: 'theft',
    party: '鑫达线缆回收公司',
    address: '云州市临海区海堤路 21 号',
    heads: [
      ['repair', 4_830_000, '更换 48 芯光缆 620 米，含人工'],
      ['traffic', 350_000, '夜间数据业务量损失'],
    ],
    filedDaysAgo: 36,
    withCredits: true,
    paper: ['抢修结算单.txt', ['抢修结算单', '48 芯光缆 620 米', '合计 48,300.00 元']],
    fate: 'part',
  },
  {
    outage: 'power',
    party: '云州供电公司',
    address: '云州市东湖区电力大道 1 号',
    heads: [['repair', 865_000, '应急发电车两台，油料与人工']],
    filedDaysAgo: 12,
    paper: ['发电车派工单.txt', ['发电车派工单', '两台，共 132 分钟', '合计 8,650.00 元']],
    fate: 'late',
  },
  {
    outage: 'fibre',
    party: '云州市政工程公司',
    address: '云州市青岚区望江路 77 号',
    heads: [
      ['repair', 2_318_050, '光缆熔接 4 处，抢修队两组，夜间加倍'],
      ['traffic', 940_000, '数据与语音业务量损失'],
    ],
    filedDaysAgo: 2,
    paper: ['熔接抢修单.txt', ['熔接抢修单', '4 处，夜间施工', '合计 23,180.50 元']],
    fate: 'filed',
  },
];

/** Claims on third parties: one settled, one partly paid, one past its date, one without a letter yet. */
export async function loadRecoveries(scene: DemoScene, outages: DemoOutages): Promise<void> {
  const { clock, times } = scene;
  for (const claim of plan) {
    const outageId = outages.get(claim.outage);
    if (outageId === undefined) continue;
    clock.goTo(times.anchorAt - claim.filedDaysAgo * DAY + 2 * HOUR);
    await live(scene, outageId, claim);
  }
  clock.goTo(times.anchorAt);
}

async function live(scene: DemoScene, outageId: string, claim: PlannedClaim): Promise<void> {
  const { runtime, clock, times, as } = scene;
  const ctx = as(AGENT);
  const [fileName, lines] = claim.paper;
  const stored = await runtime.features.storeFile(
    {
      name: encodeURIComponent(fileName),
      declaredBytes: undefined,
      body: bytesOf(lines),
    },
    async () => {},
  );
  const [firstHead = 'repair'] = claim.heads.map(([head]) => head);
  const id = await runtime.features.inTransaction(async (f) => {
    const { claimableFen } = await f.recoveryReads.basis(ctx, outageId);
    const credits = claim.withCredits === true && claimableFen > 0;
    const made = await f.recoveries.file(ctx, {
      ...{ outageId, party: claim.party, partyAddress: claim.address },
      heads: [
        ...claim.heads.map(([head, claimedFen, basis]) => ({ head, claimedFen, basis })),
        ...(credits
          ? [{ head: 'compensation' as const, claimedFen: claimableFen, basis: '已入账用户补偿' }]
          : []),
      ],
    });
    await f.recoveryFiles.add(ctx, { recoveryId: made, head: firstHead, ...stored });
    return made;
  });
  const step = async (
    days: number,
    act: (f: Features, version: number) => Promise<void>,
  ): Promise<void> => {
    clock.goTo(clock.now() + days * DAY);
    await runtime.features.inTransaction(async (f) =>
      act(f, (await f.recoveries.seen(ctx, id)).version),
    );
  };
  if (claim.fate === 'filed') return;
  const inDays = (days: number) => clock.now() + days * DAY;
  await step(1, (f, version) => f.recoveries.sendLetter(ctx, id, { version, dueAt: inDays(7) }));
  if (claim.fate === 'late') return;
  const heads = claim.heads.map(([head, fen]) => ({
    head,
    agreedFen: claim.fate === 'settled' ? fen : Math.floor(fen / 1000) * 800,
  }));
  const today = () => localDateAt(times.zone, clock.now());
  await step(9, (f, version) =>
    f.recoveries.negotiate(ctx, id, { version, reason: '对方来电，要求核对单价' }),
  );
  await step(3, (f, version) =>
    f.recoveries.agree(ctx, id, {
      ...{ version, heads, dueAt: inDays(60) },
      ...(claim.fate === 'settled' ? {} : { reason: '按八成和解，分期支付' }),
    }),
  );
  await step(8, (f, version) =>
    f.recoveries.receive(ctx, id, {
      ...{ version, head: firstHead, receivedOn: today(), reference: '银行回单 0417' },
      amountFen: claim.fate === 'settled' ? (heads[0]?.agreedFen ?? 0) : 2_000_000,
    }),
  );
}

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}
