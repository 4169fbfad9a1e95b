import { numberOrNull, textOrNull } from '../../db/cells.ts';
/** What the clocks of a case need to know of it. */
export interface ClockCase {
  id: string;
  state: string;
  category: string;
  productCode: string;
  areaCode: string;
  wanted: string;
  wantedFromAt: number | null;
  requestedAt: number;
  openedAt: number;
  endedAt: number | null;
  nextChargeAt: number | null;
  /** What billing was last seen to do. */
  billing: string;
  dueAt: number | null;
  dueKind: string | null;
  /** The file it came by. */
  importId: string | null;
  demo: boolean;
}

export const CASE_COLUMNS = [
  'id',
  'state',
  'category',
  'product_code',
  'area_code',
  'wanted',
  'wanted_from_at',
  'requested_at',
  'opened_at',
  'ended_at',
  'next_charge_at',
  'billing_actual',
  'due_at',
  'due_kind',
  'import_id',
  'demo',
] as const;

export function clockCaseOf(row: Record<string, unknown>): ClockCase {
  return {
    id: String(row['id']),
    state: String(row['state']),
    category: String(row['category']),
    productCode: String(row['product_code']),
    areaCode: String(row['area_code']),
    wanted: String(row['wanted']),
    wantedFromAt: numberOrNull(row['wanted_from_at']),
    requestedAt: Number(row['requested_at']),
    openedAt: Number(row['opened_at']),
    endedAt: numberOrNull(row['ended_at']),
    nextChargeAt: numberOrNull(row['next_charge_at']),
    billing: String(row['billing_actual']),
    dueAt: numberOrNull(row['due_at']),
    dueKind: textOrNull(row['due_kind']),
    importId: textOrNull(row['import_id']),
    demo: Boolean(row['demo']),
  };
}
