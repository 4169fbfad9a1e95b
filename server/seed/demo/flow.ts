import type { Knex } from 'knex';
import type { TaskQueue } from '#domain/task-queues.ts';
import type { Features } from '../../compose.ts';
import { runTransaction } from '../../db/transaction.ts';
import type { DemoScene } from '../demo.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';

/** Clocks, complaints and tasks of the demo; after the cases have met their fates. */
export async function loadFlow(scene: DemoScene): Promise<void> {
  await runTransaction(scene.runtime.db, (trx) => settleClocks(trx, scene.times.anchorAt));
  await complain(scene);
  await makeTasks(scene);
  await ringPast(scene);
  await draftRows(scene);
  scene.clock.goTo(scene.times.anchorAt);
}

/**
 * Clocks of cases whose past was written set-wise stop with them, on time or late; every case was acknowledged
 * within the minute.
 */
async function settleClocks(trx: Knex, anchorAt: number): Promise<void> {
  const ofCase = (expression: string, ...bindings: number[]) =>
    trx.raw(`(select ${expression} from cases where cases.id = clocks.subject_id)`, bindings);
  await trx('clocks')
    .where('kind', 'acknowledge')
    .update({
      started_at: ofCase('opened_at'),
      due_at: ofCase('opened_at + ?', MINUTE),
      stopped_at: ofCase('opened_at + ? + requested_at % ?', 9_000, 41_000),
      stop_cause: 'moved',
      next_at: null,
    });
  const ended = trx('cases')
    .whereRaw('cases.id = clocks.subject_id')
    .whereNotNull('ended_at')
    .select('cases.id');
  await trx('clocks')
    .whereNull('stopped_at')
    .whereExists(ended)
    .update({
      stopped_at: ofCase('ended_at'),
      stop_cause: ofCase('state'),
      next_at: null,
      paused_since: null,
    });
  const over = trx('clocks').whereNotNull('stopped_at').where('started_at', '<', anchorAt);
  for (const [mark, at] of [
    ['warned_at', 'warn_at'],
    ['breached_at', 'due_at'],
  ] as const)
    await over
      .clone()
      .where(at, '<', trx.ref('stopped_at'))
      .update({ [mark]: trx.ref(at) });
}

const complaints = [
  { source: '10086', daysAgo: 0.2, reference: '2026-KF-20817' },
  { source: '10086', daysAgo: 2, reference: '2026-KF-20655' },
  {
    source: '10086',
    daysAgo: 4,
    reference: '2026-KF-20493',
    reply: '已致电说明原因，退订已重新下发。',
  },
  { source: '12345', daysAgo: 3, reference: 'SZ12345-118204' },
  { source: '12345', daysAgo: 10.4, reference: 'SZ12345-117733' },
  { source: '工信部', daysAgo: 5, reference: 'MIIT-26-3391' },
  { source: '工信部', daysAgo: 14.6, reference: 'MIIT-26-3207' },
  { source: 'other', daysAgo: 1, reference: null },
] as const;

/** Open cases, the oldest first: long waits are what people complain of. */
async function openCases(db: Knex, state: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db('cases')
    .where({ state, demo: true })
    .whereNull('ended_at')
    .orderBy('requested_at')
    .limit(limit)
    .select('id');
  return rows.map((row) => row.id);
}

async function complain(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  const ids = await openCases(runtime.db, 'waiting_date', complaints.length);
  const ctx = scene.as('zhouyn');
  await runtime.features.inTransaction(async (f) => {
    for (const [index, complaint] of complaints.entries()) {
      const row = await f.caseStore.find(ids[index] ?? '');
      if (row === undefined) continue;
      const at = Math.max(times.anchorAt - complaint.daysAgo * DAY, row.requestedAt + HOUR);
      clock.goTo(Math.min(at + 20 * MINUTE, times.anchorAt));
      await f.complaints.record(ctx, row.id, {
        version: row.version,
        source: complaint.source,
        at: Math.min(at, clock.now()),
        ...(complaint.reference === null ? {} : { reference: complaint.reference }),
      });
      if ('reply' in complaint) await answer(scene, f, row.id, complaint.reply);
    }
  });
}

async function answer(scene: DemoScene, f: Features, caseId: string, reply: string) {
  scene.clock.goTo(Math.min(scene.clock.now() + DAY, scene.times.anchorAt));
  const ctx = scene.as('zhouyn');
  const [complaint] = (await f.clockReads.ofCase(ctx, caseId)).complaints;
  if (complaint === undefined) return;
  await f.complaints.reply(ctx, caseId, { complaintId: complaint.id, reply });
}

