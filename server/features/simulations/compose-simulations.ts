import type { Knex } from 'knex';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Valuation } from '../compensation/valuation.ts';
import { createCostReads } from './cost-reads.ts';
import { createCostStore } from './cost-store.ts';
import { createRuns } from './runs.ts';
import { createSimulationReads } from './simulation-reads.ts';
import { createSimulationService, type SimulationNeeds } from './simulation-service.ts';
import { createSimulationStore } from './simulation-store.ts';

interface Needs extends Pick<
  SimulationNeeds,
  'policy' | 'drawnFacts' | 'now' | 'nextId' | 'enqueue'
> {
  valuation: Valuation;
  audit: AuditTrail;
}

/** Simulations and the running cost of open outages over one handle. */
export function composeSimulations(db: Knex, needs: Needs) {
  const { valuation, now } = needs;
  const store = createSimulationStore(db);
  const runs = createRuns({ valuation, areaNames: store.areaNames });
  const costStore = createCostStore(db);
  return {
    simulations: createSimulationService({ ...needs, store, runs }),
    simulationReads: createSimulationReads(db, store),
    simulationRuns: runs,
    outageCosts: createCostReads({ valuation, store: costStore, now }),
    costStore,
  };
}
