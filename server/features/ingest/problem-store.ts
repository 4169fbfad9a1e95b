import type { Knex } from 'knex';
import { lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { ProblemFacts } from './problem-facts.ts';

export interface ProblemRef {
  origin: string;
  problemId: string;
}

export interface KnownProblem {
  outageId: string;
  /** All that was said of it so far, the last word on each fact. */
  said: ProblemFacts;
  saidAt: number;
}

/** Which service problem of which system became which outage. */
export function createProblemStore(db: Knex, world: World) {
  const at = ({ origin, problemId }: ProblemRef) => ({ origin, problem_id: problemId });

  return {
    /** Held until the transaction ends: two messages about one problem come one after the other. */
    async find(ref: ProblemRef): Promise<KnownProblem | undefined> {
      const [row] = (await lockRows(
        db,
        db('outage_problems').where(at(ref)).select('outage_id', 'said', 'said_at'),
      )) as Record<string, unknown>[];
      if (row === undefined) return undefined;
      return {
        outageId: String(row['outage_id']),
        said: JSON.parse(String(row['said'])) as ProblemFacts,
        saidAt: Number(row['said_at']),
      };
    },

    async insert(ref: ProblemRef, known: KnownProblem): Promise<void> {
      const now = world.now();
      await db('outage_problems').insert({
        ...at(ref),
        outage_id: known.outageId,
        said: JSON.stringify(known.said),
        said_at: known.saidAt,
        created_at: now,
        updated_at: now,
      });
    },

    async update(ref: ProblemRef, known: Omit<KnownProblem, 'outageId'>): Promise<void> {
      await db('outage_problems')
        .where(at(ref))
        .update({
          said: JSON.stringify(known.said),
          said_at: known.saidAt,
          updated_at: world.now(),
        });
    },
  };
}

export type ProblemStore = ReturnType<typeof createProblemStore>;
