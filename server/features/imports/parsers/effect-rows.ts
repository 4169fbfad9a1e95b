import { scoreHundredthsOf, type Compensated, type EffectKind } from '#domain/outage-effects.ts';
import { createRowReader, type RowRecord } from '#domain/row-reader.ts';
import type { RowRead } from './row-outcome.ts';
import { wordBook } from './words.ts';

/** What customers did on one day because of one outage. */
export interface EffectRow {
  outageNumber: string;
  /** Local day, 'YYYY-MM-DD'. */
  effectOn: string;
  kind: EffectKind;
  compensated: Compensated;
  /** Complaints, lines ported out, or answers. */
  effects: number;
  /** Mean of the answers; null unless satisfaction. */
  scoreHundredths: number | null;
}

const kindOf = wordBook<EffectKind>({
  complaint: ['投诉', 'complaints'],
  port_out: ['携出', '携号转出', '携转', 'port-out', 'port out', 'port-outs'],
  satisfaction: ['满意度', '满意度回访', 'csat'],
});
const compensatedOf = wordBook<Compensated>({
  yes: ['是', '已补偿', 'y', 'true', '1'],
  no: ['否', '未补偿', 'n', 'false', '0'],
  unknown: ['未知', '不详'],
});

export function readEffectRow(record: RowRecord): RowRead<EffectRow> {
  const row = createRowReader(record);
  const score = row.optionalText('score', 8);
  const value: EffectRow = {
    outageNumber: row.code('outageNumber', 40),
    effectOn: row.date('date'),
    kind: row.word<EffectKind>('kind', kindOf, 'complaint'),
    compensated:
      row.optionalText('compensated', 20) === null
        ? 'unknown'
        : row.word<Compensated>('compensated', compensatedOf, 'unknown'),
    effects: row.integer('count', 0, 10_000_000),
    scoreHundredths: score === null ? null : scoreHundredthsOf(score),
  };
  if (score !== null && value.scoreHundredths === null)
    row.reject('score', 'rejects.notScore', { text: score });
  if (value.kind === 'satisfaction' && score === null) row.reject('score', 'rejects.required');
  if (value.kind !== 'satisfaction' && score !== null)
    row.reject('score', 'rejects.scoreElsewhere');
  return row.rejects.length === 0 ? { ok: true, value } : { ok: false, rejects: row.rejects };
}