interface DemoTask {
  queue: TaskQueue;
  title: string;
  body: string;
  minutesAgo: number;
  until: 'open' | 'taken' | 'answered' | 'closed';
  answer?: string;
  hold?: boolean;
}

const tasks: readonly DemoTask[] = [
  {
    ...{ queue: 'network', title: '核对 HLR 签约是否已删除', minutesAgo: 300, until: 'open' },
    body: '平台与计费都已取消，网元仍显示有效，请核对并删除签约数据。',
    hold: true,
  },
  {
    ...{ queue: 'network', title: 'PCRF 策略未下发，请排查', minutesAgo: 95, until: 'open' },
    body: '三次重新同步均无回执，同区域还有十余件。',
  },
  {
    ...{ queue: 'network', title: '确认中断期间的退订是否需要补发', minutesAgo: 40, until: 'open' },
    body: '中断期间受理的退订，请确认网元侧是否都已收到。',
  },
  {
    ...{ queue: 'network', title: '用户反映退订后仍可使用', minutesAgo: 170, until: 'taken' },
    body: '请按签约数据逐项核对，并说明最近一次变更时间。',
    hold: true,
  },
  {
    ...{
      queue: 'network',
      title: '网元返回 5012，是否为已知故障',
      minutesAgo: 260,
      until: 'taken',
    },
    body: '今日上午起集中出现，请确认是否与割接有关。',
  },
  {
    ...{ queue: 'network', title: '签约残留，请手工清理', minutesAgo: 900, until: 'answered' },
    body: '自动删除失败，请手工清理并回读。',
    answer: '已手工删除签约，回读为无签约。',
    hold: true,
  },
  {
    ...{ queue: 'network', title: '核对位置更新失败的号码', minutesAgo: 2_900, until: 'closed' },
    body: '该号码长期未开机，请确认状态。',
    answer: '号码长期关机，开机后自动更新，不影响退订。',
  },
  {
    ...{ queue: 'it', title: '接口超时，请查网关日志', minutesAgo: 210, until: 'open' },
    body: '下发后 30 秒无回执，流水号见工单执行记录。',
  },
  {
    ...{ queue: 'it', title: '订单状态长时间为处理中', minutesAgo: 480, until: 'taken' },
    body: '订单中心显示处理中超过六小时，请确认是否卡单。',
  },
  {
    ...{ queue: 'it', title: '重复订单清理', minutesAgo: 1_500, until: 'answered' },
    body: '同一业务两笔退订订单，请作废其中一笔。',
    answer: '已作废后一笔，前一笔正常执行。',
  },
  {
    ...{ queue: 'it', title: '短信回执未入库', minutesAgo: 4_200, until: 'closed' },
    body: '用户已回复确认，系统未收到。',
    answer: '回执队列积压已清，后续正常。',
  },
  {
    ...{ queue: 'billing', title: '停计费指令未记录', minutesAgo: 130, until: 'open' },
    body: '三方均已取消，计费侧没有停机记录，请补停并回告时间。',
    hold: true,
  },
  {
    ...{ queue: 'billing', title: '核对本月是否已出账', minutesAgo: 330, until: 'taken' },
    body: '请确认退订生效日后的扣费，列出日期和金额。',
  },
  {
    ...{ queue: 'billing', title: '确认退费金额', minutesAgo: 1_900, until: 'answered' },
    body: '用户已缴 10 元，请确认可退金额。',
    answer: '可退 10.00 元，已登记，随下一退费批次处理。',
  },
  {
    ...{ queue: 'billing', title: '账期中途退订的折算', minutesAgo: 5_600, until: 'closed' },
    body: '请说明按日折算的规则。',
    answer: '该业务按整月收费，当月不折算。',
  },
  {
    ...{ queue: 'partner', title: '请合作方确认停止服务', minutesAgo: 720, until: 'open' },
    body: '平台已通知两次未回执，请联系对方并确认数据删除。',
  },
  {
    ...{ queue: 'partner', title: '合作方重复扣费投诉', minutesAgo: 1_100, until: 'taken' },
    body: '用户称退订后合作方仍从第三方支付扣费。',
  },
  {
    ...{ queue: 'partner', title: '确认会员权益终止时间', minutesAgo: 3_300, until: 'answered' },
    body: '请确认权益终止时间，便于答复用户。',
    answer: '权益已于昨日 24:00 终止。',
  },
  {
    ...{ queue: 'risk', title: '疑似代理退订', minutesAgo: 60, until: 'open' },
    body: '同一来电十分钟内为三个号码办理退订，请核实。',
  },
  {
    ...{ queue: 'risk', title: '身份校验连续失败', minutesAgo: 2_200, until: 'closed' },
    body: '五次服务密码错误后由第三方渠道提交。',
    answer: '已核实为机主本人，可继续办理。',
  },
];

