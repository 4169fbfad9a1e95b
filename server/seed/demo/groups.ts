import type { DemoScene } from '../demo.ts';
import { DAY, HOUR } from './timeline.ts';

interface Group {
  id: string;
  version: number;
  first_seen_at: number;
  last_seen_at: number;
}

/**
 * Counted from the rows, because most cases ended behind the services; each group grew up a day after its start.
 * Before anything else runs jobs, whose schedules would do it at their own time.
 */
export async function settleCauses({ runtime, clock, times }: DemoScene): Promise<void> {
  const { db, features } = runtime;
  clock.goTo(times.anchorAt);
  await features.inTransaction((f) => f.causeGroups.counters.recount());
  const rows: { id: string; first_seen_at: number }[] = await db('cause_groups')
    .orderBy('first_seen_at')
    .select('id', 'first_seen_at');
  await features.inTransaction(async (f) => {
    for (const row of rows) {
      clock.goTo(Math.min(Number(row.first_seen_at) + DAY, times.anchorAt));
      await f.causeGroups.upkeep.evaluate([row.id]);
    }
  });
  clock.goTo(times.anchorAt);
}

/** Causes as people found them: each group at its state, some owned and explained; versions and reviews under way. */
export async function loadCauses(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  clock.goTo(times.anchorAt);
  const rows: { id: string }[] = await runtime.db('cause_groups').select('id');
  await runtime.features.inTransaction(async (f) => {
    await f.causeGroups.counters.recount();
    await f.causeGroups.upkeep.evaluate(rows.map(({ id }) => id).sort());
  });
  await workOnGroups(scene);
  await draftVersions(scene);
  await reviewRules(scene);
  clock.goTo(times.anchorAt);
}

async function groupBy(
  { runtime: { db } }: DemoScene,
  failureCode: string,
  rawCode: string,
): Promise<Group> {
  const row = (await db('cause_groups')
    .where({ failure_code: failureCode, raw_code: rawCode })
    .first()) as Group | undefined;
  if (row === undefined) throw new Error(`the demo has no group ${failureCode} ${rawCode}`);
  return row;
}

async function workOnGroups(scene: DemoScene): Promise<void> {
  const { runtime, clock, times, as } = scene;
  const write = runtime.features.inTransaction;
  const billing = await groupBy(scene, 'SYN-03', 'B2031');
  clock.goTo(times.anchorAt - 5 * HOUR);
  await write(async (f) => {
    const { service } = f.causeGroups;
    await service.take(as('linzx'), billing.id, { version: billing.version });
    await service.update(as('linzx'), billing.id, {
      version: billing.version + 1,
      name: '计费停止指令积压',
      fix: '计费侧停止指令队列夜间积压，次日 9 点后消化。已请计费组扩容，扩容前先核验再重发。',
    });
  });
  const owned = [
    ['TEC-01', 'HTTP504', 'chenmu'],
    ['SYN-05', '5012', 'guyuan'],
    ['SYN-04', '1007', 'zhouyn'],
  ] as const;
  for (const [code, raw, login] of owned) {
    const group = await groupBy(scene, code, raw);
    await write((f) => f.causeGroups.service.take(as(login), group.id, { version: group.version }));
  }
  await resolve(scene, ['SYN-06', '53'], times.anchorAt - 9 * DAY, '落库脚本已修复，回归通过');
  await resolve(scene, ['SET-05', '86'], times.anchorAt - HOUR, '工号权限已补齐');
  const muted = await groupBy(scene, 'POL-06', '0999_2');
  clock.goTo(times.anchorAt - 2 * DAY);
  await write((f) =>
    f.causeGroups.service.mute(
      { ...as('zhouyn'), reason: '账期内正常，账期结束自动恢复' },
      muted.id,
      {
        version: muted.version,
        reason: '账期内正常，账期结束自动恢复',
        untilAt: times.anchorAt + 8 * DAY,
        moreCases: 120,
      },
    ),
  );
  clock.goTo(times.anchorAt);
  await write((f) => f.causeGroups.upkeep.evaluate([muted.id]));
}

