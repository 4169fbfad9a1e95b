import { policyRules } from '#contract/policy-rules.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { DemoScene } from '../demo.ts';
import type { DemoOutages } from './outages.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';

/** Where cables were stolen every line gets 20 MB, at once and without a person's act. */
const flatForTheft: PolicyRules = {
  ...defaultPolicyRules,
  eligibility: {
    ...defaultPolicyRules.eligibility,
    causes: { mode: 'only', codes: ['theft'] },
  },
  rate: {
    ...defaultPolicyRules.rate,
    terms: defaultPolicyRules.rate.terms
      .filter(({ benefit }) => benefit === 'data')
      .map((term) => ({ ...term, rate: { kind: 'per_event', amount: 20 }, factors: [] })),
  },
  delivery: { kind: 'automatic' },
};

/** Before the demo's outages: a family that acts by itself, and the ceiling below which it may. */
export async function publishAutomatic(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  const [one, other] = [scene.as('shenqh'), scene.as('hejy')];
  await runtime.features.inTransaction(async (f) => {
    clock.goTo(times.anchorAt - 60 * DAY);
    const id = await f.policies.draft(one, {
      name: '盗窃破坏 A',
      newFamily: { name: '盗窃破坏自动补偿', purpose: 'compensation' },
      basedOnId: (await f.policies.policyInForceAt('standard', clock.now())).id,
    });
    await f.policies.update(one, id, { version: 1, rules: policyRules.parse(flatForTheft) });
    await f.policies.submit(one, id, { version: 2 });
    clock.goTo(clock.now() + 5 * HOUR);
    await f.policies.publish(other, id, { version: 3 });
    const { family } = await f.policyReads.show(id);
    const limits = await f.limits.draft(other);
    await f.limits.change(other, limits, {
      version: 1,
      ceilings: [{ family, batchFen: 100_000, lineFen: 100, dayFen: 300_000 }],
    });
    await f.limits.submit(other, limits, { version: 2 });
    clock.goTo(clock.now() + DAY);
    await f.limits.publish(one, limits, { version: 3 });
  });
}

/** After them: what was confirmed under it is paid, minutes after its confirmation. */
export async function runAutomatic(scene: DemoScene, outages: DemoOutages): Promise<void> {
  const { runtime, clock } = scene;
  const id = outages.get('theft');
  if (id === undefined) return;
  const { confirmedAt } = await runtime.features.outages.find(scene.ctx, id);
  clock.goTo((confirmedAt ?? clock.now()) + MINUTE);
  await runtime.runner.drain({ schedules: false });
}