/** Each task at its time, walked to the state it stands in. */
async function makeTasks(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  const ids = await openCases(runtime.db, 'open', tasks.length + 40);
  await runtime.features.inTransaction(async (f) => {
    for (const [index, task] of tasks.entries()) {
      const row = await f.caseStore.find(ids[index + 20] ?? '');
      if (row?.state !== 'open') continue;
      const madeAt = Math.max(times.anchorAt - task.minutesAgo * MINUTE, row.openedAt + MINUTE);
      clock.goTo(Math.min(madeAt, times.anchorAt));
      const id = await f.tasks.create(scene.as(index % 2 === 0 ? 'linzx' : 'zhouyn'), {
        queue: task.queue,
        title: task.title,
        body: task.body,
        caseId: row.id,
        holdCase: task.hold === true,
        ...(task.hold === true ? { caseVersion: row.version } : {}),
      });
      await walk(scene, f, id, task);
    }
  });
}

async function walk(scene: DemoScene, f: Features, id: string, task: DemoTask): Promise<void> {
  if (task.until === 'open') return;
  const { clock, times } = scene;
  const by = scene.as(task.queue === 'network' ? NETWORK : 'linzx');
  const version = async () => (await f.taskStore.find(id))?.version ?? 1;
  const later = (minutes: number) =>
    clock.goTo(Math.min(clock.now() + minutes * MINUTE, times.anchorAt));
  later(12);
  await f.tasks.take(by, id, await version());
  if (task.until === 'taken') return;
  later(90);
  await f.tasks.answer(by, id, { version: await version(), answer: task.answer ?? '' });
  if (task.until === 'answered') return;
  later(30);
  await f.tasks.close(by, id, { version: await version() });
}

/** Who works the network's queue in the demo. */
const NETWORK = 'chenmu';
const MOST_INSTANTS = 120;

/** Warnings and breaches of the hours before the start, each at its own time; the rest is the schedule's. */
async function ringPast(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  for (let n = 0; n < MOST_INSTANTS; n += 1) {
    const row: { next_at: number } | undefined = await runtime
      .db('clocks')
      .where('next_at', '<=', times.anchorAt)
      .orderBy('next_at')
      .first('next_at');
    if (row === undefined) return;
    clock.goTo(Number(row.next_at));
    await runtime.features.inTransaction((f) => f.clockWatch.turn('demo', 100));
  }
}

/** One row waits for a second person, one is being worked on. */
async function draftRows(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  clock.goTo(times.anchorAt - 3 * HOUR);
  await runtime.features.inTransaction(async (f) => {
    const rules = await f.clockReads.policies({
      ...{ filter: {}, offset: 0, limit: 50, withTotal: false },
      sort: { column: 'p.id', descending: false },
    });
    const idOf = (kind: string) => rules.rows.find((row) => row.kind === kind)?.id ?? '';
    const maker = scene.as('zhouyn');
    const complaint = await f.clockPolicies.draft(maker, {
      basedOnId: idOf('complaint'),
      newRow: false,
    });
    await f.clockPolicies.update(maker, complaint, {
      version: 1,
      dueMs: 10 * DAY,
      warnMs: 7 * DAY,
    });
    await f.clockPolicies.submit(maker, complaint, { version: 2 });
    const narrow = await f.clockPolicies.draft(scene.as('linzx'), {
      basedOnId: idOf('technical'),
      newRow: true,
    });
    await f.clockPolicies.update(scene.as('linzx'), narrow, {
      version: 1,
      nameZh: '技术完成（同步类）',
      nameEn: 'Technical completion (sync)',
      dueMs: 12 * HOUR,
      warnMs: HOUR,
      applies: { categories: ['sync'], productCodes: [], areaCodes: [] },
    });
  });
}
