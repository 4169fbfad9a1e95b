import type { Knex } from 'knex';
import type { BatchReplay, EvaluationReplay } from '#contract/replays.ts';
import { DomainError } from '#domain/errors.ts';
import type { LineClass } from '#domain/policy-types.ts';
import { pin, sha256, type StoredPins } from './batch-pins.ts';
import { pinsOf, type BatchRow } from './batch-rows.ts';
import { createClassEvaluator, type ClassResult } from './class-evaluation.ts';
import { factsText, resultText, rulesText } from './class-record.ts';

interface ClassRow {
  batch_id: string;
  class_no: number;
  class_key: string;
  facts: string;
  benefits: string;
  steps: string;
  facts_hash: string | null;
  rules_hash: string | null;
  result_hash: string | null;
}

type StoredFacts = LineClass & {
  eligible: boolean;
  reason: string | null;
  sitesAffected?: number;
  batchFactorPerMille?: number;
  coverage?: number;
};

type Part = BatchReplay['differing'][number]['part'];

const PAGE = 500;

/** Works classes out again from what their batch pinned, and holds the bytes against those that are stored. */
export function createReplayReads(db: Knex) {
  async function batchOf(id: string): Promise<BatchRow> {
    const row = await db<BatchRow>('batches').where({ id }).first<BatchRow>();
    if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
    return row;
  }

  /** Kept before their sites were: the batch counted none, or its policy does not ask. */
  function again(row: BatchRow, pins: StoredPins, one: ClassRow) {
    const stored = JSON.parse(one.facts) as StoredFacts;
    const { eligible, reason, sitesAffected, batchFactorPerMille, coverage, ...line } = stored;
    const around = {
      sitesAffected: sitesAffected ?? pins.policy.rules.eligibility.minimumSites,
      batchFactorPerMille: batchFactorPerMille ?? Number(row.factor_per_mille),
      ...(coverage === undefined ? {} : { coverage }),
    };
    const kept: ClassResult = {
      eligible,
      reason,
      benefits: JSON.parse(one.benefits) as ClassResult['benefits'],
      steps: JSON.parse(one.steps) as ClassResult['steps'],
    };
    const { evaluate } = createClassEvaluator(pins, around.sitesAffected);
    return {
      facts: factsText({ pinsHash: pins.hash, line, ...around }),
      kept: resultText(kept),
      result: resultText(evaluate(line, around.batchFactorPerMille, coverage)),
    };
  }

  /** Where a class first differs from what is stored of it; null: nowhere. */
  function difference(
    one: ClassRow,
    worked: ReturnType<typeof again>,
    rulesHash: string,
  ): Part | null {
    if (one.facts_hash !== null && sha256(worked.facts) !== one.facts_hash) return 'facts';
    if (one.rules_hash !== null && rulesHash !== one.rules_hash) return 'rules';
    const hash = one.result_hash ?? sha256(worked.kept);
    return worked.result === worked.kept && sha256(worked.result) === hash ? null : 'result';
  }

  return {
    async ofBatch(id: string, after: number): Promise<BatchReplay> {
      const row = await batchOf(id);
      const pins = pinsOf(row);
      const { hash, ...pinned } = pins;
      const rulesHash = sha256(rulesText(pins.policy.rules));
      const intact = pin(pinned).hash === hash;
      const rows = await db('batch_classes')
        .where({ batch_id: id })
        .where('class_no', '>', after)
        .orderBy('class_no')
        .limit(PAGE)
        .select<ClassRow[]>('*');
      const differing = rows.flatMap((one) => {
        const part = intact ? difference(one, again(row, pins, one), rulesHash) : 'pins';
        const classNo = Number(one.class_no);
        return part === null ? [] : [{ classNo, classKey: one.class_key, part }];
      });
      return {
        number: row.number,
        pinsHash: hash,
        rulesHash,
        classes: rows.length,
        same: rows.length - differing.length,
        unnamed: rows.filter((one) => one.facts_hash === null).length,
        differing,
        next: rows.length < PAGE ? null : Number(rows.at(-1)?.class_no),
      };
    },

    /** By the hashes of facts and rules alone. */
    async byHashes(factsHash: string, rulesHash: string): Promise<EvaluationReplay> {
      const one = await db('batch_classes')
        .where({ facts_hash: factsHash, rules_hash: rulesHash })
        .orderBy(['batch_id', 'class_no'])
        .first<ClassRow | undefined>('*');
      if (one === undefined) throw new DomainError('not_found', 'errors.notFound');
      const row = await batchOf(one.batch_id);
      const pins = pinsOf(row);
      const worked = again(row, pins, one);
      return {
        batchId: row.id,
        batchNumber: row.number,
        classNo: Number(one.class_no),
        factsHash,
        rulesHash,
        resultHash: one.result_hash ?? '',
        facts: worked.facts,
        rules: rulesText(pins.policy.rules),
        result: worked.result,
        same: difference(one, worked, sha256(rulesText(pins.policy.rules))) === null,
      };
    },
  };
}

export type ReplayReads = ReturnType<typeof createReplayReads>;
