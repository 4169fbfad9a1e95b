import { policyRules } from '#contract/policy-rules.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import type { Features } from '../../compose.ts';
import type { DemoScene } from '../demo.ts';
import { DAY, HOUR } from './timeline.ts';

/** Bundles get two minutes of voice more for every hour. */
const kinderToBundles: PolicyRules = {
  ...defaultPolicyRules,
  rate: {
    ...defaultPolicyRules.rate,
    terms: defaultPolicyRules.rate.terms.map((term) =>
      term.benefit === 'voice' && term.planTypes.includes('bundle') && 'amount' in term.rate
        ? { ...term, rate: { ...term.rate, amount: term.rate.amount + 2 } }
        : term,
    ),
  },
};

/** Degraded service counts a little more, and a month may bring more. */
const bolder: PolicyRules = {
  ...kinderToBundles,
  multiplier: {
    ...kinderToBundles.multiplier,
    severityPerMille: { ...kinderToBundles.multiplier.severityPerMille, degraded: 600 },
  },
  caps: {
    ...kinderToBundles.caps,
    perMonth: { ...kinderToBundles.caps.perMonth, data: 60 * 1024 },
  },
};

/** A second version that takes effect in a month, and a draft of the one after it. */
export async function loadPolicies(scene: DemoScene): Promise<void> {
  const { runtime, clock, times } = scene;
  const [maker, checker] = [scene.as('shenqh'), scene.as('hejy')];
  await runtime.features.inTransaction(async (f) => {
    const inForce = await f.policies.policyInForceAt('standard', times.anchorAt);
    clock.goTo(times.anchorAt - 9 * DAY);
    const next = await draft(f, '2027-A', inForce.id, kinderToBundles);
    clock.goTo(times.anchorAt - 8 * DAY);
    await f.policies.submit(maker, next, { version: 2 });
    clock.goTo(times.anchorAt - 7 * DAY);
    const effectiveFromAt = times.anchorAt + 30 * DAY;
    await f.policies.publish(checker, next, { version: 3, effectiveFromAt });
    clock.goTo(times.anchorAt - 20 * HOUR);
    await draft(f, '2027-B', next, bolder);
  });

  async function draft(f: Features, name: string, basedOnId: string, rules: PolicyRules) {
    const id = await f.policies.draft(maker, { name, basedOnId });
    clock.goTo(clock.now() + HOUR);
    await f.policies.update(maker, id, { version: 1, rules: policyRules.parse(rules) });
    return id;
  }
}
