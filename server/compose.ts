import type { Knex } from 'knex';
import { cases } from './compose/cases.ts';
import { causes } from './compose/causes.ts';
import { compensation } from './compose/compensation.ts';
import { foundation } from './compose/foundation.ts';
import { graphMaker, recipes } from './compose/graph.ts';
import { intake } from './compose/intake.ts';
import { notices } from './compose/notices.ts';
import { overview, type Overview } from './compose/overview.ts';
import { recovery } from './compose/recovery.ts';
import type { Root, Surroundings } from './compose/surroundings.ts';
import { runTransaction } from './db/transaction.ts';
import type { CaseListener } from './features/unsubscribes/case-listener.ts';

export type { Surroundings } from './compose/surroundings.ts';

const listening = recipes<Overview>()({
  caseListeners: (g): readonly CaseListener[] => [
    g.overcharges.listener,
    g.chargeReadings.readingListener,
    g.causeGroups.landing.listener,
    ...(g.around.automaticResync ? [g.recoveryFeature.automaticListener] : []),
    // It reads what the others wrote of a new case, such as its next charge.
    g.clockRules.keeper.listener,
    // After the clocks, whose times messages promise.
    g.outgoing.messageListener,
  ],
});

const book = {
  ...foundation,
  ...compensation,
  ...notices,
  ...cases,
  ...causes,
  ...recovery,
  ...intake,
  ...overview,
  ...listening,
};

/** The whole object graph; the only place where features meet. */
const graphOf = graphMaker<Root, typeof book>(book);

type Graph = ReturnType<typeof graphOf>;

export interface Features extends Graph {
  /** Another graph over one transaction; inside a transaction it joins that one. */
  inTransaction<T>(work: (f: Features) => Promise<T>): Promise<T>;
}

/** The graph over ONE handle: the database, or the transaction of a request. */
export function createFeatures(db: Knex, around: Surroundings): Features {
  return featuresOver(db, around, (work) =>
    runTransaction(db, (trx) => {
      const inside: Features = featuresOver(trx, around, (joined) => joined(inside));
      return work(inside);
    }),
  );
}

const featuresOver = (
  db: Knex,
  around: Surroundings,
  inTransaction: Features['inTransaction'],
): Features =>
  Object.assign(graphOf({ db, around, world: around.world, zone: around.zoneRules }), {
    inTransaction,
  });
