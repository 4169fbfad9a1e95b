import type { DemoScene } from '../demo.ts';

/** Views that people of the demo keep, some shared, and one rule that gives cases away. */
export async function loadViews(scene: DemoScene): Promise<void> {
  const { runtime } = scene;
  const sort: ['dueAt', 'ASC'] = ['dueAt', 'ASC'];
  const supervisor = scene.as('linzx');
  const colleague = scene.as('zhouyn');
  const views = [
    [supervisor, '计费未停', { stateGroup: 'open_any', failureCode: ['SYN-03'] }, []],
    [supervisor, '今日先办', { stateGroup: 'open_any', dueInHours: 24, overcharged: true }, []],
    [colleague, '网关超时', { stateGroup: 'open_any', q: '超时' }, ['supervisor', 'network_ops']],
    [colleague, '高月费', { stateGroup: 'open_any', feeMinFen: 2_000 }, ['supervisor', 'manager']],
  ] as const;
  await runtime.features.inTransaction(async (f) => {
    for (const [ctx, name, filter, roles] of views)
      await f.views.save(ctx, {
        name,
        filter,
        sort,
        columns: null,
        density: null,
        roles: [...roles],
      });
    await f.assignment.save(supervisor, {
      name: '有争议的订购',
      position: 1,
      active: true,
      conditions: { failureCode: ['USR-05'] },
      people: [supervisor.actor.id, colleague.actor.id],
    });
    await f.assignment.save(supervisor, {
      name: '网元与接口（夜班）',
      position: 2,
      active: false,
      conditions: { category: ['technical'], stage: ['network'] },
      people: [scene.as('zhouyn').actor.id],
    });
  });
}
