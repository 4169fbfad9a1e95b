import type { ImportFindings } from '#contract/imports.ts';
import { maskMsisdn } from '#domain/msisdn.ts';
import { differenceOf, type RelationList } from '#domain/reconciliation.ts';
import type { RelationRow } from './parsers/relation-rows.ts';

/** Differences shown one by one; of the rest only their number is kept. */
const SHOWN = 50;

export const NO_FINDINGS: ImportFindings = { agreeing: 0, kinds: {}, first: [] };

/** What these rows add to what was found so far. */
export function addFindings(
  before: ImportFindings,
  rows: readonly { rowNo: number; list?: RelationList | undefined; value: RelationRow }[],
): ImportFindings {
  const kinds = { ...before.kinds };
  const first = [...before.first];
  let { agreeing } = before;
  for (const { rowNo, list, value } of rows) {
    const kind = differenceOf(value.states);
    if (kind === null) {
      agreeing += 1;
      continue;
    }
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (first.length < SHOWN)
      first.push({
        rowNo,
        ...(list === undefined ? {} : { list }),
        kind,
        msisdnMasked: maskMsisdn(value.msisdn),
        productCode: value.productCode,
        platform: value.states.platform,
        crm: value.states.crm,
        sinceAt: value.sinceAt,
      });
  }
  return { agreeing, kinds, first };
}
