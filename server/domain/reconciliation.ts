import type { ActualState } from './lamps.ts';

/** Where one relation stands in the systems of an operator, as two lists say it. */
export interface RelationStates {
  crm: ActualState;
  platform: ActualState;
  network: ActualState;
  billing: ActualState;
}

/** The two lists that are compared. */
export const relationLists = ['platform', 'crm'] as const;
export type RelationList = (typeof relationLists)[number];

/** How systems can differ, each with the code a case of it is classified by. */
export const differenceKinds = [
  'PLATFORM_ONLY',
  'CRM_ONLY',
  'BILLING_ONLY',
  'NETWORK_ONLY',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** The source system of what a reconciliation finds. */
export const RECONCILIATION = 'RECON';

/** What a difference says, in the words that the shipped mapping knows. */
export const differenceTexts: Readonly<Record<DifferenceKind, string>> = {
  PLATFORM_ONLY: '对账：平台存在订购关系，CRM无有效订购',
  CRM_ONLY: '对账：CRM有订购，平台返回用户未订购该业务',
  BILLING_ONLY: '对账：已退订，计费周期未终止',
  NETWORK_ONLY: '对账：已退订，网元签约删除失败或未执行',
};

const isOver = (state: ActualState): boolean => state === 'cancelled' || state === 'absent';

/**
 * How the systems differ, the platform and the CRM first, since they decide what is wanted; null where they agree or
 * where a side is not known. Active everywhere, or over everywhere, is agreement.
 */
export function differenceOf({
  crm,
  platform,
  network,
  billing,
}: RelationStates): DifferenceKind | null {
  if (platform === 'active' && isOver(crm)) return 'PLATFORM_ONLY';
  if (crm === 'active' && isOver(platform)) return 'CRM_ONLY';
  if (!isOver(crm) || !isOver(platform)) return null;
  if (billing === 'active') return 'BILLING_ONLY';
  return network === 'active' ? 'NETWORK_ONLY' : null;
}
