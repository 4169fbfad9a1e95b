import { composeVersions } from '../features/catalogue/compose-versions.ts';
import { composeCauses } from '../features/causes/compose-causes.ts';
import { composeOvercharge } from '../features/overcharge/compose-overcharge.ts';
import { composeRules } from '../features/rules/compose-rules.ts';
import { caseRowOf } from '../features/unsubscribes/case-row.ts';
import type { Cases } from './cases.ts';
import { opened, recipes, type Parts } from './graph.ts';

/** A mapping regroups the cases it reclassifies; a group teaches the mapping. */
type Groups = ReturnType<typeof composeCauses>;

const learning = recipes<Cases & Groups>()({
  overchargeFeature: (g) =>
    composeOvercharge(g.db, g.world, {
      ...{ audit: g.audit, zone: g.zone, codes: g.catalogue.codes, seen: g.cases.seen },
      ...{ enqueue: g.queue.enqueue, runs: g.billRunStore },
    }),
  versionFeature: (g) =>
    composeVersions(g.db, g.world, {
      ...{ audit: g.audit, zone: g.zone, caseStore: g.caseStore, caseRowOf },
      codes: g.catalogue.codes,
      enqueue: g.queue.enqueue,
      totalCases: async () => (await g.caseCounters.read()).reduce((sum, { n }) => sum + n, 0),
      regroup: (changed) => g.causeGroups.landing.regroup(changed),
    }),
  ruleFeature: ({ db, world, audit, colleagueRole }) =>
    composeRules(db, world, { audit, colleagueRole }),
});

type WithLearning = Cases & Groups & Parts<typeof learning>;

const groups = recipes<WithLearning>()({
  causeFeature: (g) =>
    composeCauses(g.db, g.world, {
      ...{ audit: g.audit, zone: g.zone, colleagueRole: g.colleagueRole },
      enqueue: g.queue.enqueue,
      lockLines: g.lines.lock,
      codes: g.catalogue.codes,
      teach: (ctx, rules) => g.versionFeature.mappings.mapCodes(ctx, rules),
    }),
});

const open = opened<WithLearning & Parts<typeof groups>>();

/** Why cases fail and what that costs: codes and mappings, cause groups, rules that refuse, overcharges. */
export const causes = {
  ...learning,
  ...groups,
  ...open('overchargeFeature', [
    'overcharges',
    'overchargeLedger',
    'chargeReadings',
    'runReadings',
  ]),
  ...open('versionFeature', ['catalogueVersions', 'mappings', 'mappingRuns', 'versionReads']),
  ...open('ruleFeature', ['ruleReviews']),
  ...open('causeFeature', ['causeGroups']),
};

export type Causes = Cases & Parts<typeof causes>;