/** Resolved then; what came after makes it regressed. */
async function resolve(
  scene: DemoScene,
  [code, raw]: readonly [string, string],
  at: number,
  reason: string,
): Promise<void> {
  const { runtime, clock, times, as } = scene;
  const group = await groupBy(scene, code, raw);
  clock.goTo(Math.min(at, times.anchorAt));
  await runtime.features.inTransaction((f) =>
    f.causeGroups.service.resolve(as('linzx'), group.id, { version: group.version, reason }),
  );
  const [before] = await runtime
    .db('cases')
    .where({ group_id: group.id })
    .where('requested_at', '<=', at)
    .count<{ n: number }[]>({ n: '*' });
  // The counters already hold what came later.
  await runtime
    .db('cause_groups')
    .where({ id: group.id })
    .update({ resolved_cases: Number(before?.n ?? 0) });
  clock.goTo(times.anchorAt - 30 * 60_000);
  await runtime.features.inTransaction((f) => f.causeGroups.upkeep.evaluate([group.id]));
}

/** A mapping that waits for a second person, and a draft of the codes. */
async function draftVersions({ runtime, clock, times, as }: DemoScene): Promise<void> {
  clock.goTo(times.anchorAt - 3 * HOUR);
  await runtime.features.inTransaction(async (f) => {
    const editor = as('zhouyn');
    await f.mappings.mapCodes(editor, [
      { sourceSystem: 'PLAT', rawCode: '9417', failureCode: 'TEC-02' },
      { sourceSystem: 'PLAT', rawCode: '7731', failureCode: 'TEC-01' },
    ]);
    const draft = await f.mappings.draft(editor);
    await f.mappingRuns.try(editor, draft.id, { version: draft.version, scope: 'newest' });
    await f.mappings.submit(editor, draft.id, {
      version: draft.version,
      note: '平台 9417、7731 归类',
    });
  });
  await runtime.features.inTransaction(async (f) => {
    const editor = as('linzx');
    const id = await f.catalogueVersions.draft(editor);
    const row = (
      await f.catalogueReads.failureCodes({
        ...{ filter: { code: ['SYN-04'] }, sort: { column: 'code', descending: false } },
        ...{ offset: 0, limit: 1, withTotal: false },
      })
    ).rows[0];
    if (row === undefined) return;
    const { id: _id, ...entry } = row;
    await f.catalogueVersions.setCode(editor, id, {
      version: 1,
      entry: {
        ...entry,
        owner: 'partner',
        retryTries: 6,
        retryCapSeconds: 7200,
        remedyZh: '催促 SP 应答，两小时无果转协办',
        remedyEn: 'Press the partner; after two hours hand over',
      },
    });
  });
}

/** One review under way, one published. */
async function reviewRules({ runtime, clock, times, as }: DemoScene): Promise<void> {
  const write = runtime.features.inTransaction;
  clock.goTo(times.anchorAt - 18 * DAY);
  const shop = await write((f) =>
    f.ruleReviews.service.open(as('zhouyn'), {
      failureCode: 'POL-05',
      question: '「仅限营业厅办理」的业务，能否在 App 内完成身份校验后办理？',
      ownerId: as('shenqh').actor.id,
    }),
  );
  clock.goTo(times.anchorAt - 12 * DAY);
  await write(async (f) => {
    await f.ruleReviews.service.update(as('shenqh'), shop, {
      version: 1,
      findings: '其中七成用户已通过 App 实名校验，仍被要求到营业厅。投诉集中在偏远地区。',
    });
    await f.ruleReviews.service.publish(as('shenqh'), shop, {
      version: 2,
      outcome: 'change_text',
      outcomeText: '告知用户：已实名的可在 App 预约营业厅回电办理，不必到场。规则年底前修改。',
    });
  });
  clock.goTo(times.anchorAt - 2 * DAY);
  const contract = await write((f) =>
    f.ruleReviews.service.open(as('shenqh'), {
      failureCode: 'POL-01',
      question: '合约期内退订，提前解约费是否在首次告知时就说明？',
      ownerId: as('linzx').actor.id,
    }),
  );
  clock.goTo(times.anchorAt - DAY);
  await write((f) =>
    f.ruleReviews.service.update(as('linzx'), contract, {
      version: 1,
      findings: '抽查 20 件：12 件的首次短信没有写解约费。',
    }),
  );
}
