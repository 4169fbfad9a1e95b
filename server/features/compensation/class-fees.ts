import type { Knex } from 'knex';
import type { LineClass } from '#domain/policy-types.ts';

/** The monthly fee of classes, where the rules look at it: what caps in fees are made of. Null: they do not. */
export async function classFees(
  db: Knex,
  batchId: string,
  classNos: readonly number[],
): Promise<Map<number, number | null>> {
  if (classNos.length === 0) return new Map();
  const rows = await db('batch_classes')
    .where({ batch_id: batchId })
    .whereIn('class_no', [...new Set(classNos)])
    .select<{ class_no: number; facts: string }[]>('class_no', 'facts');
  return new Map(
    rows.map(({ class_no, facts }) => [
      Number(class_no),
      (JSON.parse(facts) as LineClass).monthlyFeeFen,
    ]),
  );
}
