import type { Knex } from 'knex';
import { z } from 'zod';
import type { SimulationRecord, SimulationResult, SimulationShow } from '#contract/simulations.ts';
import { inAreas } from '#domain/area-range.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import {
  askedOf,
  pinsOfRow,
  SIMULATION_COLUMNS,
  simulationRecordOf,
  type SimulationRow,
} from './simulation-row.ts';
import type { SimulationStore } from './simulation-store.ts';

export const simulationList = {
  filters: { id: oneOrMany(z.string().max(26)), outageId: oneOrMany(z.string().max(26)) },
  sorts: { createdAt: 'simulations.created_at', id: 'simulations.id' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export function createSimulationReads(db: Knex, store: Pick<SimulationStore, 'byId'>) {
  return {
    /** One's own. */
    async list(actor: Actor, query: ListQuery<FilterOf<typeof simulationList>>) {
      const { filter } = query;
      const rows = db('simulations')
        .where('simulations.created_by', actor.id)
        .modify((q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('simulations.id', filter.id);
          if (filter.outageId) void q.whereIn('simulations.outage_id', filter.outageId);
        });
      return pageOf<SimulationRecord>(rows, query, {
        id: 'simulations.id',
        page: (q) => q.select(SIMULATION_COLUMNS.map((column) => `simulations.${column}`)),
        toWire: (row) => simulationRecordOf(row as unknown as SimulationRow),
      });
    },

    /** Anybody's whose outage lies in this person's areas: a simulation is shown to whoever decides. */
    async show(actor: Actor, id: string): Promise<SimulationShow> {
      const row = await store.byId(id);
      const [pins] = row === undefined ? [] : pinsOfRow(row);
      const reached =
        pins !== undefined &&
        (actor.areaCodes.length === 0 ||
          row?.created_by === actor.id ||
          pins.outage.facts.areaCodes.some((code) => inAreas(code, actor.areaCodes)));
      if (row === undefined || !reached) throw new DomainError('not_found', 'errors.notFound');
      const { outageId, drawn, aPolicyId, bPolicyId } = askedOf(row);
      return {
        ...simulationRecordOf(row),
        asked: { outageId, drawn, aPolicyId, bPolicyId },
        result: row.result === null ? null : (JSON.parse(row.result) as SimulationResult),
      };
    },
  };
}

export type SimulationReads = ReturnType<typeof createSimulationReads>;
